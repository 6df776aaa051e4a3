import { type Bytes, decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { isTold } from '../../protocol/api/conversations.ts';
import { draftsOf } from '../conversations/pieces.ts';
import type { Draft } from '../conversations/queue.ts';
import { type ConversationRecord, type Preview, type StoredEntry, isShown } from '../conversations/records.ts';
import type { Storage } from '../ports.ts';
import { LostAmendments } from './lostAmendments.ts';
import { after, keys, keptSeq } from '../storageKeys.ts';

/** What a device has of a conversation and the server, since it was put back from a backup, has not. */
export interface LeftBehind {
  /** What this device has said, to be said again: under the same ids, so that nobody has it twice. */
  readonly drafts: readonly Draft[];
  /** What others have said stays here, behind the last entry that both have, until they say it again. */
  readonly put: readonly (readonly [string, Uint8Array])[];
  readonly remove: readonly string[];
  readonly last: Preview | null;
  /** This device's newest entry that the server has. */
  readonly mine: ConversationRecord['mine'];
}

interface Lost {
  readonly key: string;
  readonly entry: StoredEntry;
}

interface Given {
  readonly storage: Storage;
  readonly record: ConversationRecord;
  /** The last entry that both have. */
  readonly fork: number;
  readonly account: string;
  readonly device: string;
  readonly newId: () => Bytes;
}

export async function leftBehind(given: Given): Promise<LeftBehind> {
  const { storage, record, fork, device } = given;
  const { conversation, kind } = record;
  const range = await storage.range(behind(given), after(`entry/${conversation}/`));
  const lost = range.map(([key, bytes]): Lost => ({ key, entry: decodeCbor(bytes) as StoredEntry }));
  const stays = ({ entry }: Lost) => entry.id !== null && !record.hidden.includes(entry.seq);
  const standing = lost.filter((one) => stays(one) && isMessage(one.entry));
  const own = lost.filter((one) => stays(one) && one.entry.device === device);
  const amended = new LostAmendments(given, lost);
  await amended.read();
  const others = isTold(kind) ? [] : standing.filter(({ entry }) => entry.device !== device);
  const kept = others.map((one) => asKept(one.entry, keptSeq(fork, lost.indexOf(one))));
  const remove = lost.flatMap(({ key, entry: { id } }) =>
    id === null ? [key] : [key, keys.message(conversation, id)],
  );
  const put = kept.flatMap((entry) => [
    [keys.entry(conversation, entry.seq), encodeCbor(entry)] as const,
    ...(entry.id === null ? [] : [[keys.message(conversation, entry.id), encodeCbor(entry.seq)] as const]),
  ]);
  const written = new Set(put.map(([key]) => key));
  const before = await newestBefore(given);
  return {
    drafts: [...(await deletionsOf(given)), ...own.flatMap(({ entry }) => saidAgain(entry, amended, given.newId))],
    put: [...put, ...amended.put()],
    remove: remove.filter((key) => !written.has(key)),
    last: previewOf(kept.findLast(({ body }) => isShown(body))) ?? before.last,
    mine: before.mine,
  };
}

/** Where what only this device has begins: what it kept when the server was put back before is part of it. */
const behind = ({ record: { conversation }, fork }: Pick<Given, 'record' | 'fork'>): string =>
  `${keys.entry(conversation, fork)}\0`;

/** It says something, by itself or about another. */
const isMessage = ({ body }: StoredEntry): boolean =>
  body.kind === 'content' ? body.content.type !== 'unknown' : body.kind === 'silent' && body.of !== undefined;

/** Its place is none of the log's, and it counts for nothing. */
function asKept({ body, ...entry }: StoredEntry, seq: number): StoredEntry {
  const content = body.kind === 'content' ? { ...body, pieces: undefined } : body;
  return { ...entry, seq, counter: 0, previous: null, body: content };
}

function saidAgain({ id, seq, account, body }: StoredEntry, amended: LostAmendments, newId: () => Bytes): Draft[] {
  if (id === null) return [];
  const again = { id: fromBase64url(id), counts: false };
  if (body.kind === 'silent' && body.of !== undefined) {
    const content = amended.contentOf({ id, seq, account, of: body.of });
    return content ? [{ ...again, content }] : [];
  }
  if (body.kind !== 'content' || body.content.type !== 'text') return [];
  const { text, reply } = body.content;
  return draftsOf({ ...again, text: amended.original(id, account) ?? text, reply }, newId);
}

/** What this account had deleted for everyone since, and is there again. */
async function deletionsOf({ storage, record: { conversation }, fork, account, newId }: Given): Promise<Draft[]> {
  const prefix = keys.deletion(conversation, account, '');
  const since = (await storage.range(prefix, after(prefix))).filter(([, seq]) => (decodeCbor(seq) as number) > fork);
  if (since.length === 0) return [];
  const hashes = new Set(since.map(([key]) => key.slice(prefix.length)));
  const entries = await storage.range(keys.entry(conversation, 0), keys.entry(conversation, fork + 1));
  return entries
    .map(([, bytes]) => decodeCbor(bytes) as StoredEntry)
    .filter(({ hash, id }) => hashes.has(hash) && id !== null)
    .map(({ id, hash, seq }) => ({
      id: newId(),
      content: { type: 'deletion', target: fromBase64url(id ?? ''), hash: fromBase64url(hash) },
      counts: false,
      empties: { seq },
    }));
}

const SOME = 200;

/** What stands at the end of what both have. */
async function newestBefore({ storage, record, fork, device }: Given): Promise<Pick<LeftBehind, 'last' | 'mine'>> {
  const { conversation, cleared, hidden } = record;
  let last: Preview | null = null;
  let mine: ConversationRecord['mine'] = null;
  for (let end = behind({ record, fork }); last === null || mine === null;) {
    const page = await storage.range(keys.entry(conversation, 0), end, { last: true, limit: SOME });
    const entries = page.map(([, bytes]) => decodeCbor(bytes) as StoredEntry);
    const shown = entries.find(({ seq, body }) => isShown(body) && seq > cleared && !hidden.includes(seq));
    const own = entries.find((entry) => entry.device === device && entry.counter > 0);
    last ??= previewOf(shown);
    mine ??= own ? { counter: own.counter, hash: fromBase64url(own.hash) } : null;
    if (page.length < SOME) break;
    end = page.at(-1)?.[0] ?? end;
  }
  return { last, mine };
}

function previewOf(entry: StoredEntry | undefined): Preview | null {
  if (!entry) return null;
  const { seq, account, by, at, body } = entry;
  return { seq, account, by, at, body };
}
