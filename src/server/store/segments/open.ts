import path from 'node:path';
import { Username } from '../../../protocol/ids.ts';
import type { RecordDraft, RecordedAs, Retention, StoredRecord, StreamEnds, StreamStore } from '../../core/ports.ts';
import { StoreUnavailable } from '../../core/unavailable.ts';
import type { Place } from './day.ts';
import { disk as systemDisk, type Disk } from './disk.ts';
import { encode } from './line.ts';
import { lock } from './lock.ts';
import { Stream } from './stream.ts';
import { Writer, type Room } from './writer.ts';

export interface SegmentsOptions {
  /** The data folder; it has to be there. */
  readonly folder: string;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told of damage, and of work that failed behind the scenes; nothing is lost by it. */
  readonly report: (error: Error) => void;
  readonly disk?: Disk;
  /** For tests. */
  readonly bounds?: Bounds;
}

/** Over all streams. */
export interface Bounds {
  /** What may wait to be written. */
  readonly waiting: Readonly<Room>;
  /** Ids in memory. */
  readonly ids: number;
  /** Streams with a file open for writing. */
  readonly awake: number;
}

/** About 64 MB of records and 100 MB of ids. */
const BOUNDS: Bounds = { waiting: { bytes: 64 * 1024 * 1024, records: 100_000 }, ids: 1_000_000, awake: 256 };

interface Open {
  readonly stream: Stream;
  readonly writer: Writer;
}

/**
 * Streams as files: DATA/streams/<machine>/<date>.jsonl, a line a record, and an index in DATA/index that can be lost. One
 * process at a time may have them open. @throws StreamsInUse
 */
export async function openSegments(options: SegmentsOptions): Promise<StreamStore> {
  const { folder, disk = systemDisk, report } = options;
  await disk.makeFolder(path.join(folder, 'streams'));
  await disk.makeFolder(path.join(folder, 'index'));
  await disk.makeFolder(path.join(folder, 'index', 'streams'));
  const unlock = lock(path.join(folder, 'index', 'streams.lock'));
  const segments = new Segments(options, unlock);
  const names = (await disk.list(path.join(folder, 'streams'))).filter(isMachine).values();
  // Several share the names, so that many machines do not hold up the start.
  const wakeSome = async (): Promise<void> => {
    for (const name of names) await segments.wake(name).catch(report);
  };
  await Promise.all(Array.from({ length: 16 }, wakeSome));
  return segments;
}

const isMachine = (name: string): boolean => Username.safeParse(name).data === name;

class Segments implements StreamStore {
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #now: () => number;
  readonly #report: (error: Error) => void;
  readonly #unlock: () => void;
  readonly #bounds: Bounds;
  readonly #room: Room;
  readonly #streams = new Map<string, Open>();
  /** Those that were written to, the one that was least lately first. */
  readonly #awake = new Set<Open>();
  #tidying: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | null = null;

  constructor({ folder, disk = systemDisk, now, report, bounds = BOUNDS }: SegmentsOptions, unlock: () => void) {
    this.#folder = folder;
    this.#disk = disk;
    this.#now = now;
    this.#report = report;
    this.#unlock = unlock;
    this.#bounds = bounds;
    this.#room = { ...bounds.waiting };
  }

  async append(machine: string, records: readonly RecordDraft[]): Promise<readonly RecordedAs[]> {
    if (this.#closed) throw new StoreUnavailable('closed');
    const { writer } = this.#of(machine) ?? this.#add(machine);
    return writer.append(encode(records));
  }

  async read(
    machine: string,
    page: { after: number; limit: number } | { before: number; limit: number },
  ): Promise<StoredRecord[]> {
    return (await this.#of(machine)?.stream.read(page)) ?? [];
  }

  async pick(machine: string, seqs: readonly number[]): Promise<StoredRecord[]> {
    return (await this.#of(machine)?.stream.pick(seqs)) ?? [];
  }

  async head(machine: string): Promise<number> {
    const open = this.#of(machine);
    await open?.stream.load();
    return open?.stream.head ?? 0;
  }

  async ends(machine: string): Promise<StreamEnds> {
    return (await this.#of(machine)?.stream.ends()) ?? { first: 1, head: 0, newest: null };
  }

  async bytes(machine: string): Promise<number> {
    return (await this.#of(machine)?.stream.bytes()) ?? 0;
  }

  async firstSince(machine: string, at: number): Promise<number> {
    return (await this.#of(machine)?.stream.firstSince(at)) ?? 1;
  }

  async machines(): Promise<string[]> {
    return [...this.#streams].flatMap(([name, { stream }]) => (stream.head > 0 ? [name] : [])).toSorted();
  }

  async retain(machine: string, retention: Retention): Promise<void> {
    await this.#inTurn(async () => this.#of(machine)?.stream.retain(retention));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const all = [...this.#streams.values()];
    await Promise.all(all.map(({ writer }) => writer.drained()));
    await this.#tidying;
    await Promise.all(all.map(({ stream }) => stream.sleep()));
    this.#unlock();
  }

  /** Reads what there is of a machine, cuts its torn end, and packs its closed days by and by. */
  async wake(machine: string): Promise<void> {
    const { stream } = this.#add(machine);
    await stream.load();
    this.#tidy(stream);
  }

  #of(machine: string): Open | undefined {
    const open = this.#streams.get(machine);
    if (!open && !isMachine(machine)) throw new RangeError(`${JSON.stringify(machine)} is no name of a machine`);
    return open;
  }

  #add(machine: string): Open {
    const folder = path.join(this.#folder, 'streams', machine);
    const index = path.join(this.#folder, 'index', 'streams', machine);
    const place: Place = { disk: this.#disk, folder, index, report: this.#report };
    const stream: Stream = new Stream(place, { now: this.#now, dayBegan: () => this.#tidy(stream) });
    const writer = new Writer(async (jobs) => {
      const answers = await stream.write(jobs);
      this.#awaken(open);
      return answers;
    }, this.#room);
    const open = { stream, writer };
    this.#streams.set(machine, open);
    return open;
  }

  /** Whoever was not written to for longest gives its memory and its file back when there are too many. */
  #awaken(open: Open): void {
    this.#awake.delete(open);
    this.#awake.add(open);
    let ids = 0;
    for (const { stream } of this.#awake) ids += stream.idsHeld;
    for (const each of this.#awake) {
      if (ids <= this.#bounds.ids && this.#awake.size <= this.#bounds.awake) return;
      if (each === open || !each.writer.idle) continue;
      ids -= each.stream.idsHeld;
      this.#awake.delete(each);
      each.stream.sleep().catch(this.#report);
    }
  }

  #tidy(stream: Stream): void {
    this.#inTurn(() => stream.tidy(() => this.#closed !== null)).catch(this.#report);
  }

  /** One after another, so that what is packed takes one thread at most. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#tidying.then(act);
    this.#tidying = done.catch(() => undefined);
    return done;
  }
}
