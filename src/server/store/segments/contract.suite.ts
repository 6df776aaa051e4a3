import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordDraft, StoredRecord, StreamStore } from '../../core/ports.ts';

export interface StreamsUnderTest {
  open(): Promise<StreamStore>;
  /** Opens what a process leaves that is killed now. */
  openAsKilled(): Promise<StreamStore>;
  /** The store's clock, UTC milliseconds. */
  now: number;
  discard(): void;
}

export const NOON = Date.parse('2026-11-20T12:00:00.000Z');
const DAY = 86_400_000;

export const record = (message: string, more: Partial<RecordDraft> = {}): RecordDraft => ({
  message,
  endpoint: '127.0.0.1',
  ...more,
});

export const seqs = (records: readonly { seq: number }[]): number[] => records.map(({ seq }) => seq);

/** What a store of streams promises (`core/ports/streams.ts`) beside what every log does (`everyLog.suite.ts`), numbered. */
export function streamContract(name: string, factory: () => StreamsUnderTest): void {
  describe(`the contract of a store of streams: ${name}`, () => {
    let under: StreamsUnderTest;
    let store: StreamStore;
    const all = (machine: string, from: StreamStore = store): Promise<StoredRecord[]> =>
      from.read(machine, { after: 0, limit: 1_000_000 });

    beforeEach(async () => {
      under = factory();
      under.now = NOON;
      store = await under.open();
    });
    afterEach(async () => {
      await store.close();
      under.discard();
    });

    test('[G1] records get 1, 2, 3 ... in the order in which they came, and are read back as they were', async () => {
      const drafts = [
        record('Hail Dale!'),
        record('disk full', { at: NOON - 5000, id: 'one', level: 'error' }),
        record('', { endpoint: '::1' }),
        record('bQ', { id: 'two', sealed: true }),
      ];
      const answers = await Promise.all(drafts.map((each) => store.append('dale', [each])));
      expect(answers).toEqual([1, 2, 3, 4].map((seq) => [{ seq, repeated: false }]));
      const plain = { at: NOON, endpoint: '127.0.0.1', id: null, level: null, sealed: false };
      expect(await all('dale')).toEqual([
        { ...plain, seq: 1, message: 'Hail Dale!' },
        { ...plain, seq: 2, message: 'disk full', at: NOON - 5000, id: 'one', level: 'error' },
        { ...plain, seq: 3, message: '', endpoint: '::1' },
        { ...plain, seq: 4, message: 'bQ', id: 'two', sealed: true },
      ]);
      expect(await store.head('dale')).toBe(4);
    });

    test('[G2] those are listed that have a stream', async () => {
      await Promise.all(['gale', 'dale'].map((machine) => store.append(machine, [record(machine)])));
      expect([await store.head('dale'), await store.head('nobody')]).toEqual([1, 0]);
      expect(await store.machines()).toEqual(['dale', 'gale']);
      expect(await all('nobody')).toEqual([]);
    });

    test('[G3] many in one call stand together, in their order', async () => {
      const calls = Array.from({ length: 20 }, (_, call) =>
        store.append(
          'dale',
          Array.from({ length: 50 }, (__, at) => record(`${call} ${at}`)),
        ),
      );
      const answers = await Promise.all(calls);
      expect(answers.flatMap(seqs)).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
      const messages = (await all('dale')).map(({ message }) => message);
      expect(messages).toEqual(Array.from({ length: 1000 }, (_, at) => `${Math.floor(at / 50)} ${at % 50}`));
      expect(await store.append('dale', [])).toEqual([]);
    });

    test('[G4] an id that comes twice in one call is stored once', async () => {
      await store.append('dale', [record('once', { id: 'a' })]);
      const drafts = [record('other', { id: 'a' }), record('b', { id: 'b' }), record('b', { id: 'b' })];
      expect(await store.append('dale', drafts)).toEqual([
        { seq: 1, repeated: true },
        { seq: 2, repeated: false },
        { seq: 2, repeated: true },
      ]);
      expect((await all('dale')).map(({ message }) => message)).toEqual(['once', 'b']);
    });

    test('[G5] a repeat is known on another day, and after reopening then', async () => {
      await store.append('dale', [record('once', { id: 'a' })]);
      under.now += DAY;
      await store.append('dale', [record('tomorrow', { id: 'b' })]);
      await store.close();
      store = await under.open();
      expect(await store.append('dale', [record('a', { id: 'a' }), record('b', { id: 'b' })])).toEqual([
        { seq: 1, repeated: true },
        { seq: 2, repeated: true },
      ]);
      expect(await store.append('dale', [record('c')])).toEqual([{ seq: 3, repeated: false }]);
    });

    test('[G6] ids of the last 100,000 records are known, and older ones are new', async () => {
      await store.append('dale', [record('old', { id: 'old' }), record('edge', { id: 'edge' })]);
      const many = Array.from({ length: 99_999 }, (_, at) => record('x', { id: `i${at}` }));
      await store.append('dale', many);
      expect(await store.append('dale', [record('', { id: 'edge' })])).toEqual([{ seq: 2, repeated: true }]);
      expect(await store.append('dale', [record('', { id: 'old' })])).toEqual([{ seq: 100_002, repeated: false }]);
      await store.close();
      store = await under.open();
      expect(await store.append('dale', [record('', { id: 'i0' }), record('', { id: 'old' })])).toEqual([
        { seq: 3, repeated: true },
        { seq: 100_002, repeated: true },
      ]);
    });

    test('[G7] pages: after ascending, before the last ones, never more than asked, over days and reopening', async () => {
      for (let day = 0; day < 5; day++) {
        await store.append('dale', [record('x'), record('y')]);
        under.now += DAY;
      }
      const look = async (page: Parameters<typeof store.read>[1]) => seqs(await store.read('dale', page));
      const expected = async (): Promise<void> => {
        expect(await look({ after: 0, limit: 3 })).toEqual([1, 2, 3]);
        expect(await look({ after: 3, limit: 4 })).toEqual([4, 5, 6, 7]);
        expect(await look({ after: 8, limit: 5 })).toEqual([9, 10]);
        expect(await look({ after: 10, limit: 5 })).toEqual([]);
        expect(await look({ before: 11, limit: 3 })).toEqual([8, 9, 10]);
        expect(await look({ before: 99, limit: 1 })).toEqual([10]);
        expect(await look({ before: 3, limit: 5 })).toEqual([1, 2]);
        expect(await look({ before: 1, limit: 5 })).toEqual([]);
        expect(await look({ after: 0, limit: 0 })).toEqual([]);
      };
      await expected();
      await store.close();
      store = await under.open();
      await expected();
    });

    test('[G16] single records from anywhere, over days, packed ones and reopening; what is not kept is left out', async () => {
      const text = 'a line of {"seq":7, and more '.repeat(20);
      for (let day = 0; day < 3; day++) {
        await store.append(
          'dale',
          Array.from({ length: 400 }, (_, at) =>
            record(`${day} ${at} ${text}`, { level: at === 7 ? 'error' : undefined }),
          ),
        );
        under.now += DAY;
      }
      const kept = await all('dale');
      const asked = [1200, 7, 8, 8, 399, 400, 401, 1199, 1201, 0, 800, 650];
      const expected = [7, 8, 399, 400, 401, 650, 800, 1199, 1200].map((seq) => kept[seq - 1]);
      expect(await store.pick('dale', asked)).toEqual(expected);
      await store.close();
      store = await under.open();
      expect(await store.pick('dale', asked)).toEqual(expected);
      await store.retain('dale', { before: under.now - 2 * DAY });
      expect(seqs(await store.pick('dale', [1, 400, 401, 1200]))).toEqual([401, 1200]);
      expect(await store.pick('dale', [])).toEqual([]);
      expect(await store.pick('nobody', [1])).toEqual([]);
    });

    test('[G8] a time that has not come is the time of storing, and a clock that is set back changes no order', async () => {
      await store.append('dale', [record('future', { at: NOON + DAY })]);
      under.now += DAY;
      await store.append('dale', [record('next day')]);
      under.now -= 2 * DAY;
      await store.append('dale', [record('clock set back')]);
      const expected = [
        [1, NOON],
        [2, NOON + DAY],
        [3, NOON - DAY],
      ];
      expect((await all('dale')).map(({ seq, at }) => [seq, at])).toEqual(expected);
      await store.close();
      store = await under.open();
      expect((await all('dale')).map(({ seq, at }) => [seq, at])).toEqual(expected);
      expect(seqs(await store.append('dale', [record('next')]))).toEqual([4]);
    });

    test('[G9] the first record since a time, over days', async () => {
      for (let hour = 0; hour < 100; hour++) {
        await store.append('dale', [record('on the hour'), record('late', { at: NOON - DAY })]);
        under.now += 3_600_000;
      }
      expect(await store.firstSince('dale', 0)).toBe(1);
      for (const hour of [1, 7, 12, 13, 40, 99]) {
        expect(await store.firstSince('dale', NOON + hour * 3_600_000)).toBe(2 * hour + 1);
        expect(await store.firstSince('dale', NOON + hour * 3_600_000 - 1)).toBe(2 * hour + 1);
      }
      expect(await store.firstSince('dale', NOON + 100 * 3_600_000)).toBe(201);
      expect(await store.firstSince('nobody', 0)).toBe(1);
    });

    test('[G10] retention removes whole days, the oldest first, and never the newest; the numbers go on', async () => {
      for (let day = 0; day < 6; day++) {
        await store.append('dale', [record('x'.repeat(1000)), record('y')]);
        under.now += DAY;
      }
      await store.retain('dale', { before: Date.parse('2026-11-22T00:00:00.000Z') });
      expect(seqs(await all('dale'))).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
      expect(seqs(await store.read('dale', { after: 0, limit: 2 }))).toEqual([5, 6]);
      expect(seqs(await store.read('dale', { before: 7, limit: 5 }))).toEqual([5, 6]);
      await store.retain('dale', { before: 0, bytes: 1e9 });
      expect(await all('dale')).toHaveLength(8);
      await store.retain('dale', { bytes: 0 });
      expect(seqs(await all('dale'))).toEqual([11, 12]);
      expect(await store.append('dale', [record('next')])).toEqual([{ seq: 13, repeated: false }]);
      await store.close();
      store = await under.open();
      expect(seqs(await all('dale'))).toEqual([11, 12, 13]);
    });

    test('[G15] a key comes with one body: with another all of the call is refused, at once, after a kill, on another day', async () => {
      const keyed = (message: string, body: string) => record(message, { id: message, keyed: { key: 'k', body } });
      const reused = { code: 'key_reused' };
      const [first, other] = await Promise.allSettled([
        store.append('dale', [keyed('one', 'a'), keyed('two', 'a')]),
        store.append('dale', [keyed('one', 'b'), keyed('three', 'b')]),
      ]);
      expect([first.status, other]).toMatchObject(['fulfilled', { status: 'rejected', reason: reused }]);
      await expect(store.append('dale', [keyed('three', 'b')])).rejects.toMatchObject(reused);
      const killed = await under.openAsKilled();
      await expect(killed.append('dale', [keyed('three', 'b')])).rejects.toMatchObject(reused);
      expect(
        (await killed.append('dale', [keyed('one', 'a'), keyed('two', 'a')])).map((each) => each.repeated),
      ).toEqual([true, true]);
      await killed.close();
      under.now += DAY;
      await store.append('dale', [record('tomorrow')]);
      await expect(store.append('dale', [keyed('three', 'b')])).rejects.toMatchObject(reused);
      expect(await store.append('gale', [keyed('three', 'b')])).toEqual([{ seq: 1, repeated: false }]);
      expect((await all('dale')).map(({ message }) => message)).toEqual(['one', 'two', 'tomorrow']);
    });

    test.each(['', '..', '.', 'a', 'Dale', ' dale', 'dale/..', '../dale', 'da\0le', '-dale', '.dale', 'x'.repeat(33)])(
      '[G11] %j is no name of a machine',
      async (name) => {
        await expect(store.append(name, [record('x')])).rejects.toThrow(RangeError);
        await expect(store.read(name, { after: 0, limit: 1 })).rejects.toThrow(RangeError);
        await expect(store.retain(name, {})).rejects.toThrow(RangeError);
        expect(await store.machines()).toEqual([]);
      },
    );

    test.each([-1, NaN, -Infinity])('[G12] %d is no time of a record', async (at) => {
      const answers = await Promise.allSettled([
        store.append('dale', [record('x', { at })]),
        store.append('dale', [record('y')]),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
      expect(await store.head('dale')).toBe(1);
    });

    test('[G13] too much that waits is refused as busy, and what was taken is stored', async () => {
      const large = record('x'.repeat(1024 * 1024));
      const answers = await Promise.allSettled(Array.from({ length: 100 }, () => store.append('dale', [large])));
      const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
      expect(refusals).toEqual(refusals.map(() => expect.objectContaining({ reason: 'busy' }) as unknown));
      const stored = 100 - refusals.length;
      expect(stored).toBeGreaterThan(0);
      expect(stored).toBeLessThan(100);
      expect(await store.head('dale')).toBe(stored);
      expect(await store.append('dale', [large])).toEqual([{ seq: stored + 1, repeated: false }]);
    });

    test('[G14] what waits is stored on closing, and nothing is taken afterwards', async () => {
      const waiting = Array.from({ length: 100 }, () => store.append('dale', [record('x')]));
      await store.close();
      expect((await Promise.all(waiting)).flatMap(seqs)).toHaveLength(100);
      await expect(store.append('dale', [record('x')])).rejects.toMatchObject({ reason: 'closed' });
      store = await under.open();
      expect(await store.head('dale')).toBe(100);
    });
  });
}
