import path from 'node:path';
import type { StoredRecord } from '../../core/ports.ts';
import { recentlyUsed } from '../../core/recentlyUsed.ts';
import {
  StaleIndex,
  blocksOf,
  fileOf,
  firstOf,
  nameOf,
  readName,
  recordsIn,
  type Day,
  type Extent,
  type Place,
} from '../segments/day.ts';
import { disk, isCode, withFile, type Disk } from '../segments/disk.ts';
import { lastMark, scan, type Mark } from '../segments/marks.ts';
import { PackedDamaged, packedMarks } from '../segments/packed.ts';
import { knownMarks } from '../segments/recovery.ts';

/** Days whose marks are remembered, over all machines. */
const KEPT_DAYS = 64;
const KEPT_FIRSTS = 10_000;
/** Blocks of a growing file that are marked at once: whoever is far behind does not go over all of it each time. */
const AHEAD = 16;

/** A day as far as it was looked at, and whether there is more behind. */
interface Seen extends Extent {
  readonly more: boolean;
}

/**
 * Reads the files of the streams beside their store, from a thread of its own. It changes nothing there, and passes over
 * what is damaged: of that the store tells.
 */
export class Following {
  readonly #folder: string;
  readonly #extents = recentlyUsed<string, Seen>(KEPT_DAYS);
  readonly #firsts = recentlyUsed<string, number>(KEPT_FIRSTS);

  /** @param folder the data folder */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The seq of the oldest record that is kept; null when nothing is there. */
  async first(machine: string): Promise<number | null> {
    const [oldest] = await this.#days(this.#place(machine));
    return oldest?.first ?? null;
  }

  /** Records after that seq up to the head, ascending, some at a time. What lies behind the head may not be durable yet. */
  async *after(machine: string, seq: number, head: number): AsyncGenerator<StoredRecord[]> {
    const place = this.#place(machine);
    let [after, tries] = [seq, 5];
    const left = (records: StoredRecord[]): StoredRecord[] => {
      const some = records.filter((record) => record.seq > after && record.seq <= head);
      after = some.at(-1)?.seq ?? after;
      return some;
    };
    for (;;) {
      const days = await this.#days(place);
      const at = Math.max(
        0,
        days.findLastIndex(({ first }) => first <= after + 1),
      );
      const [day, next] = days.slice(at);
      if (day === undefined || day.first > head) return;
      try {
        const extent = await this.#extent(place, day, after, head);
        for await (const block of blocksOf(
          place,
          day,
          extent,
          lastMark(extent.marks, (mark) => mark.seq <= after + 1),
        )) {
          const some = left(recordsIn(place, day, block));
          if (some.length > 0) yield some;
          if (after >= head) return;
        }
        after = Math.max(after, (extent.marks.at(-1)?.seq ?? 0) - 1);
        if (extent.more) continue;
      } catch (error) {
        // Packed or removed meanwhile: look again. Damaged: nothing more of this day.
        const again = isCode(error, 'ENOENT') && tries > 0;
        tries -= 1;
        if (again) continue;
        if (!(error instanceof StaleIndex || error instanceof PackedDamaged)) throw error;
      }
      if (next === undefined) return;
      after = Math.max(after, next.first - 1);
    }
  }

  #place(machine: string): Place {
    return {
      disk: readOnly,
      folder: path.join(this.#folder, 'streams', machine),
      index: path.join(this.#folder, 'index', 'streams', machine),
      report: () => undefined,
    };
  }

  async #days(place: Place): Promise<Day[]> {
    const named = (await disk.list(place.folder)).map(readName).filter((day) => day !== null);
    // A day that is just being packed may be there twice; the packed one counts.
    const once = named.filter(({ date }, at) => date !== named[at + 1]?.date);
    const days: Day[] = [];
    for (const day of once) {
      const file = fileOf(place, day);
      const first = this.#firsts.get(file) ?? (await firstOf(place, day).catch(() => null));
      if (first === null) continue;
      this.#firsts.set(file, first);
      days.push({ ...day, first });
    }
    return days;
  }

  /** Of a file that grows the marks are carried on when they are needed. Those behind the head may change yet. */
  async #extent(place: Place, day: Day, after: number, head: number): Promise<Seen> {
    const key = path.join(place.folder, nameOf(day));
    const extent = await withFile(place.disk.open(fileOf(place, day), 'read'), async (file) => {
      const { size } = await file.stat();
      const known = this.#extents.get(key);
      if (known?.end === size || (known?.more && (known.marks.at(-1)?.seq ?? 0) > after + 1)) return known;
      if (day.packed) return { marks: await packedMarks(file, size), end: size, more: false };
      const marks: readonly Mark[] = known?.marks ?? (await knownMarks(place, day, file, size));
      const found = await scan(file, marks.at(-1) ?? null, size, AHEAD);
      const both = [...marks.slice(0, -1), ...found.marks].filter(({ seq }) => seq <= head);
      return { marks: both, end: found.end, more: found.marks.length > AHEAD };
    });
    this.#extents.set(key, extent);
    return extent;
  }
}

/** What another thread writes is not written here. */
const readOnly: Disk = {
  ...disk,
  open: (file, how) => (how === 'read' ? disk.open(file, how) : Promise.reject(new Error(`${file} is only read here`))),
};
