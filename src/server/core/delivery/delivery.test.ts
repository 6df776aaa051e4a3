import { afterEach, expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import type { ServerFrame } from '../../../protocol/socket.ts';
import type { StoredEntry, WakeUp } from '../ports.ts';
import type { DeviceSession } from '../sessions.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { createFresh } from './fresh.ts';
import { createOnline } from '../online.ts';
import type { Line } from './reader.ts';

// One log with entries that are only numbers, lines that remember what was written to them, and a clock moved by hand.

const LOG = 7;
const CONVERSATION = 'c'.repeat(43);
const account = {
  no: 1,
  account: 'a'.repeat(43),
  username: 'amara',
  displayName: '',
  role: 'member',
  state: 'active',
  createdAt: 0,
  readReceipts: true,
  presence: true,
} as const;
const session: DeviceSession = {
  tokenHash: new Uint8Array(32),
  account,
  accountId: account.account,
  device: { no: 1, device: 'd'.repeat(43) },
  byKeyAlone: false,
  seenAt: 0,
};

const clock = handClock();
let open: Delivery | undefined;
afterEach(() => open?.close());

function world(given: { size?: number } = {}) {
  const entries: StoredEntry[] = [];
  const fresh = createFresh();
  const failures: unknown[] = [];
  let reads = 0;
  const append = (): WakeUp => {
    const seq = entries.length + 1;
    const bytes = new Uint8Array(32);
    entries.push({
      seq,
      kind: 'message',
      at: 0,
      account: account.account,
      accountNo: 1,
      device: null,
      counts: true,
      payload: new Uint8Array(given.size ?? 1),
      hash: bytes,
      chain: bytes,
    });
    return { about: 'log', log: LOG, conversation: CONVERSATION, seq, counts: true, members: [1] };
  };
  const own = () => ({
    log: LOG,
    conversation: CONVERSATION,
    kind: 'direct',
    room: null,
    sealed: true,
    createdAt: 0,
    members: [],
    cleared: 0,
    hidden: [],
    unread: 0,
    head: { seq: entries.length, chain: new Uint8Array(32), at: 0, epoch: 0, epochHash: null, epochPassed: false },
  });
  const delivery = createDelivery({
    accounts: { count: async () => 1 },
    online: createOnline(),
    keys: { devices: async () => [] },
    conversations: {
      forMember: async () => own(),
      deviceCursors: async () => new Map(),
      pageForMember: async () => undefined,
      countOf: async () => 1,
      logsOf: async () => [{ log: LOG, conversation: CONVERSATION, kind: 'direct', seq: entries.length, cleared: 0 }],
    },
    followers: { followedBy: async () => [] },
    log: {
      async entries(_log: number, page: { after: number; limit: number }) {
        reads += 1;
        return entries.slice(page.after, page.after + page.limit);
      },
    },
    fresh,
    sessions: { byHash: async () => session, touch: async () => false },
    clock,
    encode: (frame: ServerFrame) => new TextEncoder().encode(JSON.stringify(frame)),
    soon: (callback: () => void) => void setImmediate(callback),
    failed: (error: unknown) => void failures.push(error),
  } as unknown as Parameters<typeof createDelivery>[0]);
  open = delivery;
  /** As it is when this process has committed it. */
  const commit = (): WakeUp => {
    const wakeUp = append();
    const entry = entries.at(-1);
    if (entry) fresh.keep(LOG, entry);
    return wakeUp;
  };
  return { delivery, append, commit, fresh, failures, reads: () => reads };
}

function newLine(taking = true) {
  const writes: ServerFrame[][] = [];
  const ended: string[] = [];
  let unsent = 0;
  let release = (): void => undefined;
  const line: Line = {
    write(frames) {
      writes.push(frames.map((frame) => JSON.parse(new TextDecoder().decode(frame)) as ServerFrame));
      if (!taking) unsent += frames.reduce((sum, { length }) => sum + length, 0);
    },
    unsent: () => unsent,
    drained: () => new Promise((resolve) => (release = resolve)),
    end: (code) => void ended.push(code),
  };
  const seqs = () => writes.flat().flatMap((frame) => (frame.ev === 'entry' ? [frame.seq] : []));
  return { line, writes, ended, seqs, unsent: () => unsent, take: () => ((unsent = 0), release()) };
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

test('what was missed, then what comes, each entry once and in order', async () => {
  const { delivery, append, failures } = world();
  for (let count = 0; count < 120; count++) append();
  const listener = newLine();
  delivery.attach(session, listener.line, new Map([[CONVERSATION, 20]]));
  for (let count = 0; count < 30; count++) delivery.heard(append());
  await expect.poll(() => listener.seqs().at(-1)).toBe(150);
  expect(listener.seqs()).toEqual(upTo(150).slice(20));
  expect(listener.writes.flat().map(({ ev }) => ev)).toContain('live');
  expect(failures).toEqual([]);
});

test('entries that wake together are read once for everybody and written once to each', async () => {
  const { delivery, append, reads } = world();
  const listeners = Array.from({ length: 50 }, () => newLine());
  for (const { line } of listeners) delivery.attach(session, line, new Map());
  await expect.poll(() => listeners.every(({ writes }) => writes.flat().some(({ ev }) => ev === 'live'))).toBe(true);
  await expect
    .poll(() => listeners.every(({ writes }) => writes.flat().some(({ ev }) => ev === 'presence')))
    .toBe(true);
  const before = listeners.map(({ writes }) => writes.length);
  const readBefore = reads();
  for (let count = 0; count < 8; count++) delivery.heard(append());
  await expect.poll(() => listeners.every(({ seqs }) => seqs().length === 8)).toBe(true);
  expect(reads() - readBefore).toBe(1);
  expect(listeners.map(({ writes }, at) => writes.length - before[at]!)).toEqual(before.map(() => 1));
});

test('what was just committed here goes out without a read; what was emptied, or does not follow, is read', async () => {
  const { delivery, append, commit, fresh, reads } = world();
  const listener = newLine();
  delivery.attach(session, listener.line, new Map());
  await expect.poll(() => listener.writes.flat().some(({ ev }) => ev === 'live')).toBe(true);
  const before = reads();
  for (let count = 0; count < 8; count++) delivery.heard(commit());
  await expect.poll(() => listener.seqs()).toEqual(upTo(8));
  expect(reads()).toBe(before);

  delivery.heard(commit());
  fresh.drop(LOG);
  await expect.poll(() => listener.seqs()).toEqual(upTo(9));
  expect(reads()).toBe(before + 1);

  delivery.heard(commit());
  delivery.heard(append());
  delivery.heard(commit());
  await expect.poll(() => listener.seqs()).toEqual(upTo(12));
  expect(reads()).toBe(before + 2);
});

test('what was just committed is kept for a tick, whether or not anybody listens', async () => {
  const { delivery, commit, fresh } = world();
  delivery.heard(commit());
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(fresh.take().size).toBe(0);
});

test('a wake-up that is lost costs a moment, not the entry', async () => {
  const { delivery, append } = world();
  const listener = newLine();
  delivery.attach(session, listener.line, new Map());
  await expect.poll(() => listener.writes.flat().some(({ ev }) => ev === 'live')).toBe(true);
  append();
  append();
  for (let second = 0; second <= 60; second++) {
    clock.advance(1000);
    await new Promise(setImmediate);
  }
  await expect.poll(() => listener.seqs()).toEqual([1, 2]);
});

test('[001.15] a line that takes nothing holds a bounded amount, and goes on when it takes again', async () => {
  const { delivery, append } = world({ size: 30_000 });
  const listener = newLine(false);
  delivery.attach(session, listener.line, new Map());
  for (let count = 0; count < 200; count++) {
    delivery.heard(append());
    await new Promise(setImmediate);
  }
  expect(listener.unsent()).toBeLessThan(1024 * 1024);
  expect(listener.ended).toEqual([]);
  await expect.poll(() => (listener.take(), listener.seqs().length), { interval: 1 }).toBe(200);
  expect(listener.seqs()).toEqual(upTo(200));
});

test('[001.15] more than a mebibyte that nobody takes ends the line', async () => {
  const { delivery } = world();
  const listener = newLine(false);
  const reader = delivery.attach(session, listener.line, new Map());
  for (let count = 0; count < 40_000 && listener.ended.length === 0; count++) {
    delivery.send(reader, { ev: 'chain', account: account.account, number: count });
    if (count % 100 === 0) await new Promise(setImmediate);
  }
  expect(listener.ended).toEqual(['too_many_requests']);
  expect(listener.unsent()).toBeLessThan(2 * 1024 * 1024);
});
