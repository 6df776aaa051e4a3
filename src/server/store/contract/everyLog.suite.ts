import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** A log as all of them are, whatever else stands in its entries. */
export interface Log {
  append(id: string, text: string): Promise<{ readonly seq: number; readonly repeated: boolean }>;
  /** Ascending. After `after`, or the last ones before `before`. */
  page(page: { after: number; limit: number } | { before: number; limit: number }): Promise<Entry[]>;
  /** Looks at all that the store keeps of its order; answers how many entries there are. */
  follow(): Promise<number>;
}

interface Entry {
  readonly seq: number;
  readonly text: string;
}

export interface Logs {
  /** Begun the first time that it is asked for; the same one after that. */
  log(name: string): Promise<Log>;
  close(): Promise<void>;
}

export interface LogsUnderTest {
  /** Opens the same logs again and again. */
  open(): Promise<Logs>;
  /** Opens what would be there if the process had been killed now. */
  openAsKilled(): Promise<Logs>;
  discard(): Promise<void>;
}

/** What a log promises, of conversations and of machines alike. */
export function logContract(name: string, factory: () => Promise<LogsUnderTest>): void {
  describe(`the contract of a log: ${name}`, () => {
    let under: LogsUnderTest;
    let logs: Logs;
    beforeEach(async () => {
      under = await factory();
      logs = await under.open();
    });
    afterEach(async () => {
      await logs.close();
      await under.discard();
    });
    orderPromises(() => logs);
    test('[S64] a repeat is known after reopening and after a kill', async () => {
      await (await logs.log('one')).append('a', 'once');
      const killed = await under.openAsKilled();
      expect(await (await killed.log('one')).append('a', 'again')).toEqual({ seq: 1, repeated: true });
      expect(await (await killed.log('one')).append('b', 'new')).toEqual({ seq: 2, repeated: false });
      await killed.close();
      await logs.close();
      logs = await under.open();
      const log = await logs.log('one');
      expect(await log.append('a', 'again')).toEqual({ seq: 1, repeated: true });
      expect(await log.append('b', 'new')).toEqual({ seq: 2, repeated: false });
      expect(await textsOf(log)).toEqual(['once', 'new']);
      expect(await log.follow()).toBe(2);
    });

    test('[S67] everything acknowledged is there after a kill in the middle of writing', async () => {
      const names = ['one', 'two', 'three'];
      const writers = await Promise.all(names.map((each) => logs.log(each)));
      const acknowledged = names.map((): string[] => []);
      const writing = Array.from({ length: 300 }, async (_, at) => {
        await writers[at % 3]?.append(`${at}`, `${at}`);
        acknowledged[at % 3]?.push(`${at}`);
      });
      await vi.waitUntil(() => acknowledged.flat().length > 0, { interval: 1 });
      const before = acknowledged.map((texts) => [...texts]);
      const killed = await under.openAsKilled();
      for (const [at, each] of names.entries()) {
        const log = await killed.log(each);
        const found = await textsOf(log);
        expect(before[at]?.filter((text) => !found.includes(text))).toEqual([]);
        expect(new Set(found).size).toBe(found.length);
        expect(await log.follow()).toBe(found.length);
      }
      await killed.close();
      await Promise.all(writing);
    });
  });
}

function orderPromises(given: () => Logs): void {
  test('[S61] each log counts for itself: 1, 2, 3 ... in the order in which they came', async () => {
    const [one, two] = [await given().log('one'), await given().log('two')];
    const answers = await Promise.all([one, two, one, two, two].map((log, at) => log.append(`${at}`, `text ${at}`)));
    expect(answers.map(({ seq }) => seq)).toEqual([1, 1, 2, 2, 3]);
    expect(await one.page({ after: 0, limit: 9 })).toEqual([
      { seq: 1, text: 'text 0' },
      { seq: 2, text: 'text 2' },
    ]);
    expect(await textsOf(two)).toEqual(['text 1', 'text 3', 'text 4']);
    expect([await one.follow(), await two.follow()]).toEqual([2, 3]);
  });

  test('[S62] the same id answers what is stored: at once, later, and with another text; it is new in another log', async () => {
    const log = await given().log('one');
    const answers = await Promise.all([log.append('a', 'once'), log.append('a', 'once'), log.append('a', 'other')]);
    expect(answers).toEqual([false, true, true].map((repeated) => ({ seq: 1, repeated })));
    expect(await log.append('a', 'other')).toEqual({ seq: 1, repeated: true });
    expect(await log.append('b', 'once')).toEqual({ seq: 2, repeated: false });
    expect(await textsOf(log)).toEqual(['once', 'once']);
    expect(await (await given().log('two')).append('a', 'mine')).toEqual({ seq: 1, repeated: false });
  });

  test('[S65] pages: after ascending, before the last ones, never more than asked', async () => {
    const log = await given().log('one');
    const seqs = async (page: Parameters<Log['page']>[0]) => (await log.page(page)).map(({ seq }) => seq);
    expect(await seqs({ after: 0, limit: 3 })).toEqual([]);
    await Promise.all(Array.from({ length: 10 }, (_, at) => log.append(`${at}`, 'x')));
    expect(await seqs({ after: 0, limit: 3 })).toEqual([1, 2, 3]);
    expect(await seqs({ after: 8, limit: 3 })).toEqual([9, 10]);
    expect(await seqs({ after: 10, limit: 3 })).toEqual([]);
    expect(await seqs({ before: 11, limit: 3 })).toEqual([8, 9, 10]);
    expect(await seqs({ before: 99, limit: 1 })).toEqual([10]);
    expect(await seqs({ before: 3, limit: 5 })).toEqual([1, 2]);
    expect(await seqs({ before: 1, limit: 5 })).toEqual([]);
  });

  test('[S66] many at once, of many writers in many logs: every answer is true and no number is missing or given twice', async () => {
    const logs = await Promise.all(['one', 'two', 'three', 'four', 'five'].map((each) => given().log(each)));
    const sent = Array.from({ length: 600 }, (_, round) =>
      logs.map((log, at) => ({ log, text: `${round} ${at} ${'x'.repeat(700)}` })),
    ).flat();
    const answers = await Promise.all(sent.map(({ log, text }) => log.append(text.slice(0, 10), text)));
    for (const log of logs) {
      const entries = await log.page({ after: 0, limit: 10_000 });
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
      const wrong = sent.filter(
        (each, index) => each.log === log && entries[(answers[index]?.seq ?? 0) - 1]?.text !== each.text,
      );
      expect(wrong).toEqual([]);
      expect(await log.follow()).toBe(600);
    }
  });
}

const textsOf = async (log: Log): Promise<string[]> =>
  (await log.page({ after: 0, limit: 100_000 })).map(({ text }) => text);
