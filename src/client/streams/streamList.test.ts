import { expect, test } from 'vitest';
import type { Stream } from '../../protocol/api/streams.ts';
import { Server } from '../server.ts';
import { StreamList } from './streamList.ts';

const pump: Stream = {
  machine: 'pump',
  follows: true,
  everyone: false,
  followers: 1,
  first: 1,
  head: 0,
  read: 0,
  unread: 0,
  newest: null,
  alerts: null,
  disabled: false,
};

/** A server whose answers are given by hand, one a request. */
function answered() {
  const waiting: ((streams: Stream[]) => void)[] = [];
  const request = () =>
    new Promise<{ status: number; body: unknown }>((resolve) => {
      waiting.push((streams) => resolve({ status: 200, body: { streams, next: null } }));
    });
  const list = new StreamList({
    server: new Server({ request }),
    clock: { now: () => 0, after: () => () => undefined },
    changed: () => undefined,
  });
  return { list, waiting };
}

test('[F7] what a machine sent while the list was on its way holds against a list that is older', async () => {
  const { list, waiting } = answered();
  const first = list.fetch();
  list.received({ ev: 'stream', machine: 'pump', head: 3, read: 1 });
  list.received({ ev: 'stream', machine: 'pump', head: 5, read: 1 });
  waiting[0]?.([pump]);
  await expect.poll(() => list.get('pump')).toMatchObject({ head: 5, read: 1, unread: 4 });
  // Its newest record is asked for.
  await expect.poll(() => waiting.length).toBe(2);
  list.received({ ev: 'stream', machine: 'pump', head: 6, read: 1 });
  waiting[1]?.([{ ...pump, head: 5, read: 1, unread: 4 }]);
  await first;
  expect(list.get('pump')).toMatchObject({ head: 6, unread: 5 });
});
