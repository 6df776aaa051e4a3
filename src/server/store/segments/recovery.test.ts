import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { crc32, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StreamStore } from '../../core/ports.ts';
import { NOON, record, seqs } from './contract.suite.ts';
import { StreamsInUse } from './lock.ts';
import { segmentsUnderTest, type SegmentsUnderTest } from './underTest.suite.ts';
import { verifySegments } from './verify.ts';

const DAY = 86_400_000;
const TODAY = '2026-11-20.jsonl';

let under: SegmentsUnderTest;
let store: StreamStore;
beforeEach(async () => {
  under = segmentsUnderTest();
  store = await under.open();
});
afterEach(async () => {
  await store.close();
  under.discard();
});

const all = async (): Promise<number[]> => seqs(await store.read('dale', { after: 0, limit: 1e6 }));
const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);
const many = (count: number, size = 300) =>
  Array.from({ length: count }, (_, at) => record(`${at} ${'x'.repeat(size)}`));
const names = (...where: string[]): string[] => fs.readdirSync(under.path(...where)).toSorted();
const packed = (): Promise<boolean> =>
  vi.waitUntil(
    () => fs.existsSync(under.path('streams', 'dale', `${TODAY}.gz`)) && names('streams', 'dale').length === 2,
  );

/** Changes the data folder while nobody has it open. */
async function meanwhile(act: () => void): Promise<void> {
  await store.close();
  act();
  store = await under.open();
}

test('[002.5] the file is exactly what was promised, for its owner only', async () => {
  await store.append('dale', [record('Hail Dale!'), record('b', { id: 'i', level: 'warn', at: NOON - 1 })]);
  expect(under.lines('dale', '2026-11-20')).toEqual([
    '{"seq":1,"at":"2026-11-20T12:00:00.000Z","endpoint":"127.0.0.1","message":"Hail Dale!"}',
    '{"seq":2,"at":"2026-11-20T11:59:59.999Z","endpoint":"127.0.0.1","message":"b","id":"i","level":"warn"}',
    '',
  ]);
  await store.close();
  const modes = fs.globSync('{streams,index}{,/**}', { cwd: under.folder }).map((name) => {
    const found = fs.statSync(under.path(name));
    return (found.mode & 0o777) === (found.isDirectory() ? 0o700 : 0o600) ? 'fine' : name;
  });
  expect(new Set(modes)).toEqual(new Set(['fine']));
});

test.each(['{"seq":4,"at":"2026-11-2', '{', '\0'.repeat(5000), 'x'.repeat(300_000)])(
  '[002.5] a torn last line is cut at start (%#)',
  async (torn) => {
    await store.append('dale', many(3));
    await meanwhile(() => fs.appendFileSync(under.path('streams', 'dale', TODAY), torn));
    expect(under.lines('dale', '2026-11-20').slice(3)).toEqual(['']);
    expect(await store.head('dale')).toBe(3);
    expect(await store.append('dale', [record('next')])).toEqual([{ seq: 4, repeated: false }]);
    expect(under.lines('dale', '2026-11-20')).toHaveLength(5);
    expect(await verifySegments(under.folder)).toEqual({ streams: 1, records: 4, problems: [] });
  },
);

test('[002.5] a file of which nothing became whole is no day', async () => {
  await store.append('dale', many(2));
  await meanwhile(() => fs.writeFileSync(under.path('streams', 'dale', '2026-11-21.jsonl'), '{"seq":3'));
  expect(names('streams', 'dale')).toEqual([TODAY]);
  expect(await store.append('dale', [record('x')])).toEqual([{ seq: 3, repeated: false }]);
});

test('[002.5] closed days are packed as gzip that everybody can read, and are read in pages', async () => {
  for (let call = 0; call < 40; call++) await store.append('dale', many(50));
  const plain = fs.readFileSync(under.path('streams', 'dale', TODAY));
  under.now += DAY;
  await store.append('dale', [record('tomorrow')]);
  await packed();
  const file = under.path('streams', 'dale', `${TODAY}.gz`);
  expect(gunzipSync(fs.readFileSync(file)).equals(plain)).toBe(true);
  expect(execFileSync('gzip', ['-dc', file], { maxBuffer: 1e9 }).equals(plain)).toBe(true);
  expect(await all()).toEqual(upTo(2001));
  expect(seqs(await store.read('dale', { before: 1500, limit: 3 }))).toEqual([1497, 1498, 1499]);
  expect(await store.firstSince('dale', NOON)).toBe(1);
  expect(await store.firstSince('dale', NOON + 1)).toBe(2001);
  expect(await verifySegments(under.folder)).toEqual({ streams: 1, records: 2001, problems: [] });
  await meanwhile(() => fs.rmSync(under.path('streams', 'dale', '2026-11-21.jsonl')));
  expect(await store.head('dale')).toBe(2000);
  expect(await store.append('dale', [record('the day that is packed stays as it is')])).toEqual([
    { seq: 2001, repeated: false },
  ]);
  expect(names('streams', 'dale')).toEqual([`${TODAY}.gz`, '2026-11-21.jsonl']);
});

test('[002.5] packing that was interrupted is done again, or its end is', async () => {
  await store.append('dale', many(2000));
  const plain = fs.readFileSync(under.path('streams', 'dale', TODAY));
  under.now += DAY;
  await store.append('dale', [record('tomorrow')]);
  await packed();
  await meanwhile(() => {
    fs.writeFileSync(under.path('streams', 'dale', TODAY), plain);
    fs.writeFileSync(under.path('index', 'streams', 'dale', `${TODAY}.gz.marks.new`), 'half');
  });
  expect(names('streams', 'dale')).toEqual([`${TODAY}.gz`, '2026-11-21.jsonl']);
  expect(await all()).toEqual(upTo(2001));
  await meanwhile(() => {
    fs.writeFileSync(under.path('streams', 'dale', TODAY), plain);
    fs.rmSync(under.path('streams', 'dale', `${TODAY}.gz`));
  });
  expect(await all()).toEqual(upTo(2001));
  await packed();
  expect(await all()).toEqual(upTo(2001));
});

test('[002.5] whoever reads while a day is packed and another removed reads on', async () => {
  await store.append('dale', many(3000));
  under.now += DAY;
  const reading = Array.from({ length: 30 }, () => store.read('dale', { after: 0, limit: 3000 }));
  await store.append('dale', [record('tomorrow')]);
  for (const records of await Promise.all(reading)) expect(seqs(records)).toEqual(upTo(3000));
  await packed();
  const late = store.read('dale', { after: 0, limit: 3000 });
  await store.retain('dale', { bytes: 0 });
  expect([[], [3001], upTo(3000)]).toContainEqual(seqs(await late));
  expect(await all()).toEqual([3001]);
});

const DAMAGE: [string, (file: string) => void][] = [
  ['lost', (file) => fs.rmSync(file)],
  ['cut', (file) => fs.truncateSync(file, 20)],
  ['altered', (file) => fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/[1-9]/, '9'))],
  [
    'of other numbers',
    (file) => {
      const marks = fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
      const wrong = marks.map((line) => line.replace(/^\d+/, (seq) => `${Math.max(1, Number(seq) - 170)}`)).join('\n');
      fs.writeFileSync(file, `${wrong}\n${crc32(`${wrong}\n`).toString(16)}`);
    },
  ],
  [
    'of another file',
    (file) => {
      const marks = `1 0 0\n700 0 70\n900 0 ${file.includes('.gz') ? 80 : 90}\n`;
      fs.writeFileSync(file, marks + crc32(marks).toString(16));
    },
  ],
];

test.each(DAMAGE)('[002.5] an index that is %s is made anew', async (_, spoil) => {
  for (let call = 0; call < 20; call++) await store.append('dale', many(100));
  under.now += DAY;
  for (let call = 0; call < 20; call++) await store.append('dale', many(100));
  await packed();
  expect(await all()).toEqual(upTo(4000));
  await meanwhile(() => {
    const marks = fs.globSync('index/streams/dale/*.marks', { cwd: under.folder });
    expect(marks).toHaveLength(2);
    for (const name of marks) spoil(under.path(name));
  });
  expect(await store.head('dale')).toBe(4000);
  expect(await all()).toEqual(upTo(4000));
  expect(seqs(await store.read('dale', { before: 1500, limit: 2 }))).toEqual([1498, 1499]);
  expect(await store.append('dale', [record('x')])).toEqual([{ seq: 4001, repeated: false }]);
});

test('[002.5] the whole index may go', async () => {
  await store.append('dale', many(1000));
  under.now += DAY;
  await store.append('dale', many(1000));
  await packed();
  await meanwhile(() => fs.rmSync(under.path('index'), { recursive: true }));
  expect(await all()).toEqual(upTo(2000));
});

test('[002.5] a damaged line is reported, counted, and never taken away', async () => {
  await store.append('dale', many(5));
  const file = under.path('streams', 'dale', TODAY);
  await meanwhile(() => {
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    fs.writeFileSync(file, [...lines.slice(0, 2), 'damaged', ...lines.slice(3)].join('\n'));
  });
  expect(await all()).toEqual([1, 2, 4, 5]);
  expect(under.reports.join()).toContain('lines after record 1 that are damaged: 1');
  expect(await store.append('dale', [record('x')])).toEqual([{ seq: 6, repeated: false }]);
  expect(under.lines('dale', '2026-11-20')[2]).toBe('damaged');
  const { problems } = await verifySegments(under.folder);
  expect(problems).toEqual([`stream dale: a damaged line in ${TODAY}, after record 2`]);
});

test('[002.5] a packed block that was altered is not shown, and the others are', async () => {
  for (let call = 0; call < 20; call++) await store.append('dale', many(100));
  under.now += DAY;
  await store.append('dale', [record('tomorrow')]);
  await packed();
  await meanwhile(() => {
    const file = under.path('streams', 'dale', `${TODAY}.gz`);
    const bytes = fs.readFileSync(file);
    const checksum = bytes.readUInt32LE(16) - 8;
    bytes.writeUInt32LE(bytes.readUInt32LE(checksum) ^ 1, checksum);
    fs.writeFileSync(file, bytes);
  });
  await expect(store.read('dale', { after: 0, limit: 1 })).rejects.toThrow('does not fit');
  expect(seqs(await store.read('dale', { before: 2002, limit: 3 }))).toEqual([1999, 2000, 2001]);
});

test('[002.5] verifying finds what is missing, strange, or in the wrong day, and changes nothing', async () => {
  const found = async (): Promise<string> => (await verifySegments(under.folder)).problems.join();
  await store.append('dale', many(5));
  under.now += DAY;
  await store.append('dale', many(5));
  await packed();
  await store.close();
  expect(await found()).toBe('');
  const file = under.path('streams', 'dale', '2026-11-21.jsonl');
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replace(/.*\n/, ''));
  expect(await found()).toContain('record 6 is missing');
  fs.writeFileSync(file, text.replace('2026-11-21T', '2026-11-22T'));
  expect(await found()).toContain('later than the day of its file');
  fs.writeFileSync(file, `${text}{"seq":11`);
  expect(await found()).toBe('');
  expect(fs.readFileSync(file, 'utf8')).toBe(`${text}{"seq":11`);
  fs.writeFileSync(under.path('streams', 'dale', 'notes.txt'), '');
  expect(await found()).toContain('notes.txt does not belong here');
  fs.rmSync(under.path('streams', 'dale', 'notes.txt'));
  const gz = under.path('streams', 'dale', `${TODAY}.gz`);
  const bytes = fs.readFileSync(gz);
  bytes[60] = (bytes[60] ?? 0) ^ 1;
  fs.writeFileSync(gz, bytes);
  expect(await found()).toContain('cannot be read');
});

test('[002.5] two writers are refused, and a closed one leaves the place', async () => {
  await expect(under.open()).rejects.toThrow(StreamsInUse);
  await store.append('dale', [record('still here')]);
  await store.close();
  const other = await under.open();
  await other.close();
});

test.each(['folder', 'file'])('[002.5] a link in the place of a %s is not followed', async (what) => {
  await store.append('dale', [record('x')]);
  const outside = path.join(under.folder, '..', 'outside');
  fs.mkdirSync(outside);
  fs.writeFileSync(path.join(outside, TODAY), '');
  await store.close();
  const target = what === 'folder' ? under.path('streams', 'dale') : under.path('streams', 'dale', TODAY);
  fs.rmSync(target, { recursive: true });
  fs.symlinkSync(what === 'folder' ? outside : path.join(outside, TODAY), target);
  store = await under.open();
  expect(under.reports).toHaveLength(1);
  await expect(store.append('dale', [record('y')])).rejects.toMatchObject({ reason: 'failed' });
  expect(await store.append('gale', [record('others go on')])).toHaveLength(1);
  expect(fs.readFileSync(path.join(outside, TODAY), 'utf8')).toBe('');
  const next = under.path('streams', 'mail');
  fs.symlinkSync(outside, next);
  await expect(store.append('mail', [record('y')])).rejects.toMatchObject({ reason: 'failed' });
  expect(fs.readdirSync(outside)).toEqual([TODAY]);
});
