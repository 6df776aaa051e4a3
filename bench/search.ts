import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordCondition, RecordIndex, StreamStore } from '../src/server/core/ports.ts';
import { openRecordIndex } from '../src/server/store/index/open.ts';
import { openSegments } from '../src/server/store/segments/open.ts';
import { systemClock } from '../src/server/system.ts';
import { at, megabytes, median, milliseconds, thousands } from './support/numbers.ts';
import type { Row } from './support/row.ts';

const WORDS =
  'connection request timeout user session worker queue disk database payment cache index failed accepted closed opened retry upstream handler backend memory usage cluster node region balance transfer order customer invoice shipped delayed'.split(
    ' ',
  );
const BATCH = 1000;
const PAGE = 500;
const ROUNDS = 40;

/** The same numbers in each run. */
let state = 1;
function below(most: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * most);
}
const word = (): string => WORDS[below(WORDS.length)] ?? '';
const address = (): string => `10.${below(4)}.${below(256)}.${below(256)}`;

/** About 200 characters, as programs write them: an address, a number of a request, words, figures. */
function message(): string {
  const words = Array.from({ length: 16 }, word).join(' ');
  return `${address()} req-${below(2 ** 32).toString(16)} ${words} took ${below(5000)} ms status=${below(5) + 200}`;
}

const kinds: Record<string, () => RecordCondition> = {
  'a word in every record': () => ({ words: 'took' }),
  'two words': () => ({ words: `${word()} ${word()}` }),
  'an address': () => ({ words: address() }),
  'a word that is nowhere': () => ({ words: `nothing${below(1000)}x` }),
  'a beginning': () => ({ words: `req-${below(16).toString(16)}` }),
  'errors with a word': () => ({ level: 'error', words: word() }),
  'a word in an hour': () => {
    const from = systemClock.now() - below(3600_000 * 8);
    return { words: word(), from, to: from + 3600_000 };
  },
};

/** The index of machines' records: how fast it is made, how large, and how long a page of a search takes. */
export async function search(records: number): Promise<Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-'));
  const report = (error: Error): never => {
    throw error;
  };
  const streams = await openSegments({ folder, now: () => systemClock.now(), report });
  const index = openRecordIndex({ folder, report });
  try {
    await fill(streams, records);
    const making = await made(index, streams, folder, records);
    return [...making, ...(await asked(index, streams, folder))];
  } finally {
    await index.close();
    await streams.close();
    fs.rmSync(folder, { recursive: true });
  }
}

async function fill(streams: StreamStore, records: number): Promise<void> {
  const end = systemClock.now();
  for (let first = 0; first < records; first += BATCH) {
    const drafts = Array.from({ length: BATCH }, (_, each) => ({
      message: message(),
      endpoint: '127.0.0.1',
      level: below(20) === 0 ? 'error' : 'info',
      // Eight hours of them.
      at: end - Math.floor(((records - first - each) / records) * 8 * 3600_000),
    }));
    await streams.append('dale', drafts);
  }
}

async function made(index: RecordIndex, streams: StreamStore, folder: string, records: number): Promise<Row[]> {
  const started = performance.now();
  index.grown('dale', await streams.head('dale'));
  for (let indexed = 0; indexed < records; await pause(20)) {
    ({ indexed } = await index.search('dale', {}, { before: 1, limit: 1 }));
  }
  const rate = (records / (performance.now() - started)) * 1000;
  const bare = bareRate(folder);
  const text = sizeOf(path.join(folder, 'streams'));
  const size = sizeOf(path.join(folder, 'index'));
  const goals = { goal: '', met: null };
  return [
    {
      what: 'records indexed a second',
      ours: thousands(rate),
      floor: `${thousands(bare)} FTS5 alone`,
      ratio: rate / bare,
      ...goals,
    },
    {
      what: `size of the index, ${thousands(records)} records`,
      ours: megabytes(size),
      floor: `${megabytes(text)} text`,
      ratio: size / text,
      ...goals,
    },
  ];
}

/** Words into a table of FTS5, as many at once, in this thread; nothing is read, counted or checked. */
function bareRate(folder: string): number {
  const db = new DatabaseSync(path.join(folder, 'bare.db'));
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE VIRTUAL TABLE words USING fts5(message, content='', contentless_delete=1)`);
  const insert = db.prepare('INSERT INTO words (rowid, message) VALUES (?, ?)');
  const texts = Array.from({ length: 100_000 }, message);
  const started = performance.now();
  for (let first = 0; first < texts.length; first += BATCH) {
    db.exec('BEGIN');
    for (let each = first; each < first + BATCH; each++) insert.run(each, texts[each] ?? '');
    db.exec('COMMIT');
  }
  const rate = (texts.length / (performance.now() - started)) * 1000;
  db.close();
  return rate;
}

async function asked(index: RecordIndex, streams: StreamStore, folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  const before = (await streams.head('dale')) + 1;
  const reading = median(Array.from({ length: 3 }, () => readAll(folder)));
  for (const [what, condition] of Object.entries(kinds)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now();
      const { seqs } = await index.search('dale', condition(), { before, limit: PAGE });
      await streams.pick('dale', seqs);
      times.push(performance.now() - started);
    }
    const [half, most] = [at(times, 0.5), at(times, 0.99)];
    rows.push({
      what: `a page of ${what}, p50, p99`,
      ours: `${milliseconds(half)}, ${milliseconds(most)}`,
      floor: `${milliseconds(reading)} reading all`,
      ratio: half / reading,
      goal: '',
      met: null,
    });
  }
  return rows;
}

/** Looks for bytes that are nowhere in all files, as a program would that has no index; milliseconds. */
function readAll(folder: string): number {
  const started = performance.now();
  const place = path.join(folder, 'streams', 'dale');
  const found = fs
    .readdirSync(place)
    .filter((name) => fs.readFileSync(path.join(place, name)).includes('nowhere at all'));
  if (found.length > 0) throw new Error(`the text is in ${found.join()}`);
  return performance.now() - started;
}

function sizeOf(folder: string): number {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size, 0);
}
