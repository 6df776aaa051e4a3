import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countRecords, searchRecords, setFollowers } from '../../src/protocol/api/streams.ts';
import { askServer } from '../../src/cli/adminSocket.ts';
import { runServer } from '../support/command.ts';
import { bearer, enter, message, post, say } from '../support/machine.ts';
import { bootWithPeople } from '../support/machinePeople.ts';
import type { Member } from '../support/member.ts';
import { raw, type RawAnswer } from '../support/raw.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
let bram: Member;
let mallory: Member;
const tokens = new Map<string, string>();

beforeAll(async () => {
  ({ server, amara, bram, mallory } = await bootWithPeople());
});
afterAll(() => server.close());

interface Line {
  readonly message: string;
  readonly level?: string;
  readonly at?: number;
}

/** Records of a machine that Bram follows. */
async function report(machine: string, lines: readonly Line[]): Promise<void> {
  const known = tokens.get(machine);
  const token = known ?? (await enter(server.origin, machine));
  tokens.set(machine, token);
  const step = (lines[0]?.message.length ?? 0) > 500 ? 50 : 1000;
  for (let at = 0; at < lines.length; at += step) {
    const body = lines.slice(at, at + step).map((line) => JSON.stringify(line));
    const headers = { 'content-type': 'application/x-ndjson', ...bearer(token) };
    expect((await post(server.origin, '/ingest/records', body.join('\n'), { headers })).status).toBe(200);
  }
  if (known === undefined) await amara.api.call(setFollowers, { params: { machine }, body: { add: ['bram'] } });
}

const search = (machine: string, query: object, by: Member = bram) =>
  by.api.call(searchRecords, { params: { machine }, query: { limit: 500, ...query } });
/** For the thread of the index, which has to start first. */
async function indexedTo(machine: string, seq: number): Promise<void> {
  await expect.poll(async () => (await search(machine, { limit: 1 })).indexed).toBe(seq);
}
const messages = ({ records }: { records: readonly { message: string }[] }): string[] =>
  records.map(({ message }) => message);
const download = (machine: string, query = '', by: Member = bram): Promise<RawAnswer> =>
  raw(server.origin, 'GET', `/api/v1/streams/${machine}/download${query}`, {
    headers: { cookie: by.http.cookie ?? '' },
  });

test('[F9] followers find records by words, level and times, a page at a time; to others the stream is not there', async () => {
  const lines = Array.from({ length: 20 }, (_, at) => ({
    message: at % 2 === 0 ? `disk-full on 10.0.0.${at}` : `all well ${at}`,
    level: at % 4 === 0 ? 'ERR' : 'info',
    at: 1_700_000_000_000 + at * 60_000,
  }));
  await report('dale', lines);
  await indexedTo('dale', 20);
  const found = await search('dale', { words: 'DISK-FULL', limit: 4 });
  expect(found).toMatchObject({ more: true, searched: 13, indexed: 20 });
  expect(messages(found)).toEqual([12, 14, 16, 18].map((at) => `disk-full on 10.0.0.${at}`));
  const rest = await search('dale', { words: 'disk-full', before: found.searched });
  expect(rest).toMatchObject({ more: false, searched: 1 });
  expect(rest.records.map(({ seq }) => seq)).toEqual([1, 3, 5, 7, 9, 11]);
  expect(messages(await search('dale', { words: '10.0.0.4' }))).toEqual(['disk-full on 10.0.0.4']);
  const one = lines[4]?.at ?? 0;
  expect((await search('dale', { level: 'err', from: one, to: one })).records).toMatchObject([
    { seq: 5, level: 'ERR' },
  ]);
  expect((await search('dale', { words: '', level: '' })).records).toHaveLength(20);
  for (const query of [{}, { words: 'disk' }]) {
    await expect(search('dale', query, mallory)).rejects.toMatchObject({ code: 'not_found' });
  }
  for (const query of [{ words: 'x'.repeat(201) }, { before: 0 }, { limit: 501 }, { from: -1 }, { surprise: 1 }]) {
    await expect(search('dale', query)).rejects.toMatchObject({ code: 'invalid' });
  }
});

test('[F10] counts of records and errors for a chart', async () => {
  const start = 1_700_000_040_000;
  const levels = ['info', 'err', 'FATAL', 'warn', 'error'];
  await report(
    'gale',
    levels.map((level, at) => ({ message: 'x', level, at: start + Math.floor(at / 2) * 60_000 })),
  );
  await indexedTo('gale', 5);
  const query = { from: start, to: start + 180_000, spans: 3 };
  const counted = await bram.api.call(countRecords, { params: { machine: 'gale' }, query });
  expect(counted).toMatchObject({
    span: 60_000,
    counts: [
      { at: start, records: 2, errors: 1 },
      { at: start + 60_000, records: 2, errors: 1 },
      { at: start + 120_000, records: 1, errors: 1 },
    ],
    indexed: 5,
  });
  expect(counted.levels).toEqual(['err', 'error', 'fatal', 'info', 'warn']);
  const ask = (asked: object, by = bram) =>
    by.api.call(countRecords, { params: { machine: 'gale' }, query: { ...query, ...asked } });
  await expect(ask({ to: start })).rejects.toMatchObject({ code: 'invalid' });
  await expect(ask({ spans: 241 })).rejects.toMatchObject({ code: 'invalid' });
  await expect(ask({}, mallory)).rejects.toMatchObject({ code: 'not_found' });
});

test('[F11] a download is the whole stream, or what fits, as a file of JSON lines', async () => {
  const count = 2500;
  await report(
    'vale',
    Array.from({ length: count }, (_, at) => ({ message: `${at % 3 === 0 ? 'fizz' : 'x'} ${at}` })),
  );
  const whole = await download('vale');
  expect(whole.status).toBe(200);
  expect(whole.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  expect(whole.headers['content-disposition']).toBe('attachment; filename="vale.jsonl"');
  expect(whole.headers['cache-control']).toBe('no-store');
  expect(whole.headers['x-content-type-options']).toBe('nosniff');
  const seqs = ({ text }: RawAnswer): number[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { seq: number }).seq);
  expect(seqs(whole)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  // The index may be behind: a download waits for it.
  expect(seqs(await download('vale', '?words=fizz'))).toEqual(
    Array.from({ length: Math.ceil(count / 3) }, (_, at) => 3 * at + 1),
  );
  expect((await download('vale', '?words=nothing-of-that')).text).toBe('');
  expect((await download('vale', '', mallory)).status).toBe(404);
  expect((await download('vale', '?words=nothing-of-that', mallory)).status).toBe(404);
  expect((await download('vale', '?words[]=x')).status).toBe(400);
  const { origin } = server;
  const address = '/api/v1/streams/vale/download';
  expect((await raw(origin, 'GET', address)).status).toBe(401);
  expect((await raw(origin, 'HEAD', address, { headers: { cookie: bram.http.cookie ?? '' } })).status).toBe(404);
  const foreign = { cookie: bram.http.cookie ?? '', origin: 'https://evil.example' };
  expect((await raw(origin, 'GET', address, { headers: foreign })).status).toBe(403);
});

test('[F11] two downloads of an account at a time, until the connection of one ends', async () => {
  await report(
    'hale',
    Array.from({ length: 1500 }, (_, at) => ({ message: `${at} ${'x'.repeat(16_000)}` })),
  );
  const open = async (): Promise<http.IncomingMessage> => {
    const { hostname, port } = new URL(server.origin);
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    const headers = { cookie: bram.http.cookie ?? '', host: `localhost:${port}` };
    const place = { hostname: hostname === 'localhost' ? '127.0.0.1' : hostname, port, agent: false as const };
    http.get({ ...place, path: '/api/v1/streams/hale/download', headers }, resolve).on('error', reject);
    return promise;
  };
  const first = await open();
  const second = await open();
  expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
  const refused = await download('hale');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await download('hale', '', amara)).status).toBe(200);
  first.destroy();
  await expect.poll(async () => (await download('dale')).status).toBe(200);
  second.destroy();
});

test('[F12] an index that is taken away or damaged is made anew, and nobody sees an error', async () => {
  const file = path.join(server.data, 'index', 'records.db');
  for (const damage of [
    () => fs.rmSync(file),
    () => fs.writeFileSync(file, 'no index at all'),
    () => fs.truncateSync(file, 5000),
  ]) {
    damage();
    await search('dale', { words: 'disk' });
    await report('dale', [{ message: 'one more' }]);
    await expect.poll(async () => (await search('dale', { words: '10.0.0.4' })).records.length).toBe(1);
  }
  await server.restart(() => fs.writeFileSync(file, 'SQLite format 3\0 and then nothing of the kind'));
  await expect
    .poll(async () => messages(await search('dale', { words: '10.0.0.4' })))
    .toEqual(['disk-full on 10.0.0.4']);
});

test('[F12] the command finds the thread of its index, as it is built too', async () => {
  const running = await runServer();
  try {
    await askServer(running.data, { act: 'set', switch: 'machine-enrolment', on: true });
    const token = await enter(running.origin, 'dale');
    expect((await say(running.origin, message(token, 'disk full')))[0]).toBe(200);
    const indexed = (): unknown => {
      const db = new DatabaseSync(path.join(running.data, 'index', 'records.db'), { readOnly: true });
      try {
        return db.prepare('SELECT name, indexed FROM machines').all();
      } catch {
        return 'not yet';
      } finally {
        db.close();
      }
    };
    const file = path.join(running.data, 'index', 'records.db');
    await expect.poll(() => fs.existsSync(file) && indexed()).toEqual([{ name: 'dale', indexed: 1 }]);
  } finally {
    await running.close();
  }
});
