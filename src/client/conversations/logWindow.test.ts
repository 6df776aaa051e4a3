import { describe, expect, test } from 'vitest';
import { encodeCbor } from '../../crypto/encoding.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import { LogWindow, MOST, STEP } from './logWindow.ts';
import { type Received, type StoredEntry, isShown } from './records.ts';

const CONVERSATION = 'c';

/** A log as a device stores it, and what a window on it hears of each change, in the order of the client: stored first. */
class Log implements Storage {
  entries: StoredEntry[] = [];

  async get() {
    return undefined;
  }
  async range(from: string, to: string, { limit = Infinity, last = false } = {}) {
    const within = this.entries.filter(({ seq }) => at(seq) >= from && at(seq) < to);
    const found = (last ? within.toReversed() : within).slice(0, limit);
    return found.map((entry): [string, Uint8Array] => [at(entry.seq), encodeCbor(entry)]);
  }
  async write() {}
  close() {}

  put(...entries: StoredEntry[]): Received {
    const bySeq = new Map([...this.entries, ...entries].map((entry) => [entry.seq, entry]));
    this.entries = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
    return { entries, gone: [], clearedThrough: 0 };
  }
  remove(...gone: number[]): Received {
    this.entries = this.entries.filter(({ seq }) => !gone.includes(seq));
    return { entries: [], gone, clearedThrough: 0 };
  }
  clear(through: number): Received {
    this.entries = this.entries.filter(({ seq }) => seq > through);
    return { entries: [], gone: [], clearedThrough: through };
  }
}

const places = new Map<number, string>();

function at(seq: number): string {
  const known = places.get(seq) ?? keys.entry(CONVERSATION, seq);
  places.set(seq, known);
  return known;
}

const entry = (seq: number, kind: 'identity_changed' | 'silent' | 'deleted' = 'identity_changed'): StoredEntry => ({
  seq,
  account: 'a',
  device: 'd',
  at: seq,
  counts: true,
  hash: `${seq}`,
  id: `${seq}`,
  counter: seq,
  previous: null,
  body: { kind },
});

const from = (first: number, count: number): StoredEntry[] =>
  Array.from({ length: count }, (_, index) => entry(first + index));

const seqs = ({ entries }: LogWindow): number[] => entries.map(({ seq }) => seq);
const shown = ({ entries }: LogWindow): number => entries.filter(({ body }) => isShown(body)).length;

function open(entries: StoredEntry[]): { log: Log; window: LogWindow } {
  const log = new Log();
  log.put(...entries);
  return { log, window: new LogWindow(log, CONVERSATION) };
}

test('it opens at the end, goes up to the beginning and back, and is never long', async () => {
  const { window } = open(from(1, 2000));
  await window.placeAtEnd();
  expect(seqs(window)).toEqual(from(2001 - STEP, STEP).map(({ seq }) => seq));
  while (window.hasOlder) await window.growUp();
  expect(seqs(window)).toEqual(from(1, MOST).map(({ seq }) => seq));
  while (window.hasNewer) await window.growDown();
  expect(seqs(window)).toEqual(from(2001 - MOST, MOST).map(({ seq }) => seq));
});

test('it stands around a place far back, with some before it', async () => {
  const { window } = open(from(1, 100_000 / 50));
  await window.placeAt(500);
  const all = seqs(window);
  expect(all).toContain(500);
  expect(all.indexOf(500)).toBeGreaterThanOrEqual(STEP / 2);
  expect(all.length - all.indexOf(500)).toBeGreaterThanOrEqual(STEP / 2);
  expect([window.hasOlder, window.hasNewer]).toEqual([true, true]);
});

test('what comes in does not disturb a window that stands elsewhere', async () => {
  const { log, window } = open(from(1, 1000));
  await window.placeAt(300);
  const before = window.entries;
  await window.takeIn(log.put(...from(1001, 500)));
  expect(window.entries).toEqual(before);
  expect(window.hasNewer).toBe(true);
});

test('at the end it takes in what comes until it is full, and lets go of nothing for it', async () => {
  const { log, window } = open(from(1, 1000));
  await window.placeAtEnd();
  const [first] = window.entries;
  for (let seq = 1001; seq <= 1000 + MOST; seq += 10) await window.takeIn(log.put(...from(seq, 10)));
  expect(window.entries[0]).toBe(first);
  expect(shown(window)).toBe(MOST);
  expect(window.hasNewer).toBe(true);
  await window.growDown();
  expect(window.entries.at(-1)?.seq).toBe(1000 + MOST);
  await window.placeAtEnd();
  expect(window.entries).toHaveLength(STEP);
});

test('a step goes past entries that show nothing, however many', async () => {
  const { window } = open([
    ...from(1, 50),
    ...from(51, 1000).map(({ seq }) => entry(seq, 'silent')),
    ...from(1051, 50),
  ]);
  await window.placeAtEnd();
  expect(seqs(window)[0]).toBe(1);
  await window.placeAt(1060);
  expect(shown(window)).toBeGreaterThanOrEqual(STEP / 2);
});

test('a short window takes in history that comes from the server; another leaves it out', async () => {
  const { log, window } = open(from(1000, 3));
  await window.placeAtEnd();
  await window.takeIn(log.put(...from(800, 200)));
  expect(seqs(window)[0]).toBe(800);
  await window.takeIn(log.put(...from(600, 200)));
  expect([seqs(window)[0], window.hasOlder]).toEqual([800, true]);
  await window.growUp();
  expect(seqs(window)[0]).toBe(800 - STEP);
});

describe('in any order of steps and changes', () => {
  for (let seed = 1; seed <= 5; seed++) {
    test(`what is shown is that stretch of the log, seed ${seed}`, async () => {
      const chance = randomOf(seed);
      const kind = () => (chance(4) === 0 ? 'silent' : 'identity_changed');
      const some = (first: number, count: number) => from(first, count).map(({ seq }) => entry(seq, kind()));
      const { log, window } = open(some(2000, chance(700)));
      await window.placeAtEnd();
      for (let step = 0; step < 80; step++) {
        const [top, end] = [log.entries[0]?.seq ?? 2000, log.entries.at(-1)?.seq ?? 2000];
        const place = top + chance(end - top + 1);
        const before = new Map(window.entries.map((one) => [one.seq, one]));
        const change = [
          () => log.put(...some(end + 1, 1 + chance(60))),
          () => log.put(...some(end + 1, 1)),
          () => (top > 1 ? log.put(...some(Math.max(1, top - 200), Math.min(200, top - 1))) : log.put()),
          () => log.put(...(log.entries.some(({ seq }) => seq === place) ? [entry(place, 'deleted')] : [])),
          () => log.remove(place),
          () => (chance(12) === 0 ? log.clear(place) : log.put()),
        ][chance(12)];
        const moves = [
          () => window.growUp(),
          () => window.growDown(),
          () => window.placeAtEnd(),
          () => window.placeAt(place),
        ];
        const wasAtEnd = !window.hasNewer;
        await (change ? window.takeIn(change()) : (moves[chance(10)] ?? moves[chance(2)])?.());
        const here = new Set(seqs(window));
        const left = log.entries.filter(({ seq }) => before.has(seq) && !here.has(seq));
        const pulled = seqs(window).filter((seq) => seq > Math.max(...before.keys()));
        expect(change ? left : []).toEqual([]);
        expect(change && !wasAtEnd ? pulled : []).toEqual([]);
        const first = window.hasOlder ? (window.entries[0]?.seq ?? Infinity) : 0;
        const last = window.hasNewer ? (window.entries.at(-1)?.seq ?? 0) : Infinity;
        expect(window.entries).toEqual(log.entries.filter(({ seq }) => seq >= first && seq <= last));
        expect(shown(window)).toBeLessThanOrEqual(MOST + 1);
      }
    });
  }
});

/** A number below `end`, the same ones for a seed. */
function randomOf(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return end === 0 ? 0 : Math.floor((state / 2 ** 31) * end);
  };
}
