import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { StreamRecord } from '../../src/protocol/api/streams.ts';
import type { Recipients } from '../../src/protocol/recipients.ts';
import { type Between, standBetween } from '../mallory/support/between.ts';
import { adminLink } from '../support/admin.ts';
import { type TestDevice, openDevice } from '../support/device.ts';
import { PASSWORD, type Person, anotherDevice, newPerson, online } from '../support/people.ts';
import { type Sender, newSender, streamOf } from '../support/sender.ts';
import { type TestServer, bootServer } from '../support/server.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let evil: Between;
let sender: Sender;
let amara: Person;
let bram: Person;
beforeAll(async () => {
  server = await bootServer();
  evil = await standBetween(server.origin);
  sender = newSender(() => evil.origin);
  amara = await newPerson(server.origin, 'amara');
  bram = await newPerson(server.origin, 'bram');
});
afterAll(async () => {
  for (const device of [amara, bram]) device.close();
  sender.remove();
  await evil.close();
  await server.close();
});

const act = (asked: object) => server.admin({ act: 'machine', asked });

async function followed(machine: string, ...add: string[]): Promise<void> {
  const { token } = (await act({ act: 'token', name: machine, label: 'test' })) as { token: string };
  expect((await sender.pipe(token, '--as', machine, '--enrol')).status).toBe(0);
  await act({ act: 'follow', name: machine, add });
}

const seal = (machine: string, text: string, ...more: string[]) =>
  sender.pipe('', '--as', machine, '--sealed', ...more, text);

async function recordsOf({ client }: TestDevice, machine: string): Promise<StreamRecord[]> {
  const page = await client.records(machine);
  if (!page.ok) throw new Error(page.code);
  return page.records;
}

async function opened({ client }: TestDevice, machine: string, record: StreamRecord | undefined): Promise<string> {
  if (!record) throw new Error('no record');
  const outcome = await client.openRecord(machine, record);
  return outcome.ok ? outcome.text : outcome.code;
}

test('[I11] what is sealed is read by everyone who follows, and by nobody else; the next message is too', async () => {
  await followed('dale', 'amara');
  const first = await seal('dale', 'water in the boiler room', '--level', 'error');
  expect([first.status, first.errors]).toEqual([0, expect.stringContaining('amara can read this from now on')]);
  expect(streamOf(server.data, 'dale')).toMatchObject([{ sealed: true, level: 'error' }]);
  await act({ act: 'follow', name: 'dale', add: ['bram'] });
  const second = await seal('dale', 'it rises');
  expect([second.status, second.errors]).toEqual([0, expect.not.stringContaining('amara')]);
  const records = await recordsOf(amara, 'dale');
  const read = (who: TestDevice) => Promise.all(records.map((record) => opened(who, 'dale', record)));
  expect(await read(amara)).toEqual(['water in the boiler room', 'it rises']);
  expect(await read(bram)).toEqual(['not_sealed_to_you', 'it rises']);
});

test('[I11] who does not follow any more cannot open what comes after', async () => {
  await followed('gone', 'amara', 'bram');
  expect((await seal('gone', 'before')).status).toBe(0);
  await act({ act: 'follow', name: 'gone', remove: ['bram'] });
  expect((await seal('gone', 'after')).status).toBe(0);
  const [before, after] = await recordsOf(amara, 'gone');
  expect([await opened(bram, 'gone', before), await opened(bram, 'gone', after)]).toEqual([
    'before',
    'not_sealed_to_you',
  ]);
});

test('[I11] moved to another machine, under another id or level, or altered, it does not open', async () => {
  await followed('moved', 'amara');
  expect((await seal('moved', 'where it belongs')).status).toBe(0);
  const [record] = await recordsOf(amara, 'moved');
  if (!record) throw new Error('no record');
  expect(await opened(amara, 'moved', record)).toBe('where it belongs');
  expect(await opened(amara, 'dale', record)).toBe('does_not_open');
  for (const change of [
    { id: 'another' },
    { level: 'error' },
    { message: `${record.message.slice(0, -8)}AAAA${record.message.slice(-4)}` },
    { message: 'AAAA' },
    { message: '' },
    { message: 'no base64url!' },
  ])
    expect(await opened(amara, 'moved', { ...record, ...change })).toBe('does_not_open');
});

test('[I11] another device of the account reads what was sealed before it was there, to a key of any generation', async () => {
  await followed('old', 'amara');
  expect((await seal('old', 'to the first key')).status).toBe(0);
  const second = await anotherDevice(server.origin, 'amara');
  const id = second.state().device ?? '';
  second.close();
  // A removal makes the next generation.
  expect(await amara.client.removeDevice(id, PASSWORD)).toEqual({ ok: true });
  expect((await seal('old', 'to the second key')).status).toBe(0);
  const third = await anotherDevice(server.origin, 'amara');
  const records = await recordsOf(third, 'old');
  const read = await Promise.all(records.map((record) => opened(third, 'old', record)));
  expect(read).toEqual(['to the first key', 'to the second key']);
  third.close();
});

test('[I13] nobody follows, or more than may: nothing is sent, and it is said', async () => {
  await followed('lonely');
  await followed('many', 'amara');
  const nobody = await seal('lonely', 'hello');
  expect([nobody.status, nobody.errors]).toEqual([1, expect.stringContaining('nobody who could read')]);
  evil.answers = (asked, body) => (asked.endsWith('/followers') ? { ...(body as Recipients), more: true } : body);
  const many = await seal('many', 'hello');
  evil.answers = (_asked, body) => body;
  expect([many.status, many.errors]).toEqual([1, expect.stringContaining('50 at most')]);
});

test('[I13] a server that puts another account or another chain in a follower’s place is refused by the sender', async () => {
  await followed('pinned', 'amara');
  expect((await seal('pinned', 'honest')).status).toBe(0);
  const mallory = await newPerson(server.origin, 'mallory');
  await followed('malloried', 'mallory');
  expect((await seal('malloried', 'to see who mallory is')).status).toBe(0);
  const malloryId = mallory.state().self?.account ?? '';
  const person = (body: unknown) => (body as Recipients).followers[0];

  // Mallory's account by the name of Amara.
  const hers: unknown[] = [];
  evil.answers = (asked, body) => {
    if (asked.endsWith('/malloried/followers')) hers.push(person(body));
    return body;
  };
  await seal('malloried', 'once more');
  const [stranger] = hers as Recipients['followers'];
  if (!stranger) throw new Error('nobody');
  evil.answers = (asked, body) =>
    asked.endsWith('/pinned/followers')
      ? { ...(body as Recipients), followers: [{ ...stranger, username: 'amara' }] }
      : body;
  const swapped = await seal('pinned', 'for mallory');
  expect([swapped.status, swapped.errors]).toEqual([1, expect.stringContaining('STOP: another account')]);

  // The chain of Amara, that goes on as another.
  evil.answers = (asked, body) => {
    if (!asked.endsWith('/pinned/followers')) return body;
    const list = body as Recipients;
    const followers = list.followers.map((each) => ({
      ...each,
      chainHead: { number: each.chainHead.number, hash: stranger.chainHead.hash },
    }));
    return { ...list, followers };
  };
  const forked = await seal('pinned', 'for mallory');
  expect([forked.status, forked.errors]).toEqual([
    1,
    expect.stringContaining('STOP: what the server shows of the keys'),
  ]);

  evil.answers = (_asked, body) => body;
  expect((await seal('pinned', 'honest again')).status).toBe(0);
  expect(streamOf(server.data, 'pinned')).toHaveLength(2);
  expect(malloryId).toBe(stranger.account);
  mallory.close();
});

test('[I13] a new identity is sealed to once it was accepted, and until then to nobody', async () => {
  const cato = await newPerson(server.origin, 'cato');
  await followed('begun', 'cato');
  expect((await seal('begun', 'before')).status).toBe(0);
  const live = sender.send('--as', 'begun', '--sealed', '--json');
  live.type('during\n');
  await expect.poll(() => streamOf(server.data, 'begun').length).toBe(2);
  const link = await adminLink(server, { act: 'reset', name: 'cato' });
  cato.close();
  const anew = await newDeviceAfterReset(link);
  const refused = await seal('begun', 'after');
  expect([refused.status, refused.errors]).toEqual([
    1,
    expect.stringContaining('waxwing send --as begun --accept cato'),
  ]);
  await live.end();
  expect((await sender.pipe('', '--as', 'begun', '--accept', 'cato')).status).toBe(0);
  expect((await seal('begun', 'after')).status).toBe(0);
  const records = await recordsOf(anew, 'begun');
  const read = await Promise.all(records.map((record) => opened(anew, 'begun', record)));
  expect(read).toEqual(['not_sealed_to_you', 'not_sealed_to_you', 'after']);
  anew.close();
});

async function newDeviceAfterReset(token: string): Promise<TestDevice> {
  const device = openDevice(server.origin);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await device.client.reset(token, PASSWORD)).toMatchObject({ ok: true });
  await online(device);
  return device;
}
