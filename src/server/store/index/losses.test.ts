import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordCondition, RecordIndex, StreamStore } from '../../core/ports.ts';
import { record } from '../segments/contract.suite.ts';
import { segmentsUnderTest, type SegmentsUnderTest } from '../segments/underTest.suite.ts';
import { openRecordIndex } from './open.ts';
import { PlainIndex } from './plain.suite.ts';
import { indexedTo } from './underTest.suite.ts';

const ROUNDS = process.env['WAXWING_SOAK'] ? 50 : 2;
const writer = fileURLToPath(new URL('losses.writer.suite.ts', import.meta.url));
const ALL = { before: Number.MAX_SAFE_INTEGER, limit: 1_000_000 };
const conditions: RecordCondition[] = [
  {},
  { words: 'word1' },
  { words: 'and 12' },
  { level: 'error', words: 'word12' },
];

let under: SegmentsUnderTest;
let streams: StreamStore;
let index: RecordIndex;
let reports: Error[];

/** As at the start of a server. */
async function open(thread?: URL): Promise<void> {
  streams = await under.open();
  index = openRecordIndex({ folder: under.folder, report: (error) => reports.push(error), ...(thread && { thread }) });
  for (const machine of await streams.machines()) index.grown(machine, await streams.head(machine));
}
async function close(): Promise<void> {
  await index.close();
  await streams.close();
}

beforeEach(() => {
  under = segmentsUnderTest();
  reports = [];
});
afterEach(async () => {
  await close();
  under.discard();
});

const file = (): string => under.path('index', 'records.db');
const some = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) =>
    record(`word${(from + at) % 13} and ${from + at}`, at % 10 === 0 ? { level: 'error' } : {}),
  );
async function send(machine: string, from: number, count: number): Promise<void> {
  await streams.append(machine, some(from, count));
  index.grown(machine, await streams.head(machine));
}

/** Waits until the index has all, and compares it with the files. */
async function expectAll(): Promise<void> {
  const plain = new PlainIndex(streams);
  for (const machine of await streams.machines()) {
    const head = await streams.head(machine);
    plain.grown(machine, head);
    await indexedTo(index, machine, head);
    for (const condition of conditions) {
      const expected = await plain.search(machine, condition, ALL);
      expect(await index.search(machine, condition, ALL)).toEqual(expected);
    }
    const chart = { from: under.now - 3600_000, to: under.now + 60_000, spans: 100 };
    expect(await index.counts(machine, chart)).toEqual(await plain.counts(machine, chart));
  }
}

test('[F12] an index that goes on where it stopped, and one of another version is made anew', async () => {
  await open();
  await send('dale', 0, 3000);
  await expectAll();
  await close();
  await open();
  await send('dale', 3000, 10);
  await expectAll();
  expect(reports).toEqual([]);
  await close();
  const db = new DatabaseSync(file());
  db.exec('PRAGMA user_version = 99');
  db.close();
  await open();
  await expectAll();
  expect(reports.map(({ message }) => message)).toEqual(['the index of records is made anew']);
});

test('[F12] taken away while it is used, or damaged anywhere in it, it is made anew', async () => {
  await open();
  await send('dale', 0, 3000);
  await expectAll();
  fs.rmSync(file());
  expect((await index.search('dale', {}, ALL)).indexed).toBe(0);
  await expectAll();
  await close();
  const size = fs.statSync(file()).size;
  // Each page of the file, one after another: the first ones are the schema, others the words.
  for (const page of [0, 1, 3, Math.floor(size / 8192), Math.floor(size / 4096) - 1]) {
    const whole = fs.readFileSync(file());
    whole.fill(0xa5, page * 4096, (page + 1) * 4096);
    fs.writeFileSync(file(), whole);
    await open();
    await send('dale', 3000, 5);
    for (const condition of conditions) await index.search('dale', condition, ALL);
    await indexedTo(index, 'dale', await streams.head('dale'));
    await close();
    for (const end of ['', '-wal', '-shm']) fs.rmSync(file() + end, { force: true });
    await open();
    await expectAll();
    await close();
  }
  await open();
});

test('[F12] a stream that was put back from a copy is indexed anew, and one that is gone is forgotten', async () => {
  await open();
  await send('dale', 0, 500);
  await send('gale', 0, 500);
  await expectAll();
  await close();
  const old = fs.mkdtempSync(`${under.folder}-old`);
  fs.cpSync(under.path('streams'), old, { recursive: true });
  await open();
  await send('dale', 500, 500);
  await expectAll();
  await close();
  // Back to 500 records, and then on with others than those that were there.
  fs.rmSync(under.path('streams'), { recursive: true });
  fs.cpSync(old, under.path('streams'), { recursive: true });
  fs.rmSync(under.path('streams', 'gale'), { recursive: true });
  fs.rmSync(old, { recursive: true });
  streams = await under.open();
  await streams.append('dale', some(7003, 600));
  await streams.close();
  await open();
  await expectAll();
  index.tidy();
  await expect.poll(async () => (await index.search('gale', {}, ALL)).indexed).toBe(0);
});

test('[F12] a stream that is shorter than what was indexed is indexed anew', async () => {
  await open();
  await send('dale', 0, 500);
  await expectAll();
  await close();
  fs.rmSync(under.path('streams', 'dale'), { recursive: true });
  streams = await under.open();
  await streams.append('dale', some(7003, 100));
  await streams.close();
  await open();
  await expect.poll(async () => (await index.search('dale', {}, ALL)).indexed).toBe(100);
  await expectAll();
});

test('[F12] what stands in a file and was not acknowledged is not indexed', async () => {
  await open();
  await send('dale', 0, 10);
  const date = new Date(under.now).toISOString();
  const day = under.path('streams', 'dale', `${date.slice(0, 10)}.jsonl`);
  fs.appendFileSync(day, `{"seq":11,"at":"${date}","endpoint":"::1","message":"word1 and torn"}\n`);
  await expectAll();
  expect((await index.search('dale', { words: 'torn' }, ALL)).seqs).toEqual([]);
  await send('dale', 10, 1);
  await expectAll();
  expect((await index.search('dale', { words: 'torn' }, ALL)).seqs).toEqual([]);
});

test(
  '[F12] after a kill in the midst the index goes on, and is what the files are',
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', writer, under.folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = 0;
      for await (const _ of createInterface({ input: child.stdout })) {
        said += 1;
        if (said === 3 + round * 2) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await open();
      await expectAll();
      expect(reports).toEqual([]);
      await close();
    }
    await open();
  },
  ROUNDS * 30_000,
);

test('[F12] while its thread is dead nothing is found, nobody waits, and records are stored', async () => {
  await open(new URL('./dying.suite.ts', import.meta.url));
  for (let round = 0; round < 3; round++) {
    await send('dale', round * 100, 100);
    expect(await index.search('dale', { words: 'word1' }, ALL)).toEqual({ seqs: [], searched: 1, indexed: 0 });
    expect((await index.counts('dale', { from: 0, to: 60_000, spans: 1 })).indexed).toBe(0);
  }
  expect(await streams.head('dale')).toBe(300);
  expect(reports.map(({ message }) => message)).toContain('the index has stopped');
  await close();
  await open();
  await expectAll();
});

test('[F12] where nothing can be written there is no index, and no error', async () => {
  fs.mkdirSync(under.path('index', 'records.db', 'in the way'), { recursive: true });
  await open();
  await send('dale', 0, 100);
  expect((await index.search('dale', {}, ALL)).indexed).toBe(0);
  await close();
  fs.rmSync(file(), { recursive: true });
  await open();
  await expectAll();
});

test('too many questions at once are refused as busy, and none after the end', async () => {
  await open();
  const asked = await Promise.allSettled(Array.from({ length: 100 }, () => index.search('dale', {}, ALL)));
  const refused = asked.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(36);
  expect(refused[0]).toMatchObject({ reason: { reason: 'busy' } });
  await index.close();
  await expect(index.search('dale', {}, ALL)).rejects.toMatchObject({ reason: 'closed' });
});
