import { expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import type { StoredAccount, StoredEntry } from '../../core/ports.ts';
import { createFeed, type Listener } from './feed.ts';

test('[T6] two who look at the same moment for what they missed both get it', async () => {
  const entry = { seq: 1 } as StoredEntry;
  const feed = createFeed({
    log: { entries: async (_log, page) => ('after' in page && (page.after ?? 0) < 1 ? [entry] : []) },
    conversations: { logsOf: async () => [{ log: 7, conversation: 'lobby', kind: 'room', cleared: 0, seq: 1 }] },
    renderer: { lobby: 'lobby', kindOf: async () => 'clear', lineFor: async () => 'a line' },
    clock: handClock(0),
    shown: () => undefined,
    failed: (error) => {
      throw error;
    },
  });
  const heard: number[] = [];
  const listeners = [1, 2, 3].map((no): Listener => ({
    account: { no } as StoredAccount,
    places: new Map(),
    live: true,
    full: false,
    hear: () => void heard.push(no),
    room: () => null,
  }));
  for (const listener of listeners) feed.add(listener);
  await Promise.all(listeners.map((listener) => feed.lookAfter(listener)));
  await feed.settled();
  expect(heard).toEqual([1, 2, 3]);
});
