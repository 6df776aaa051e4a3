import { limits } from '../../../protocol/limits.ts';
import type { Retention, StoredRecord, StreamEnds } from '../../core/ports.ts';
import { StoreUnavailable } from '../../core/unavailable.ts';
import { EMPTY, compose, type Batch, type Tail } from './batch.ts';
import { dateOf, fileOf, indexOf, rebuiltExtent, type Day, type Place } from './day.ts';
import { withFile, writeAll, type DiskFile } from './disk.ts';
import type { IdWindow } from './idWindow.ts';
import { decode, type Encoded } from './line.ts';
import { saveMarks } from './marks.ts';
import { pack, removeDay } from './packing.ts';
import { Reading } from './reading.ts';
import { recover } from './recovery.ts';

const DAY = 86_400_000;

/** One machine's stream. Only one `write` at a time, and only one `tidy` or `retain`. */
export class Stream {
  readonly #place: Place;
  readonly #now: () => number;
  /** The day before it is closed. */
  readonly #dayBegan: () => void;
  readonly #reading: Reading;
  #loading: Promise<void> | null = null;
  #days: Day[] = [];
  /** Of what is durable; nobody sees more. */
  #head = 0;
  #tail: Tail = EMPTY;
  /** Cut for lists; null until it was asked for or written. */
  #newest: StoredRecord | null = null;
  #savedMarks = 0;
  #saving: Promise<void> = Promise.resolve();
  /** The newest day's; null when it was just begun, and after a failed write until what it left is cut off. */
  #file: DiskFile | null = null;
  /** A day's file that was begun and did not become durable. */
  #leftover: Day | null = null;
  #ids: IdWindow | null = null;

  constructor(place: Place, { now, dayBegan }: { now: () => number; dayBegan: () => void }) {
    this.#place = place;
    this.#now = now;
    this.#dayBegan = dayBegan;
    this.#reading = new Reading(place, () => ({ days: this.#days, head: this.#head, tail: this.#tail }));
  }

  get head(): number {
    return this.#head;
  }

  /** How many ids are in memory. */
  get idsHeld(): number {
    return this.#ids?.size ?? 0;
  }

  /** Looks at the disk, once; after a failure, again. @throws StoreUnavailable */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = null;
      throw new StoreUnavailable('failed', { cause: error });
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    const { disk, folder, index } = this.#place;
    await disk.makeFolder(folder);
    await disk.makeFolder(index);
    const { days, head, tail } = await recover(this.#place);
    this.#days = days;
    this.#head = head;
    this.#tail = tail;
  }

  /** Stores what is new in these, in order; answers each once all of it is durable, or null to a key that is reused. After a failure none of it is there. */
  async write(jobs: readonly Encoded[]): Promise<Batch['answers']> {
    await this.load();
    if (jobs.some(({ ids }) => ids.some((id) => id !== null))) this.#ids ??= await this.#reading.ids();
    await this.#open();
    const now = this.#now();
    const newest = this.#days.at(-1);
    const date = dateToWrite(newest, now);
    const tail = date === newest?.date ? this.#tail : EMPTY;
    const batch = compose(jobs, { head: this.#head, tail, now, ids: this.#ids });
    if (batch.bytes.length === 0) return batch.answers;
    const day = date === newest?.date ? null : { date, packed: false, first: this.#head + 1 };
    if (day) await this.#begin(day, batch);
    else await this.#add(batch);
    this.#adopt(batch, day);
    return batch.answers;
  }

  /** All at once, so that no reader sees one without the other. */
  #adopt(batch: Batch, day: Day | null): void {
    if (day) {
      this.#days = [...this.#days, day];
      this.#savedMarks = 0;
      this.#dayBegan();
    }
    this.#head = batch.head;
    this.#tail = batch.tail;
    this.#newest = cut(decode(Buffer.from(batch.newest.trimEnd())));
    this.#ids?.join(batch.ids);
    this.#ids?.forgetBefore(this.#head);
    if (batch.tail.marks.length - this.#savedMarks > Math.max(16, this.#savedMarks / 8)) this.#saveMarks();
  }

  /** Ascending. */
  async read(page: { after: number; limit: number } | { before: number; limit: number }): Promise<StoredRecord[]> {
    await this.load();
    const first = this.#days[0]?.first ?? 1;
    if ('after' in page) {
      const from = Math.max(page.after + 1, first);
      return this.#reading.range(from, from + page.limit - 1);
    }
    const to = Math.min(page.before - 1, this.#head);
    return this.#reading.range(Math.max(first, to - page.limit + 1), to);
  }

  async ends(): Promise<StreamEnds> {
    await this.load();
    const head = this.#head;
    if (head > 0 && this.#newest?.seq !== head) {
      const found = cut((await this.#reading.range(head, head))[0] ?? null);
      if (head === this.#head) this.#newest = found;
    }
    return { first: this.#days[0]?.first ?? 1, head: this.#head, newest: this.#newest };
  }

  async pick(seqs: readonly number[]): Promise<StoredRecord[]> {
    await this.load();
    return this.#reading.pick([...new Set(seqs)].toSorted((one, other) => one - other));
  }

  async firstSince(at: number): Promise<number> {
    await this.load();
    return this.#reading.firstSince(at);
  }

  /** Packs the days that are closed: those before the newest. */
  async tidy(stopped: () => boolean): Promise<void> {
    await this.load();
    await this.#place.disk.makeFolder(this.#place.index);
    for (const day of this.#days.slice(0, -1).filter((each) => !each.packed)) {
      const packed = await pack(this.#place, day, await rebuiltExtent(this.#place, day), stopped);
      if (packed === null) return;
      this.#days = this.#days.map((each) => (each === day ? packed : each));
      await removeDay(this.#place, day);
    }
  }

  async bytes(): Promise<number> {
    await this.load();
    // What is just being packed or removed has another name, or none.
    const sizes = this.#days.map((day) => this.#place.disk.size(fileOf(this.#place, day)).catch(() => 0));
    return (await Promise.all(sizes)).reduce((all, size) => all + size, 0);
  }

  async retain({ before = 0, bytes = Infinity }: Retention): Promise<void> {
    await this.load();
    const { disk, folder } = this.#place;
    if (this.#days.length < 2) return;
    const sizes = await Promise.all(this.#days.map((day) => disk.size(fileOf(this.#place, day))));
    let sum = sizes.reduce((all, size) => all + size, 0);
    for (const [at, day] of this.#days.slice(0, -1).entries()) {
      if (sum <= bytes && Date.parse(day.date) + DAY > before) break;
      sum -= sizes[at] ?? 0;
      this.#days = this.#days.filter((each) => each !== day);
      await removeDay(this.#place, day);
    }
    await disk.syncFolder(folder);
  }

  /** Gives back what a stream holds while it is written to. */
  async sleep(): Promise<void> {
    this.#ids = null;
    this.#saveMarks();
    await this.#closeFile();
    await this.#saving;
  }

  async #add(batch: Batch): Promise<void> {
    try {
      if (!this.#file) throw new Error('the newest day is not open');
      await writeAll(this.#file, batch.bytes, this.#tail.size);
    } catch (error) {
      await this.#closeFile();
      throw error;
    }
  }

  /** The first records of a day: the file's name has to be durable, too. */
  async #begin(day: Day, batch: Batch): Promise<void> {
    const { disk, folder } = this.#place;
    this.#leftover = day;
    await withFile(disk.open(fileOf(this.#place, day), 'create'), async (file) => {
      await writeAll(file, batch.bytes, 0);
      await file.datasync();
    });
    await disk.syncFolder(folder);
    this.#leftover = null;
    this.#saveMarks();
    await this.#closeFile();
  }

  /** Opens the newest day for writing. What a failed write left is gone after this. */
  async #open(): Promise<void> {
    const { disk, folder } = this.#place;
    if (this.#leftover) {
      await disk.remove(fileOf(this.#place, this.#leftover));
      await disk.syncFolder(folder);
      this.#leftover = null;
    }
    const newest = this.#days.at(-1);
    if (this.#file || !newest || newest.packed) return;
    const file = await disk.open(fileOf(this.#place, newest), 'write');
    try {
      const { size } = await file.stat();
      if (size < this.#tail.size) throw new Error(`${fileOf(this.#place, newest)} has become shorter`);
      if (size > this.#tail.size) {
        await file.truncate(this.#tail.size);
        await file.datasync();
      }
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    this.#file = file;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(this.#place.report);
  }

  #saveMarks(): void {
    const newest = this.#days.at(-1);
    const { marks } = this.#tail;
    if (!newest || newest.packed || marks.length === this.#savedMarks) return;
    this.#savedMarks = marks.length;
    const file = indexOf(this.#place, newest);
    this.#saving = this.#saving.then(() => saveMarks(this.#place.disk, file, marks)).catch(this.#place.report);
  }
}

/** A copy that does not keep the whole message in memory. */
function cut(record: StoredRecord | null): StoredRecord | null {
  if (record === null || record.message.length <= limits.newestText) return record;
  const text = record.message.slice(0, limits.newestText).toWellFormed();
  return { ...record, message: Buffer.from(text).toString() };
}

/** Today, but never before the newest day, and never a day that is packed. */
function dateToWrite(newest: Day | undefined, now: number): string {
  const today = dateOf(now);
  if (newest === undefined || today > newest.date) return today;
  return newest.packed ? dateOf(Date.parse(newest.date) + DAY) : newest.date;
}
