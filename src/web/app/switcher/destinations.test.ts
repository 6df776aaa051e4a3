import { expect, test } from 'vitest';
import type { ClientState } from '../../../client/api.ts';
import { destinations, matching } from './destinations.ts';

const person = (username: string, displayName = username) => ({ account: username, username, displayName });
const row = (conversation: string, of: object) => ({ conversation, kind: 'direct', machine: null, unread: 0, ...of });

const state = {
  self: { role: 'user' },
  inbox: [
    row('a', { with: person('bram', 'Bram Keßler'), unread: 2 }),
    row('b', { with: person('zoe', 'Zoë Ø') }),
    row('c', { with: person('db'), machine: 'db', kind: 'alerts' }),
    row('d', { with: person('comments'), kind: 'comments' }),
  ],
  rooms: [{ room: 'garden', unread: 1 }],
  streams: [{ machine: 'db', unread: 0 }],
} as unknown as ClientState;

const all = destinations(state);
const pathsFor = (typed: string) => matching(all, typed).map(({ path }) => path);

test.each([
  ['bram', ['/c/a']],
  ['@bram', ['/c/a']],
  ['KESS br', ['/c/a']],
  ['zoe o', ['/c/b']],
  ['db', ['/c/c', '/streams/db']],
  ['ram', ['/u/ram']],
  ['gar', ['/rooms/garden', '/u/gar']],
  ['Not a name at all', []],
  ['__proto__', []],
])('[000.4] %j leads to %j', (typed, paths) => {
  expect(pathsFor(typed)).toEqual(paths);
});

test('[000.4] with nothing typed there is everything, what was newest first; what admins do only for them', () => {
  expect(pathsFor('').slice(0, 2)).toEqual(['/c/a', '/c/b']);
  expect(pathsFor('')).not.toContain('/admin');
  const admin = destinations({ ...state, self: { role: 'admin' } } as unknown as ClientState);
  expect(matching(admin, 'audit').map(({ path }) => path)).toContain('/admin/audit');
});
