import { expect, test } from 'vitest';
import { handClock } from '../../../test/support/handClock.ts';
import { encodeCbor } from '../../crypto/encoding.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import { Lapsing } from './lapsing.ts';
import type { Outbox } from './outbox.ts';
import type { ConversationRecord } from './records.ts';
import type { ConversationTable } from './table.ts';

const DAY = 24 * 3600_000;
const ID = 'conversation';

/** Entries 1, 2, 3 ... that came so many days ago. */
async function lapsed(ages: readonly number[], more: Partial<ConversationRecord>, caughtUp = true) {
  const clock = handClock();
  const entries = ages.map(
    (age, index) => [keys.entry(ID, index + 1), encodeCbor({ seq: index + 1, at: clock.now() - age * DAY })] as const,
  );
  const record = { conversation: ID, cleared: 0, ...more } as ConversationRecord;
  const forgotten: (number | undefined)[] = [];
  const said: unknown[] = [];
  const lapsing = new Lapsing({
    clock,
    caughtUp: () => caughtUp,
    storage: {
      range: async (from: string, to: string, { limit = Infinity } = {}) =>
        entries.filter(([key]) => key >= from && key < to).slice(0, limit),
    } as unknown as Storage,
    table: {
      all: () => [record],
      get: () => record,
      need: async () => record,
      alone: (_: string, act: () => Promise<void>) => act(),
      forget: async (_: string, { through }: { through?: number }) => void forgotten.push(through),
    } as unknown as ConversationTable,
    outbox: { add: async (_: string, content: unknown) => void said.push(content) } as unknown as Outbox,
  });
  await lapsing.look();
  return { forgotten, said };
}

const lifetime = (days: number, age = 0) => ({ days, seq: 1, at: handClock().now() - age * DAY });

test('[L15] what is as old as its members said goes, and what is younger stays', async () => {
  expect(await lapsed([9, 8, 7.1, 6.9, 1], { lifetime: lifetime(7) })).toMatchObject({ forgotten: [3] });
  expect(await lapsed([6, 1], { lifetime: lifetime(7) })).toMatchObject({ forgotten: [] });
  expect(await lapsed([9, 8], { lifetime: lifetime(7) })).toMatchObject({ forgotten: [2] });
});

test('[L15] without a word of its members nothing goes', async () => {
  expect(await lapsed([900, 800], {})).toMatchObject({ forgotten: [] });
  expect(await lapsed([900, 800], { lifetime: lifetime(0) })).toMatchObject({ forgotten: [] });
});

test('[L15] an entry that the server dates back takes nothing along that came before it', async () => {
  expect(await lapsed([3, 2, 20_000], { lifetime: lifetime(7) })).toMatchObject({ forgotten: [] });
});

test('[L15] it is said again once half of its time is over, while people write, by a device that knows the newest', async () => {
  const written = { last: { seq: 9 } } as Partial<ConversationRecord>;
  const again = [{ type: 'lifetime', days: 7 }];
  expect(await lapsed([], { lifetime: lifetime(7, 4), ...written })).toMatchObject({ said: again });
  expect(await lapsed([], { lifetime: lifetime(7, 3), ...written })).toMatchObject({ said: [] });
  expect(await lapsed([], { lifetime: lifetime(7, 4) })).toMatchObject({ said: [] });
  expect(await lapsed([], { lifetime: lifetime(7, 4), ...written }, false)).toMatchObject({ said: [] });
});
