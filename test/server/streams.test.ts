import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  findRecord,
  followStream,
  getStream,
  listFollowers,
  listRecords,
  listStreams,
  readStream,
  setFollowers,
  unfollowStream,
} from '../../src/protocol/api/streams.ts';
import type { Route } from '../../src/protocol/route.ts';
import { routes } from '../../src/protocol/routes.ts';
import { limits } from '../../src/protocol/limits.ts';
import { identify, reporter, say } from '../support/machine.ts';
import { bootWithPeople } from '../support/machinePeople.ts';
import { listen, newMember, type Member } from '../support/member.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
let bram: Member;
let mallory: Member;
const report = reporter(() => server.origin);

beforeAll(async () => {
  ({ server, amara, bram, mallory } = await bootWithPeople());
});
afterAll(() => server.close());

const on = (machine: string) => ({ params: { machine } });
const follow = (machine: string, ...add: string[]) => amara.api.call(setFollowers, { ...on(machine), body: { add } });

test('[M01] [F1] a stream is there for its followers and admins; to others it is like one that is not', async () => {
  await report('dale', 'one', 'two');
  await follow('dale', 'bram');
  await report('dale', 'three');
  expect(await bram.api.call(getStream, on('dale'))).toMatchObject({ follows: true, head: 3, unread: 1, followers: 1 });
  const { streams } = await amara.api.call(listStreams);
  expect(streams).toMatchObject([{ machine: 'dale', follows: false, unread: 0, newest: { seq: 3, message: 'three' } }]);
  expect(await mallory.api.call(listStreams)).toEqual({ streams: [], next: null });

  const bodies: Record<string, object> = { readStream: { seq: 1 }, setFollowers: { everyone: true } };
  const onMachines = Object.entries<Route>(routes).filter(([, { path }]) => path.includes('/streams/:machine'));
  expect(onMachines.length).toBeGreaterThanOrEqual(8);
  for (const [name, { method, path, access }] of onMachines) {
    const query = name === 'findRecord' ? '?at=1' : name === 'countRecords' ? '?from=0&to=60000&spans=1' : '';
    const rest = path.replace(/:rule/, 'A'.repeat(22)) + query;
    const body = bodies[name] ?? (name === 'addRule' ? { condition: { when: 'contains', text: 'x' } } : undefined);
    const ask = (machine: string) =>
      mallory.http.raw(method, rest.replace(':machine', machine), body === undefined ? {} : { body });
    const [theirs, nobodys] = [await ask('dale'), await ask('gale')];
    expect([theirs.status, theirs.text]).toEqual([access === 'admin' ? 403 : 404, nobodys.text]);
    expect(nobodys.status).toBe(theirs.status);
  }
});

test('[F2] only admins say who follows, and only people who are there', async () => {
  const refused = async (by: Member, body: object) =>
    by.api.call(setFollowers, { ...on('dale'), body }).then(
      () => 'done',
      ({ code, field }: { code: string; field?: string }) => `${code} ${field ?? ''}`.trim(),
    );
  expect(await refused(bram, { add: ['mallory'] })).toBe('forbidden');
  expect(await refused(amara, { add: ['nobody-here'] })).toBe('invalid nobody-here');
  expect(await refused(mallory, { add: ['mallory'] })).toBe('forbidden');
  await amara.api.call(setFollowers, { ...on('dale'), body: { add: ['mallory'], remove: ['bram'] } });
  const { followers } = await amara.api.call(listFollowers, on('dale'));
  expect(followers.map(({ username }) => username)).toEqual(['mallory']);
  await expect(bram.api.call(getStream, on('dale'))).rejects.toMatchObject({ code: 'not_found' });
  await amara.api.call(setFollowers, { ...on('dale'), body: { add: ['bram'], remove: ['mallory'] } });
});

test('[F3] a stream that is open to everyone is followed by all who have not stopped', async () => {
  await report('open', 'one');
  await amara.api.call(setFollowers, { ...on('open'), body: { everyone: true } });
  await report('open', 'two');
  expect(await mallory.api.call(getStream, on('open'))).toMatchObject({ follows: true, unread: 1, everyone: true });
  await mallory.api.call(unfollowStream, on('open'));
  expect(await mallory.api.call(getStream, on('open'))).toMatchObject({ follows: false, unread: 0, everyone: true });
  await report('open', 'three');
  expect(await mallory.api.call(followStream, on('open'))).toMatchObject({ follows: true, unread: 0, head: 3 });
  const late = await newMember(server.origin, 'late');
  expect(await late.api.call(getStream, on('open'))).toMatchObject({ follows: true, unread: 0, read: 3 });
  await report('open', 'four');
  expect(await late.api.call(getStream, on('open'))).toMatchObject({ unread: 1 });
  await amara.api.call(setFollowers, { ...on('open'), body: { everyone: false } });
  for (const one of [mallory, late]) {
    await expect(one.api.call(getStream, on('open'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(one.api.call(followStream, on('open'))).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('[F4] unread is what came after the cursor, which belongs to the account, never goes back, and is kept', async () => {
  await report('kept', 'one');
  await follow('kept', 'bram');
  await report('kept', 'two', 'three', 'four');
  const read = (seq: number) => bram.api.call(readStream, { ...on('kept'), body: { seq } });
  await read(3);
  await read(2);
  expect(await bram.api.call(getStream, on('kept'))).toMatchObject({ read: 3, unread: 1 });
  await read(1000);
  expect(await bram.api.call(getStream, on('kept'))).toMatchObject({ read: 4, unread: 0 });
  await report('kept', 'five');
  await server.restart();
  expect(await bram.api.call(getStream, on('kept'))).toMatchObject({ read: 4, unread: 1, head: 5 });
  await amara.api.call(readStream, { ...on('kept'), body: { seq: 5 } });
  expect(await amara.api.call(getStream, on('kept'))).toMatchObject({ follows: false, unread: 0 });
});

test('[F5] records come in pages from either end, and by their time', async () => {
  const first = Date.UTC(2026, 0, 1);
  const records = Array.from({ length: 7 }, (_, at) => ({
    message: `m${at + 1}`,
    at: first + at * 1000,
    level: 'info',
  }));
  await report('paged', ...records);
  await follow('paged', 'bram');
  const page = async (query: object) => {
    const answer = await bram.api.call(listRecords, { ...on('paged'), query });
    expect([answer.first, answer.head]).toEqual([1, 7]);
    return answer.records.map(({ seq }) => seq);
  };
  expect(await page({})).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await page({ after: 2, limit: 3 })).toEqual([3, 4, 5]);
  expect(await page({ before: 7, limit: 2 })).toEqual([5, 6]);
  await expect(page({ before: 3, after: 1 })).rejects.toMatchObject({ code: 'invalid' });
  await expect(page({ limit: limits.recordsPage + 1 })).rejects.toMatchObject({ code: 'invalid' });
  const { records: all } = await bram.api.call(listRecords, { ...on('paged'), query: { limit: 1 } });
  expect(all).toEqual([
    { seq: 1, at: first, endpoint: expect.any(String), message: 'm1', level: 'info', sealed: false },
  ]);
  expect(await bram.api.call(findRecord, { ...on('paged'), query: { at: first + 1500 } })).toEqual({ seq: 3 });
  expect(await bram.api.call(findRecord, { ...on('paged'), query: { at: Date.now() + 1e9 } })).toEqual({ seq: 8 });
});

test('[F5] a page of long records ends early, and the one after it goes on', async () => {
  const long = 'x'.repeat(limits.recordText);
  for (let at = 0; at < 6; at++) await report('long', ...Array.from({ length: 25 }, () => long));
  await follow('long', 'bram');
  const { records, head } = await bram.api.call(listRecords, on('long'));
  expect(head).toBe(150);
  expect(records.length).toBeLessThan(150);
  const after = records.at(-1)?.seq ?? 0;
  const next = await bram.api.call(listRecords, { ...on('long'), query: { after } });
  expect(next.records[0]?.seq).toBe(after + 1);
  const last = await bram.api.call(listRecords, { ...on('long'), query: { before: 151 } });
  expect(last.records.at(-1)?.seq).toBe(150);
  expect((await bram.api.call(getStream, on('long'))).newest?.message).toBe('x'.repeat(limits.newestText));
});

test('[F6] a machine that never sent anything is there for admins, and one that is disabled stays readable', async () => {
  await say(server.origin, identify('silent'));
  expect(await amara.api.call(getStream, on('silent'))).toMatchObject({ first: 1, head: 0, newest: null });
  await report('gone', 'last words');
  await follow('gone', 'bram');
  await server.admin({ act: 'machine', asked: { act: 'disable', name: 'gone' } });
  expect(await bram.api.call(getStream, on('gone'))).toMatchObject({ disabled: true, head: 1 });
  expect((await bram.api.call(listRecords, on('gone'))).records).toHaveLength(1);
});

test('[F7] followers hear how far a stream and their cursor are, on every device; nobody else hears anything', async () => {
  await report('heard', 'one');
  await follow('heard', 'bram');
  const [here, there, stranger, admin] = [
    await listen(bram),
    await listen(bram),
    await listen(mallory),
    await listen(amara),
  ];
  await report('heard', 'two');
  await Promise.all([here, there].map((one) => one.the('stream', ({ head, read }) => head === 2 && read === 1)));
  await bram.api.call(readStream, { ...on('heard'), body: { seq: 2 } });
  await Promise.all([here, there].map((one) => one.the('stream', ({ head, read }) => head === 2 && read === 2)));
  await follow('heard', 'amara');
  await admin.the('streams');
  await report('heard', 'three');
  await admin.the('stream', ({ machine, head }) => machine === 'heard' && head === 3);
  await amara.api.call(setFollowers, { ...on('heard'), body: { remove: ['bram'] } });
  await here.the('streams');
  await report('heard', 'four');
  await admin.the('stream', ({ head }) => head === 4);
  const frames = (talk: typeof here) => talk.heard.filter(({ ev }) => ev === 'stream' || ev === 'streams');
  expect(frames(here).some((frame) => frame.ev === 'stream' && frame.head > 3)).toBe(false);
  expect(frames(stranger)).toEqual([]);
  const lists = frames(admin).filter(({ ev }) => ev === 'streams').length;
  await report('brand-new', 'hello');
  await admin.until(() => frames(admin).filter(({ ev }) => ev === 'streams').length > lists);
  expect(frames(stranger)).toEqual([]);
  for (const each of [here, there, stranger, admin]) await each.close();
});

test('[F7] who was away finds out by asking, and hears what comes after', async () => {
  await report('away', 'one');
  await follow('away', 'bram');
  const talk = await listen(bram);
  await report('away', 'two');
  expect(await talk.the('stream', ({ machine }) => machine === 'away')).toEqual({
    ev: 'stream',
    machine: 'away',
    head: 2,
    read: 1,
  });
  await talk.close();
});

test('[F8] whoever is at the machine says who follows with the command', async () => {
  await report('by-command', 'one');
  const ask = (asked: object) => server.admin({ act: 'machine', asked: { name: 'by-command', ...asked } });
  expect(await ask({ act: 'follow', add: ['bram', 'amara'] })).toMatchObject({
    everyone: false,
    followers: [{ username: 'amara' }, { username: 'bram' }],
  });
  expect(await ask({ act: 'follow', remove: ['amara'] })).toMatchObject({ followers: [{ username: 'bram' }] });
  expect(await ask({ act: 'follow', everyone: true })).toMatchObject({ everyone: true });
  expect(await bram.api.call(getStream, on('by-command'))).toMatchObject({ follows: true });
  await expect(ask({ act: 'follow', add: ['nobody-here'] })).rejects.toThrow('there is no user nobody-here');
  await expect(ask({ act: 'followers', name: 'nothing' })).rejects.toThrow('there is no machine nothing');
});
