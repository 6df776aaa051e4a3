import { expect, test } from 'vitest';
import { handClock } from '../../../test/support/handClock.ts';
import { conversationsInTurns, logsInTurns } from './inTurns.ts';
import type { OwnConversation, OwnLog } from './ports.ts';

const nextTick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const logs = Array.from({ length: 1200 }, (_, at) => ({ log: at + 1 }) as OwnLog);
const logsOf = async (_account: number, { after, limit }: { after: number; limit: number }) =>
  logs.slice(after, after + limit);

const conversations = Array.from({ length: 250 }, (_, at) => ({ conversation: String(at) }) as OwnConversation);
const pageForMember = async (_account: number, { after, limit }: { after: string | null; limit: number }) => {
  const from = after === null ? 0 : Number(after) + 1;
  const page = conversations.slice(from, from + limit);
  return { conversations: page, next: from + limit < conversations.length ? String(from + limit - 1) : null };
};

test.each([
  ['logs', (clock: ReturnType<typeof handClock>) => logsInTurns({ logsOf }, 1, clock), [500, 1000, 1200], logs],
  [
    'conversations',
    (clock: ReturnType<typeof handClock>) => conversationsInTurns({ pageForMember }, 1, clock),
    [100, 200, 250],
    conversations,
  ],
] as const)(
  '[001.15] %s come in order, and others have their turn after each page',
  async (_what, all, steps, whole) => {
    const clock = handClock();
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const each of all(clock)) seen.push(each);
    })();
    for (const step of steps) {
      await nextTick();
      expect(seen).toHaveLength(step);
      clock.advance(0);
    }
    await reading;
    expect(seen).toEqual(whole);
  },
);

test('what fits on one page waits for nobody', async () => {
  const few = async () => logs.slice(0, 3);
  const seen: OwnLog[] = [];
  for await (const each of logsInTurns({ logsOf: few }, 1, handClock())) seen.push(each);
  expect(seen).toHaveLength(3);
});
