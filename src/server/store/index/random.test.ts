import { randomInt } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordCondition, RecordDraft, RecordIndex, StreamStore } from '../../core/ports.ts';
import { NOON } from '../segments/contract.suite.ts';
import { segmentsUnderTest, type SegmentsUnderTest } from '../segments/underTest.suite.ts';
import { openRecordIndex } from './open.ts';
import { PlainIndex } from './plain.suite.ts';
import { indexedTo } from './underTest.suite.ts';

const ASKED = process.env['WAXWING_SOAK'] ? 1800 : 300;
const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));

let under: SegmentsUnderTest;
let streams: StreamStore;
let index: RecordIndex;
beforeEach(async () => {
  under = segmentsUnderTest();
  streams = await under.open();
  index = openRecordIndex({
    folder: under.folder,
    report(error) {
      throw error;
    },
  });
});
afterEach(async () => {
  await index.close();
  await streams.close();
  under.discard();
});

const WORDS = [
  'disk',
  'Disk',
  'DISKS',
  'full',
  'fuller',
  '10.0.0.1',
  '10.0.0.12',
  'a-b_c',
  'x@y.z',
  '{"k":1}',
  '/dev/sda1',
  '12',
  '123',
  'été',
  'ETE',
  'e\u0301te',
  'Straße',
  'œuf',
  'Привет',
  'ПРИВЕТ',
  'שלום',
  '한글',
  '日本語',
  '日本',
  'サーバー停止',
  'ไทย',
  '😀',
  '🚀🚀',
  '✓done',
  '20°C',
  '"',
  "'",
  '""',
  '-->',
  '*',
  'OR',
  'NOT',
  'NEAR',
  'null',
  '\0',
  '%',
  '\u202e',
  'ok\0ok',
];
const LEVELS = [undefined, 'info', 'INFO', 'error', 'Error', 'a level', '"', 'été'];

const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' '));
const glued = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(''));
const message = fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: glued });
const time = fc.integer({ min: NOON - 7200_000, max: NOON });
const draft: fc.Arbitrary<RecordDraft> = fc.record({
  message,
  endpoint: fc.constant('127.0.0.1'),
  at: fc.option(time, { nil: undefined }),
  level: fc.constantFrom(...LEVELS),
});
const cut = fc.tuple(glued, fc.nat(6)).map(([word, length]) => word.slice(0, length + 1));
const words = fc.array(fc.oneof(fc.constantFrom(...WORDS), cut), { maxLength: 3 }).map((all) => all.join(' '));
const condition: fc.Arbitrary<RecordCondition> = fc.record(
  { words, level: fc.constantFrom(...LEVELS), from: time, to: time },
  { requiredKeys: [] },
);
const limit = fc.integer({ min: 1, max: 200 });
const page = fc.oneof(
  fc.record({ before: fc.integer({ min: 1, max: 3500 }), limit }),
  fc.record({ after: fc.nat(3500), limit }),
);

test('[F9] whatever is looked for, in whatever texts, the index finds what reading everything finds', async () => {
  const drafts = fc.sample(draft, { numRuns: 3000, seed });
  const plain = new PlainIndex(streams);
  for (const [machine, part] of [
    ['dale', drafts.slice(0, 1500)],
    ['gale', drafts.slice(0, 100)],
    ['dale', drafts.slice(1500)],
  ] as const) {
    await streams.append(machine, part);
    const head = await streams.head(machine);
    for (const each of [index, plain]) each.grown(machine, head);
    await indexedTo(index, machine, head);
  }
  const asked = fc.sample(fc.tuple(fc.constantFrom('dale', 'gale'), condition, page), { numRuns: ASKED, seed });
  for (const [machine, given, from] of asked) {
    const what = { seed, machine, given, from };
    const expected = await plain.search(machine, given, from);
    expect({ ...what, ...(await index.search(machine, given, from)) }).toEqual({ ...what, ...expected });
  }
  const spans = fc.sample(fc.tuple(time, fc.integer({ min: 1, max: 90_000_000 }), fc.integer({ min: 1, max: 240 })), {
    numRuns: ASKED / 6,
    seed,
  });
  for (const [from, length, count] of spans) {
    const chart = { from, to: from + length, spans: count };
    const expected = await plain.counts('dale', chart);
    expect({ seed, chart, ...(await index.counts('dale', chart)) }).toEqual({ seed, chart, ...expected });
  }
});

test('100,000 records are indexed while the server goes on, and searched by the page', async () => {
  const count = 100_000;
  for (let at = 0; at < count; at += 5000) {
    await streams.append(
      'dale',
      Array.from({ length: 5000 }, (_, each) => ({
        message: `request ${at + each} took ${each % 977} ms on host-${each % 50}`,
        endpoint: '127.0.0.1',
        level: each % 100 === 0 ? 'error' : 'info',
      })),
    );
  }
  index.grown('dale', await streams.head('dale'));
  // If this thread did the work, it would come round once a batch at best.
  let [turns, over] = [0, false];
  const turn = (): void => {
    turns += 1;
    if (!over) setImmediate(turn);
  };
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  turn();
  await indexedTo(index, 'dale', count);
  over = true;
  delay.disable();
  expect(turns).toBeGreaterThan(5000);
  expect(delay.percentile(99) / 1e6).toBeLessThan(500);

  const find = async (given: RecordCondition, before = count + 1) =>
    index.search('dale', given, { before, limit: 500 });
  const everywhere = await find({ words: 'took' });
  expect(everywhere).toMatchObject({ searched: count - 499, indexed: count });
  expect((await find({ words: 'took' }, everywhere.searched)).searched).toBe(count - 999);
  expect((await find({ words: 'request 99999' })).seqs).toEqual([count]);
  expect((await find({ level: 'error', words: 'host-0' })).seqs).toHaveLength(500);
  expect((await find({ words: 'nowhere' })).seqs).toEqual([]);
});
