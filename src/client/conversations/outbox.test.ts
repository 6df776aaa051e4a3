import { expect, test } from 'vitest';
import { MemoryStorages } from '../../../test/support/device.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Clock } from '../ports.ts';
import { Outbox } from './outbox.ts';
import { textsUnderWay } from './underWay.ts';

const ID = 'conversation';
const clock: Clock = { now: () => 0, after: () => () => undefined };

async function outboxWith(text: string): Promise<Outbox> {
  let last = 0;
  const outbox = new Outbox({
    storage: await new MemoryStorages().open('device'),
    clock,
    newId: () => fromBase64url(`${(last += 1)}`.padStart(21, 'A').padEnd(22, 'A')),
    line: () => ({ isLive: false, send: () => false }),
    changed: () => undefined,
  } as unknown as ConstructorParameters<typeof Outbox>[0]);
  await outbox.addText(ID, text, null);
  return outbox;
}

test('[M9] a long text stays here, to be shown whole, until the log has brought back its last piece', async () => {
  const text = 'long '.repeat(limits.messageText / 2);
  const outbox = await outboxWith(text);
  const ids = outbox.items(ID).map(({ id }) => id);
  expect(ids).toHaveLength(3);
  // The server has all of them before the first comes back.
  outbox.take(outbox.items(ID).map((item, index) => ({ ...item, acked: index + 1 })));
  for (const id of ids.slice(0, 2)) {
    outbox.arrived(ID, [id]);
    expect(textsUnderWay(outbox.items(ID)).map(({ content }) => content)).toMatchObject([{ text }]);
  }
  outbox.arrived(ID, ids.slice(2));
  expect(outbox.items(ID)).toEqual([]);
});
