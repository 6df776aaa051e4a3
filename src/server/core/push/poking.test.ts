import { expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import type { OwnConversation, StoredPushSubscription, WakeUp } from '../ports.ts';
import { createPoking } from './poking.ts';

const SECOND = 1000;
const [DIRECT, ROOM] = ['direct', 'room'];

/** Account 1 with devices; what is unread and how the push service answers is the test's to change. */
async function world(devices: readonly Partial<StoredPushSubscription>[] = [{}]) {
  const clock = handClock();
  const poked: string[] = [];
  const failures: unknown[] = [];
  const now = {
    unread: { [DIRECT]: 1, [ROOM]: 1 } as Record<string, number>,
    listening: new Set<number>(),
    answer: 'taken' as 'taken' | 'gone' | 'failed',
    sessions: true,
    reads: 0,
  };
  let subscriptions = devices.map((given, index) => ({
    device: index + 1,
    session: new Uint8Array([index + 1]),
    endpoint: `https://push.example/${index + 1}`,
    muted: [],
    rooms: [],
    ...given,
  }));
  const poking = createPoking({
    push: {
      put: async () => undefined,
      of: async (account) => (account === 1 ? subscriptions : []),
      accounts: async () => [1],
      async remove(device, endpoint) {
        subscriptions = subscriptions.filter((each) => each.device !== device || each.endpoint !== endpoint);
      },
    },
    service: {
      key: '',
      async poke(endpoint) {
        poked.push(endpoint.slice('https://push.example/'.length));
        return now.answer;
      },
    },
    conversations: {
      async forMember(conversation) {
        now.reads += 1;
        const kind = conversation === ROOM ? 'room' : 'direct';
        const log = conversation === ROOM ? 2 : 1;
        return { log, conversation, kind, unread: now.unread[conversation] ?? 0 } as OwnConversation;
      },
    },
    sessions: {
      byHash: async ([no = 0]: Uint8Array) =>
        now.sessions ? ({ device: { no, device: '' } } as unknown as undefined) : undefined,
    },
    listens: (_account, device) => now.listening.has(device),
    clock,
    failed: (error) => void failures.push(error),
  });
  await poking.start();
  const pass = async (milliseconds: number): Promise<void> => {
    for (let left = milliseconds; left > 0; left -= SECOND) {
      clock.advance(Math.min(SECOND, left));
      await new Promise(setImmediate);
    }
    expect(failures).toEqual([]);
  };
  const come = (conversation = DIRECT, more: Partial<Extract<WakeUp, { about: 'log' }>> = {}): void => {
    const log = conversation === ROOM ? 2 : 1;
    poking.heard({ about: 'log', log, conversation, seq: 1, counts: true, members: [1, 2], ...more });
  };
  return { poking, now, poked, pass, come, left: () => subscriptions.length };
}

test('[Y3] a device that does not listen is poked a second after something came that counts', async () => {
  const { poked, pass, come, now } = await world([{}, {}]);
  now.listening.add(2);
  come();
  expect(poked).toEqual([]);
  await pass(SECOND);
  expect(poked).toEqual(['1']);
});

test('[Y3] nothing goes out for what does not count, for what is read by then, nor for whom nobody pokes', async () => {
  const { poked, pass, come, now } = await world();
  come(DIRECT, { counts: false });
  come(DIRECT, { members: [2, 3] });
  await pass(3 * SECOND);
  expect(now.reads).toBe(0);
  come();
  now.unread[DIRECT] = 0;
  await pass(20 * SECOND);
  expect(poked).toEqual([]);
});

test('[Y4] what is muted is no reason, and a room only where the device asked', async () => {
  const { poked, pass, come } = await world([{ muted: [DIRECT] }, { rooms: [ROOM] }, {}]);
  come(DIRECT);
  await pass(SECOND);
  expect(poked).toEqual(['2', '3']);
  await pass(20 * SECOND);
  come(ROOM);
  await pass(SECOND);
  expect(poked).toEqual(['2', '3', '2']);
});

test('[Y5] many messages are one poke in ten seconds, and the last of them is not forgotten', async () => {
  const { poked, pass, come } = await world();
  for (let count = 0; count < 5; count += 1) {
    come();
    await pass(SECOND);
  }
  expect(poked).toEqual(['1']);
  await pass(8 * SECOND);
  expect(poked).toEqual(['1', '1']);
  await pass(60 * SECOND);
  expect(poked).toEqual(['1', '1']);
});

test('[Y5] what came in the pause and was read in it is no poke any more', async () => {
  const { poked, pass, come, now } = await world();
  come();
  await pass(SECOND);
  come();
  await pass(2 * SECOND);
  now.unread[DIRECT] = 0;
  await pass(60 * SECOND);
  expect(poked).toEqual(['1']);
});

test('[Y5] a service that does not take pokes is asked ever less often, and at once again when the device says where', async () => {
  const { poking, poked, pass, come, now } = await world();
  now.answer = 'failed';
  come();
  await pass(1000 * SECOND);
  expect(poked).toHaveLength(1);
  for (let count = 0; count < 600; count += 1) {
    come();
    await pass(SECOND);
  }
  // At once, and after 40, 80 and 160 seconds; 320 are not over yet.
  expect(poked).toHaveLength(5);
  now.answer = 'taken';
  poking.subscribed(1, 1);
  come();
  await pass(SECOND);
  expect(poked).toHaveLength(6);
});

test('[Y5] a new device does not wait for one whose service is down', async () => {
  const { poked, pass, come, now } = await world([{}, {}]);
  now.listening.add(2);
  now.answer = 'failed';
  come();
  await pass(100 * SECOND);
  now.answer = 'taken';
  now.listening.delete(2);
  const before = poked.length;
  come();
  await pass(SECOND);
  expect(poked.slice(before)).toContain('2');
});

test('[Y6] a place that is gone is forgotten, and nobody is poked whose session is none any more', async () => {
  const { poked, pass, come, now, left } = await world([{}, {}]);
  now.sessions = false;
  come();
  await pass(SECOND);
  expect(poked).toEqual([]);
  now.sessions = true;
  now.answer = 'gone';
  come();
  await pass(30 * SECOND);
  expect(poked.toSorted()).toEqual(['1', '2']);
  expect(left()).toBe(0);
});
