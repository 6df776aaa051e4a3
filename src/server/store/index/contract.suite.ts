import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordCondition, RecordDraft, RecordIndex, StreamStore } from '../../core/ports.ts';
import { NOON, record } from '../segments/contract.suite.ts';
import { segmentsUnderTest, type SegmentsUnderTest } from '../segments/underTest.suite.ts';
import { PlainIndex } from './plain.suite.ts';
import { indexedTo } from './underTest.suite.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const ALL = { before: Number.MAX_SAFE_INTEGER, limit: 1000 };

/** Every promise of an index of records (`core/ports/recordIndex.ts`), numbered. */
export function indexContract(name: string, open: (streams: StreamStore, folder: string) => RecordIndex): void {
  describe(`the contract of an index of records: ${name}`, () => {
    let under: SegmentsUnderTest;
    let streams: StreamStore;
    let index: RecordIndex;

    beforeEach(async () => {
      under = segmentsUnderTest();
      streams = await under.open();
      index = open(streams, under.folder);
    });
    afterEach(async () => {
      await index.close();
      await streams.close();
      under.discard();
    });

    const send = async (machine: string, drafts: readonly RecordDraft[]): Promise<void> => {
      await streams.append(machine, drafts);
      index.grown(machine, await streams.head(machine));
      await indexedTo(index, machine, await streams.head(machine));
    };
    const found = async (condition: RecordCondition, machine = 'dale'): Promise<readonly number[]> =>
      (await index.search(machine, condition, ALL)).seqs;

    test('[N1] all words, in any order, whatever their capitals and accents; the last one by its beginning', async () => {
      await send('dale', [
        record('Disk full on /var'),
        record('the disk is fully grown'),
        record('Le café est fermé'),
        record(''),
      ]);
      expect(await found({ words: 'full disk' })).toEqual([1]);
      expect(await found({ words: 'disk full' })).toEqual([1, 2]);
      expect(await found({ words: 'DIS' })).toEqual([1, 2]);
      expect(await found({ words: 'dis full' })).toEqual([]);
      expect(await found({ words: 'CAFE' })).toEqual([3]);
      expect(await found({ words: 'fermé' })).toEqual([3]);
      expect(await found({ words: '  ' })).toEqual([1, 2, 3, 4]);
      expect(await found({})).toEqual([1, 2, 3, 4]);
      expect(await found({ words: 'disk' }, 'gale')).toEqual([]);
    });

    test('[N2] what is written with points and lines between is found as it is written', async () => {
      await send('dale', [
        record('from 10.0.0.1 to 10.0.0.12'),
        record('1.10.0.0, 0.0.10.1'),
        record('disk-full: /dev/sda1'),
        record('the full disk'),
        record('user=anna@example.org status=500'),
      ]);
      expect(await found({ words: '10.0.0.1' })).toEqual([1]);
      expect(await found({ words: '10.0.0.12 from' })).toEqual([1]);
      expect(await found({ words: 'disk-full' })).toEqual([3]);
      expect(await found({ words: '/dev/sda' })).toEqual([3]);
      expect(await found({ words: 'status=500' })).toEqual([5]);
      expect(await found({ words: 'anna@example.org' })).toEqual([5]);
      expect(await found({ words: '-->' })).toEqual([]);
      expect(await found({ words: '--> disk' })).toEqual([3, 4]);
    });

    test('[N3] any part of a text that has no spaces between its words, and pictures', async () => {
      await send('dale', [
        record('サーバーが停止しました。再起動中'),
        record('停電'),
        record('done 😀🚀'),
        record('ดิสก์เต็ม'),
      ]);
      expect(await found({ words: '停止' })).toEqual([1]);
      expect(await found({ words: '停' })).toEqual([1, 2]);
      expect(await found({ words: '再起動' })).toEqual([1]);
      expect(await found({ words: '止停' })).toEqual([]);
      expect(await found({ words: '🚀' })).toEqual([3]);
      expect(await found({ words: '😀🚀' })).toEqual([3]);
      expect(await found({ words: '🚀😀' })).toEqual([]);
      expect(await found({ words: 'เต็ม' })).toEqual([4]);
    });

    test('[N4] a level whatever its capitals, alone and with words; times, both included, in whatever order they come', async () => {
      await send('dale', [
        record('one', { level: 'Error', at: NOON - 5000 }),
        record('two', { level: 'error', at: NOON - 9000 }),
        record('three', { level: 'errors' }),
        record('error', { at: NOON - 7000 }),
      ]);
      expect(await found({ level: 'ERROR' })).toEqual([1, 2]);
      expect(await found({ level: 'error', words: 't' })).toEqual([2]);
      expect(await found({ level: 'info' })).toEqual([]);
      expect(await found({ from: NOON - 7000, to: NOON - 5000 })).toEqual([1, 4]);
      expect(await found({ to: NOON - 7000 })).toEqual([2, 4]);
      expect(await found({ from: NOON })).toEqual([3]);
      expect(await found({ level: 'error', words: 'o', from: NOON - 6000 })).toEqual([1]);
      expect(await found({ from: NOON, to: NOON - 1 })).toEqual([]);
    });

    test('[N5] pages from either end, which say how far was looked', async () => {
      await send(
        'dale',
        Array.from({ length: 30 }, (_, at) => record(at % 3 === 0 ? 'fizz' : 'other')),
      );
      const look = (page: Parameters<RecordIndex['search']>[2]) => index.search('dale', { words: 'fizz' }, page);
      expect(await look({ before: 31, limit: 4 })).toEqual({ seqs: [19, 22, 25, 28], searched: 19, indexed: 30 });
      expect(await look({ before: 19, limit: 4 })).toEqual({ seqs: [7, 10, 13, 16], searched: 7, indexed: 30 });
      expect(await look({ before: 7, limit: 4 })).toEqual({ seqs: [1, 4], searched: 1, indexed: 30 });
      expect(await look({ after: 0, limit: 4 })).toEqual({ seqs: [1, 4, 7, 10], searched: 10, indexed: 30 });
      expect(await look({ after: 22, limit: 4 })).toEqual({ seqs: [25, 28], searched: 30, indexed: 30 });
      expect(await look({ after: 30, limit: 4 })).toEqual({ seqs: [], searched: 30, indexed: 30 });
      const nobody = await index.search('nobody', {}, ALL);
      expect(nobody).toEqual({ seqs: [], searched: 1, indexed: 0 });
    });

    test('[N6] counts by spans of whole minutes, or of whole hours, and the levels there are', async () => {
      under.now = NOON + 3 * 60 * MINUTE;
      const at = (minutes: number, level?: string) => record('x', { at: NOON + minutes * MINUTE + 1, level });
      await send('dale', [at(0), at(1, 'INFO'), at(1, 'err'), at(5, 'fatal'), at(5, 'info'), at(90, 'info')]);
      const { indexed, ...counted } = await index.counts('dale', { from: NOON + 500, to: NOON + 6 * MINUTE, spans: 3 });
      expect(counted).toEqual({
        span: 2 * MINUTE,
        counts: [
          { at: NOON, records: 3, errors: 1 },
          { at: NOON + 2 * MINUTE, records: 0, errors: 0 },
          { at: NOON + 4 * MINUTE, records: 2, errors: 1 },
        ],
        levels: ['info', 'err', 'fatal'],
      });
      expect(indexed).toBe(6);
      const wide = await index.counts('dale', { from: NOON, to: NOON + 180 * MINUTE, spans: 3 });
      expect(wide.span).toBe(60 * MINUTE);
      expect(wide.counts.map(({ records }) => records)).toEqual([5, 1, 0]);
      const nobody = await index.counts('nobody', { from: NOON, to: NOON + MINUTE, spans: 240 });
      expect(nobody).toEqual({
        span: MINUTE,
        counts: [{ at: NOON, records: 0, errors: 0 }],
        levels: [],
        indexed: 0,
      });
    });

    test('[N7] what people type is words and nothing else', async () => {
      await send('dale', [record('alpha near beta'), record('OR 1=1'), record('message:alpha NOT level')]);
      const typed = [
        '"',
        '""',
        '" OR 1=1',
        "' OR '1'='1",
        'alpha OR beta',
        'NEAR(alpha beta)',
        'alpha AND',
        'NOT alpha',
        '*',
        'al*',
        '{message} : alpha',
        'level:1',
        '^alpha',
        '(',
        ')',
        'a"b',
        'alpha"*',
        '\\',
        '%',
        '_',
        '\0',
        'alpha\0beta',
        '\uD800',
        '-alpha',
        '+alpha',
        'alpha + beta',
        '; DROP TABLE records',
        'message : alpha',
        '"alpha" NEAR "beta"',
        '😀',
        '\u202e',
        Array(200).fill('alpha').join(' '),
        '0.'.repeat(100),
        '"'.repeat(199),
      ];
      const plain = new PlainIndex(streams);
      plain.grown('dale', 3);
      for (const words of typed) {
        const { seqs } = await plain.search('dale', { words }, ALL);
        expect({ words, seqs: await found({ words }) }).toEqual({ words, seqs });
      }
      expect(await found({ level: `x' OR 1=1 --` })).toEqual([]);
      expect(await found({ words: 'alpha' })).toEqual([1, 3]);
    });

    test('[N9] of a sealed record no words are looked at: it is found by level and time', async () => {
      await send('dale', [
        record('c2VhbGVkIHdvcmRz', { sealed: true, level: 'error', at: NOON - 1000 }),
        record('c2VhbGVkIHdvcmRz', { level: 'error' }),
      ]);
      expect(await found({ words: 'c2VhbGVkIHdvcmRz' })).toEqual([2]);
      expect(await found({ level: 'error' })).toEqual([1, 2]);
      expect(await found({ to: NOON - 1 })).toEqual([1]);
    });

    test('[N8] what retention takes away is forgotten: in words, times and counts', async () => {
      const yesterday = under.now;
      await send('dale', [record('old', { level: 'error' }), record('older')]);
      under.now += DAY;
      await send('dale', [record('new old')]);
      await streams.retain('dale', { before: yesterday + DAY });
      index.tidy();
      const counted = async (): Promise<number> => {
        const { counts } = await index.counts('dale', { from: yesterday, to: under.now + MINUTE, spans: 240 });
        return counts.reduce((sum, { records }) => sum + records, 0);
      };
      await expect.poll(counted).toBe(1);
      expect(await found({ words: 'old' })).toEqual([3]);
      expect(await found({ to: yesterday })).toEqual([]);
      await send('dale', [record('and on')]);
      expect(await found({})).toEqual([3, 4]);
    });
  });
}
