import { expect, test } from 'vitest';
import type { ClientState } from '../../../client/api.ts';
import { neighbour } from './neighbour.ts';

const state = {
  inbox: [
    { conversation: 'a', unread: 0 },
    { conversation: 'b', unread: 2 },
    { conversation: 'c', unread: 0 },
  ],
  rooms: [
    { room: 'garden', unread: 0 },
    { room: 'lobby', unread: 1 },
  ],
  streams: [{ machine: 'dale', unread: 0 }],
} as unknown as ClientState;

test.each([
  ['/c/a', 1, false, '/c/b'],
  ['/c/a/m/key', 1, false, '/c/b'],
  ['/c/c', 1, false, null],
  ['/c/c', -1, true, '/c/b'],
  ['/c/b', 1, true, null],
  ['/', 1, false, '/c/a'],
  ['/', -1, false, '/c/c'],
  ['/settings', 1, true, '/c/b'],
  ['/rooms', 1, false, '/rooms/garden'],
  ['/rooms/garden', 1, true, '/rooms/lobby'],
  ['/streams/dale/7', -1, false, null],
] as const)('[000.4] from %s by %i (unread only: %s) to %s', (location, step, unread, to) => {
  expect(neighbour(state, location, step, unread)).toBe(to);
});
