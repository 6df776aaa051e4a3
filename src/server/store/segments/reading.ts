import type { StoredRecord } from '../../core/ports.ts';
import { recentlyUsed } from '../../core/recentlyUsed.ts';
import type { Tail } from './batch.ts';
import {
  StaleIndex,
  blocksOf,
  closedExtent,
  dateOf,
  nameOf as keyOf,
  rebuiltExtent,
  recordIn,
  recordsIn,
} from './day.ts';
import type { Day, Extent, Place } from './day.ts';
import { isCode } from './disk.ts';
import { ID_WINDOW, IdWindow } from './idWindow.ts';
import { lastMark, type Mark } from './marks.ts';

/** A stream as it is at a moment. */
export interface Shape {
  readonly days: readonly Day[];
  readonly head: number;
  /** Of the newest day, when it is not packed. */
  readonly tail: Tail;
}

/** Days whose marks are kept in memory for whoever reads on. */
const KEPT_DAYS = 4;

/** Reads one stream, by blocks and never a file at a time, while it is written, packed and shortened. */
export class Reading {
  readonly #place: Place;
  readonly #shape: () => Shape;
  readonly #extents = recentlyUsed<string, Extent>(KEPT_DAYS);

  constructor(place: Place, shape: () => Shape) {
    this.#place = place;
    this.#shape = shape;
  }

  /** Ascending, from one seq to another, both of them included. */
  range(from: number, to: number): Promise<StoredRecord[]> {
    return this.#steady(async (shape) => {
      const { days, head } = shape;
      const found: StoredRecord[] = [];
      const last = Math.min(to, head);
      const start = Math.max(
        0,
        days.findLastIndex(({ first }) => first <= from),
      );
      for (const day of days.slice(start)) {
        if (day.first > last) break;
        for await (const records of this.#records(day, shape, (mark) => mark.seq <= from)) {
          found.push(...records.filter(({ seq }) => seq >= from && seq <= last));
          if ((records.at(-1)?.seq ?? 0) >= last) return found;
        }
      }
      return found;
    });
  }

  /** These of the records, which ascend. Of a block only the lines that are asked for are taken apart. */
  pick(seqs: readonly number[]): Promise<StoredRecord[]> {
    return this.#steady(async (shape) => {
      const found: StoredRecord[] = [];
      let left = seqs.filter((seq) => seq >= (shape.days[0]?.first ?? Infinity) && seq <= shape.head);
      for (let [seq] = left; seq !== undefined; [seq] = left) {
        const { block, next } = await this.#blockOf(seq, shape);
        found.push(...left.filter((each) => each < next).flatMap((each) => recordIn(block, each) ?? []));
        left = left.filter((each) => each >= next);
      }
      return found;
    });
  }

  /** The first record at that time or later. No record is of a later time than the day in whose file it is. */
  firstSince(at: number): Promise<number> {
    return this.#steady(async (shape) => {
      const { days, head } = shape;
      const date = dateOf(at);
      for (const day of days.filter((each) => each.date >= date)) {
        for await (const records of this.#records(day, shape, (mark) => mark.latest < at)) {
          const found = records.find((record) => record.at >= at);
          if (found) return found.seq;
        }
      }
      return head + 1;
    });
  }

  ids(): Promise<IdWindow> {
    return this.#steady(async (shape) => {
      const { days, head } = shape;
      const ids = new IdWindow();
      const from = Math.max(1, head - ID_WINDOW + 1);
      const start = Math.max(
        0,
        days.findLastIndex(({ first }) => first <= from),
      );
      for (const day of days.slice(start)) {
        for await (const records of this.#records(day, shape, (mark) => mark.seq <= from)) {
          for (const record of records) ids.add(record, record.seq);
        }
      }
      return ids;
    });
  }

  async #extent(day: Day, { days, tail }: Shape): Promise<Extent> {
    if (day === days.at(-1) && !day.packed) return { marks: tail.marks, end: tail.size };
    const extent = this.#extents.get(keyOf(day)) ?? (await closedExtent(this.#place, day));
    this.#extents.set(keyOf(day), extent);
    return extent;
  }

  /** The block in which a kept record is, and the seq of the first record behind it. */
  async #blockOf(seq: number, shape: Shape): Promise<{ block: Buffer; next: number }> {
    const at = shape.days.findLastIndex(({ first }) => first <= seq);
    const day = shape.days[at];
    if (day === undefined) throw new RangeError(`record ${seq} is not kept`);
    const extent = await this.#extent(day, shape);
    const from = lastMark(extent.marks, (mark) => mark.seq <= seq);
    const next = extent.marks[from + 1]?.seq ?? shape.days[at + 1]?.first ?? shape.head + 1;
    for await (const { block } of blocksOf(this.#place, day, extent, from)) return { block, next };
    return { block: Buffer.alloc(0), next };
  }

  /** Files are packed and removed while somebody reads, and an index can be wrong: then it begins again. */
  async #steady<T>(act: (shape: Shape) => Promise<T>): Promise<T> {
    const mended = new Set<string>();
    for (let left = 5; ; left--) {
      try {
        return await act(this.#shape());
      } catch (error) {
        if (error instanceof StaleIndex && !mended.has(keyOf(error.day))) {
          mended.add(keyOf(error.day));
          this.#extents.set(keyOf(error.day), await rebuiltExtent(this.#place, error.day));
        } else if (left === 0 || !isCode(error, 'ENOENT')) throw error;
      }
    }
  }

  /** The records of a day, from the last block on of which that is true, or from the first. */
  async *#records(day: Day, shape: Shape, isBefore: (mark: Mark) => boolean): AsyncGenerator<StoredRecord[]> {
    const extent = await this.#extent(day, shape);
    for await (const block of blocksOf(this.#place, day, extent, lastMark(extent.marks, isBefore))) {
      yield recordsIn(this.#place, day, block);
    }
  }
}
