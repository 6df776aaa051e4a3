import { expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import type { ServerFrame } from '../../../protocol/socket.ts';
import type { Following } from '../ports.ts';
import type { Reader } from './reader.ts';
import { createStreamNews } from './streamNews.ts';
import { createTimers } from './timers.ts';

const NOBODY = { follows: [] as Following[] };

function world(given = NOBODY) {
  const clock = handClock();
  const failures: unknown[] = [];
  let asked = 0;
  const told: [number, ServerFrame][] = [];
  const reader = (no: number, role: string) => ({ session: { account: { no, role } } }) as unknown as Reader;
  const here = [reader(1, 'member'), reader(2, 'member'), reader(3, 'admin')];
  const news = createStreamNews({
    followers: {
      followedBy: async (accounts, machine) => {
        asked += 1;
        return given.follows.filter(
          (each) => accounts.includes(each.account) && (machine === undefined || each.machine === machine),
        );
      },
    },
    readers: {
      all: () => here,
      of: (accounts: readonly number[]) => here.filter(({ session }) => accounts.includes(session.account.no)),
      send: (to: readonly Reader[], frame: ServerFrame) =>
        void told.push(...to.map((each): [number, ServerFrame] => [each.session.account.no, frame])),
    } as never,
    timers: createTimers(clock),
    failed: (error) => failures.push(error),
  });
  const grow = (seq: number): void => news.heard({ about: 'stream', machine: 'dale', seq });
  const look = () => Promise.all(here.map((each) => news.look(each)));
  return { given, clock, failures, told, news, here, grow, look, asked: () => asked };
}

const dale = (account: number, read: number | null): Following => ({ account, machine: 'dale', read });
const frame = (head: number, read: number): ServerFrame => ({ ev: 'stream', machine: 'dale', head, read });

test('[F7] a machine that sends all the time is told of four times a second, and its last record always', async () => {
  const { clock, told, grow, look, asked } = world({ follows: [dale(1, 4)] });
  await look();
  const before = asked();
  for (let seq = 5; seq < 1005; seq++) {
    grow(seq);
    clock.advance(1);
  }
  clock.advance(1000);
  expect(told.length).toBeLessThanOrEqual(6);
  expect(told.at(-1)).toEqual([1, frame(1004, 4)]);
  expect(told.every(([no]) => no === 1)).toBe(true);
  expect(asked()).toBe(before);
  clock.advance(60_000);
  expect(told.length).toBeLessThanOrEqual(6);
});

test('[F7] whoever begins to follow hears from then on, whoever stops nothing more', async () => {
  const { given, clock, told, news, grow, look, failures } = world({ follows: [dale(1, 4)] });
  await look();
  given.follows = [dale(2, 6)];
  news.heard({ about: 'followers', machine: 'dale', accounts: [1, 2] });
  await expect.poll(() => told).toEqual([1, 2, 3].map((no) => [no, { ev: 'streams' }]));
  told.length = 0;
  grow(7);
  clock.advance(1000);
  expect(told).toEqual([[2, frame(7, 6)]]);
  expect(failures).toEqual([]);
});

test('[F7] a machine that is new is told to admins alone', async () => {
  const { told, news, look } = world();
  await look();
  news.heard({ about: 'followers', machine: 'gale', accounts: [] });
  await expect.poll(() => told).toEqual([[3, { ev: 'streams' }]]);
});

test('[F7] what one device has read is told to all of the account at once', async () => {
  const { told, news, grow, look } = world({ follows: [dale(1, 4), dale(2, null)] });
  await look();
  news.heard({ about: 'stream read', machine: 'dale', no: 1, head: 9, read: 9 });
  expect(told).toEqual([[1, frame(9, 9)]]);
  grow(10);
  expect(told.slice(1)).toEqual([
    [1, frame(10, 9)],
    [2, frame(10, 10)],
  ]);
});
