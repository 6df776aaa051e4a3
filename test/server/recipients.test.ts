import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recipients } from '../../src/protocol/recipients.ts';
import { bearer, post } from '../support/machine.ts';
import { newPerson, type Person } from '../support/people.ts';
import { raw } from '../support/raw.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
let amara: Person;
let bram: Person;
let token: string;
beforeAll(async () => {
  server = await bootServer();
  amara = await newPerson(server.origin, 'amara');
  bram = await newPerson(server.origin, 'bram');
  token = await tokenFor('dale');
  await act({ act: 'follow', name: 'dale', add: ['amara'] });
});
afterAll(async () => {
  for (const person of [amara, bram]) person.close();
  await server.close();
});

const act = (asked: object) => server.admin({ act: 'machine', asked });
const tokenFor = async (name: string) =>
  ((await act({ act: 'token', name, label: 'test' })) as { token: string }).token;
const get = (path: string, by: string | null = token) =>
  raw(server.origin, 'GET', path, { headers: by === null ? {} : bearer(by) });
const idOf = (person: Person) => person.state().self?.account ?? '';
const chainOf = (person: Person) => `/ingest/dale/followers/${idOf(person)}/chain`;
const store = (...lines: object[]) =>
  post(server.origin, '/ingest/records', lines.map((line) => JSON.stringify(line)).join('\n'), {
    headers: bearer(token),
  });

test('[I13] a machine learns who follows it, with what their keys can be checked by', async () => {
  const { status, json } = await get('/ingest/dale/followers');
  const { followers, ...rest } = json as Recipients;
  expect([status, rest]).toEqual([200, { instance: expect.any(String), keyless: [], more: false }]);
  expect(followers).toMatchObject([{ account: idOf(amara), username: 'amara', chainHead: { number: 1 } }]);
  const chain = await get(chainOf(amara));
  expect([chain.status, chain.json]).toMatchObject([
    200,
    { person: { username: 'amara' }, entries: [expect.any(String)] },
  ]);
  expect(await get(`${chainOf(amara)}?after=1`)).toMatchObject({ json: { entries: [] } });
});

test('[I13] and of nobody else anything', async () => {
  expect(await get(chainOf(bram))).toMatchObject({ status: 404, json: { code: 'not_found' } });
  expect(await get(`/ingest/dale/followers/${'A'.repeat(43)}/chain`)).toMatchObject({ status: 404 });
  expect(await get('/ingest/dale/followers/nobody/chain')).toMatchObject({ status: 400, json: { field: 'account' } });
  await act({ act: 'follow', name: 'dale', add: ['bram'] });
  expect((await get(chainOf(bram))).status).toBe(200);
  await act({ act: 'follow', name: 'dale', remove: ['bram'] });
  expect((await get(chainOf(bram))).status).toBe(404);
});

test('[I13] without the token of that machine it learns nothing', async () => {
  const other = await tokenFor('chip');
  const revoked = await tokenFor('cellar');
  await act({ act: 'revoke', name: 'cellar', token: null });
  for (const path of ['/ingest/dale/followers', chainOf(amara)]) {
    expect(await get(path, null)).toMatchObject({ status: 401, json: { code: 'invalid_token' } });
    expect(await get(path, `${token}x`)).toMatchObject({ status: 401 });
    expect(await get(path, other)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  }
  expect(await get('/ingest/cellar/followers', revoked)).toMatchObject({ status: 401 });
  expect(await get('/ingest/nobody/followers')).toMatchObject({ status: 403 });
});

test('[I8] a sealed line has an id of its own and base64url; its newest text is not shown', async () => {
  const sealed = { message: 'AAAA', sealed: true, id: 'one' };
  for (const [line, field] of [
    [{ ...sealed, id: undefined }, 'line 1: id'],
    [{ ...sealed, message: 'in clear' }, 'line 1: message'],
    [{ ...sealed, message: '' }, 'line 1: message'],
    [{ ...sealed, sealed: 'yes' }, 'line 1: sealed'],
  ] as const)
    expect(await store(line)).toMatchObject({ status: 400, json: { code: 'invalid', field } });
  expect(await store({ ...sealed, message: 'A'.repeat(131_073) })).toMatchObject({ status: 413 });
  expect(await store({ ...sealed, message: 'A'.repeat(131_072) }, { message: 'x', sealed: false })).toMatchObject({
    status: 200,
  });
  expect((await store({ ...sealed, id: 'two' })).status).toBe(200);
  const page = await amara.client.records('dale');
  expect(page).toMatchObject({
    records: [
      { sealed: true, id: 'one' },
      { sealed: false, message: 'x' },
      { sealed: true, id: 'two', message: 'AAAA' },
    ],
  });
  expect(await amara.client.streams()).toMatchObject({
    streams: [{ newest: { sealed: true, id: 'two', message: '' } }],
  });
});
