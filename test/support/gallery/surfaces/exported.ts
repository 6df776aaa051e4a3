import { asJson } from '../../../../src/web/app/settings/export/asJson.ts';
import { asPage } from '../../../../src/web/app/settings/export/asPage.ts';
import type { Gathered } from '../../../../src/web/app/settings/export/gather.ts';
import { devices, self, sshKeys } from '../people.ts';
import { itemWith, named, saidIn } from './said.ts';

/** What one takes away of a conversation in which those texts were said, quoted, and called by. */
export async function exportedOf(texts: readonly string[]): Promise<{ page: string; json: string }> {
  const [page, json] = await Promise.all([whole(asPage(gathered(texts))), whole(asJson(gathered(texts)))]);
  return { page, json };
}

function gathered(texts: readonly string[]): Gathered {
  const all = texts.join(' ');
  const items = texts.map((text) =>
    itemWith({
      author: named(text),
      body: saidIn(text),
      reply: { key: 'k', author: named(text), excerpt: text },
      reactions: [{ emoji: '🎉', people: [named(text)], mine: false }],
    }),
  );
  const labelled = <T extends object>(things: readonly T[]) => things.map((thing) => ({ ...thing, label: all }));
  return {
    account: {
      ...self,
      server: location.origin,
      at: 0,
      displayName: all,
      devices: labelled(devices()),
      sshKeys: labelled(sshKeys()),
    },
    conversations: inTurn({ id: 'c', name: all, with: all, kind: 'direct', encrypted: true, pages: inTurn(items) }),
  };
}

async function* inTurn<T>(one: T): AsyncGenerator<T> {
  yield await Promise.resolve(one);
}

async function whole(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}
