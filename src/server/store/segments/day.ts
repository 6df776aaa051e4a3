import path from 'node:path';
import type { StoredRecord } from '../../core/ports.ts';
import { readPart, withFile, type Disk } from './disk.ts';
import { decode, linesOf, readBeginning } from './line.ts';
import { begins, loadMarks, saveMarks, scan, type Mark } from './marks.ts';
import { PackedDamaged, packedFirst, packedMarks, unpackBlock } from './packed.ts';

/** Where one machine's stream is. */
export interface Place {
  readonly disk: Disk;
  readonly folder: string;
  readonly index: string;
  /** Told of what is damaged and of work that failed behind the scenes. */
  readonly report: (error: Error) => void;
}

/** A day's file. */
export interface Day {
  /** As 2026-11-20, UTC. */
  readonly date: string;
  readonly packed: boolean;
  /** The seq of its first record. */
  readonly first: number;
}

/** How far a day's file is to be read, and where its blocks begin. */
export interface Extent {
  readonly marks: readonly Mark[];
  readonly end: number;
}

type Named = Pick<Day, 'date' | 'packed'>;

const FILE_NAME = /^(\d{4}-\d{2}-\d{2})\.jsonl(\.gz)?$/;

export const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
export const nameOf = ({ date, packed }: Named): string => `${date}.jsonl${packed ? '.gz' : ''}`;
export const fileOf = (place: Place, day: Named): string => path.join(place.folder, nameOf(day));
export const indexOf = (place: Place, day: Named): string => path.join(place.index, `${nameOf(day)}.marks`);

/** The day that a file's name says; null when it is not a day's file. */
export function readName(name: string): Named | null {
  const [, date, packed] = FILE_NAME.exec(name) ?? [];
  return date === undefined ? null : { date, packed: packed !== undefined };
}

/** The index of a day points to where it should not. */
export class StaleIndex extends Error {
  override readonly name = 'StaleIndex';
  readonly day: Day;

  constructor(day: Day, options?: ErrorOptions) {
    super(`the index of ${nameOf(day)} does not fit`, options);
    this.day = day;
  }
}

/** @throws PackedDamaged when no record begins the file */
export function firstOf(place: Place, day: Named): Promise<number> {
  return withFile(place.disk.open(fileOf(place, day), 'read'), async (file) => {
    if (day.packed) return packedFirst(file);
    const found = readBeginning(await readPart(file, 0, 128), 0);
    if (found) return found.seq;
    const [mark] = (await scan(file, null, (await file.stat()).size)).marks;
    if (mark === undefined) throw new PackedDamaged(`${fileOf(place, day)} holds no record`);
    return mark.seq;
  });
}

/** The extent of a day to which nothing is added any more, from the index. */
export async function closedExtent(place: Place, day: Day): Promise<Extent> {
  const end = await place.disk.size(fileOf(place, day));
  const marks = await loadMarks(place.disk, indexOf(place, day));
  return marks && (marks.at(-1)?.offset ?? 0) < end ? { marks, end } : rebuiltExtent(place, day);
}

/** The same from the file itself; the index is written anew. */
export async function rebuiltExtent(place: Place, day: Day): Promise<Extent> {
  const extent = await withFile(place.disk.open(fileOf(place, day), 'read'), async (file) => {
    const { size: end } = await file.stat();
    return { marks: day.packed ? await packedMarks(file, end) : (await scan(file, null, end)).marks, end };
  });
  await saveMarks(place.disk, indexOf(place, day), extent.marks).catch(place.report);
  return extent;
}

/** The blocks of a day, from one of them on, as they are on the disk before they were packed. @throws StaleIndex */
export async function* blocksOf(
  place: Place,
  day: Day,
  { marks, end }: Extent,
  from: number,
): AsyncGenerator<{ mark: Mark; block: Buffer }> {
  const file = await place.disk.open(fileOf(place, day), 'read');
  try {
    for (let at = from; at < marks.length; at++) {
      const mark = marks[at];
      if (mark === undefined) return;
      const bytes = await readPart(file, mark.offset, (marks[at + 1]?.offset ?? end) - mark.offset);
      const block = day.packed ? await unpacked(day, bytes) : bytes;
      if (!begins(block, mark)) throw new StaleIndex(day);
      yield { mark, block };
    }
  } finally {
    await file.close();
  }
}

async function unpacked(day: Day, member: Buffer): Promise<Buffer> {
  try {
    return await unpackBlock(member);
  } catch (error) {
    throw new StaleIndex(day, { cause: error });
  }
}

/** The records in a block. Lines that are none are reported and left out. */
export function recordsIn(place: Place, day: Day, { mark, block }: { mark: Mark; block: Buffer }): StoredRecord[] {
  const decoded = [...linesOf(block)].map(({ line }) => decode(line));
  const records = decoded.filter((record) => record !== null);
  const damaged = decoded.length - records.length;
  if (damaged > 0)
    place.report(new Error(`${fileOf(place, day)} has lines after record ${mark.seq} that are damaged: ${damaged}`));
  return records;
}

/** One record of a block; null when it is not in it, or damaged. */
export function recordIn(block: Buffer, seq: number): StoredRecord | null {
  const start = `{"seq":${seq},`;
  // Inside a text quotes are escaped, so only a line begins like this.
  const offset = block.indexOf(start);
  const end = block.indexOf('\n', offset);
  return offset === -1 || end === -1 ? null : decode(block.subarray(offset, end));
}
