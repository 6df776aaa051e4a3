import { afterAll, beforeAll, expect, test } from 'vitest';
import { getOverview, listAudit } from '../../src/protocol/api/admin.ts';
import {
  actOnPerson,
  createInvitation,
  listLinks,
  listPeople,
  listPersonDevices,
  logoutPerson,
  revokeLink,
} from '../../src/protocol/api/adminPeople.ts';
import { getSelf } from '../../src/protocol/api/account.ts';
import { routes } from '../../src/protocol/routes.ts';
import type { Route } from '../../src/protocol/route.ts';
import { newMember, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

// What admins do with people, by the API.

let server: TestServer;
let amara: Member;
let erik: Member;

beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara', { setup: tokenOf(server.setupLink ?? ''), openRegistration: true });
  erik = await newMember(server.origin, 'erik');
});
afterAll(() => server.close());

const tokenOf = (link: string): string => link.split('#')[1] ?? '';

test('[Z1] everything under /admin is forbidden to everybody else', async () => {
  const under = Object.values<Route>(routes).filter(({ path }) => path.startsWith('/api/v1/admin/'));
  expect(under.length).toBeGreaterThan(14);
  for (const { method, path } of under) {
    const to = path.replace(':username', 'amara');
    const { status, body } = await erik.http.request(method, to, method === 'GET' ? undefined : bodyFor(path));
    expect([path, status, body]).toMatchObject([path, 403, { code: 'forbidden' }]);
  }
});

function bodyFor(path: string): object {
  if (path.endsWith('/people/act')) return { username: 'amara', act: 'demote' };
  if (path.includes('/people/')) return { username: 'amara' };
  if (path.endsWith('/machines/act')) return { machine: 'dale', act: 'disable' };
  if (path.includes('/machines/')) return { machine: 'dale' };
  if (path.endsWith('/links/revoke')) return { id: '0123456789' };
  if (path.includes('/rooms/')) return { room: 'garden' };
  return {};
}

test('[Z2] people are found by name and state, a page at a time', async () => {
  const all = await amara.api.call(listPeople, { query: {} });
  expect(all.people.map(({ username, role, state }) => [username, role, state])).toEqual([
    ['amara', 'admin', 'active'],
    ['erik', 'member', 'active'],
  ]);
  expect(all.people[1]).toMatchObject({ devices: 1, hasKeys: true, online: false, seenAt: expect.any(Number) });
  expect(all.counts).toEqual({ active: 2, pending: 0, disabled: 0, online: 0 });
  const find = async (query: object) =>
    (await amara.api.call(listPeople, { query })).people.map(({ username }) => username);
  expect(await find({ find: 'RIK' })).toEqual(['erik']);
  expect(await find({ after: 'amara' })).toEqual(['erik']);
  expect(await find({ state: 'disabled' })).toEqual([]);
});

test('[Z3] [Z4] somebody is disabled, enabled, promoted and logged out; the last admin stays', async () => {
  const robin = await newMember(server.origin, 'robin');
  const act = (username: string, what: 'disable' | 'enable' | 'promote' | 'demote') =>
    amara.api.call(actOnPerson, { body: { username, act: what } });
  expect(await act('robin', 'disable')).toMatchObject({ username: 'robin', state: 'disabled' });
  await expect(robin.api.call(getSelf)).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(await act('robin', 'enable')).toMatchObject({ state: 'active' });
  expect(await act('robin', 'promote')).toMatchObject({ role: 'admin' });
  expect(await act('robin', 'demote')).toMatchObject({ role: 'member' });
  await expect(act('amara', 'demote')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(act('amara', 'disable')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(act('nobody', 'enable')).rejects.toMatchObject({ code: 'not_found' });

  const { devices } = await amara.api.call(listPersonDevices, { params: { username: 'erik' } });
  expect(devices).toMatchObject([{ label: 'By hand', state: 'live' }]);
  await amara.api.call(logoutPerson, { body: { username: 'erik' } });
  await expect(erik.api.call(getSelf)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('[A6] an invitation is made, listed and revoked', async () => {
  const { link } = await amara.api.call(createInvitation, { body: {} });
  expect(link).toMatch(new RegExp(`^${server.origin}/join#[\\w-]{43}$`));
  const { links } = await amara.api.call(listLinks);
  expect(links).toMatchObject([{ kind: 'invitation', username: null }]);
  await amara.api.call(revokeLink, { body: { id: links[0]?.id ?? '' } });
  expect((await amara.api.call(listLinks)).links).toEqual([]);
  await expect(newMember(server.origin, 'late', { invitation: tokenOf(link) })).rejects.toMatchObject({
    code: 'link_spent',
  });
});

test('[Z1] [Z5] the overview counts, and the audit log says who did what from where', async () => {
  const overview = await amara.api.call(getOverview);
  expect(overview).toMatchObject({ people: { total: 3, online: 0, pending: 0 }, rooms: 1, health: { store: true } });
  expect(overview.storage.database).toBeGreaterThan(0);
  expect(overview.storage.free).toBeGreaterThan(0);
  const { entries, broken } = await amara.api.call(listAudit, { query: {} });
  expect(entries[0]).toMatchObject({ who: 'amara', what: 'link revoked', from: '127.0.0.1' });
  expect(entries.map(({ number }) => number)).toEqual(entries.map((_, at) => entries.length - at));
  expect(broken).toBeNull();
});
