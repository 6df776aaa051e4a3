import { EMPTY, type Tail } from './batch.ts';
import {
  blocksOf,
  closedExtent,
  fileOf,
  firstOf,
  indexOf,
  readName,
  rebuiltExtent,
  type Day,
  type Extent,
  type Place,
} from './day.ts';
import { readPart, withFile, type DiskFile } from './disk.ts';
import { linesOf, readBeginning } from './line.ts';
import { begins, loadMarks, scan, type Mark, type Scan } from './marks.ts';

/** What stands on the disk of one stream, after a torn end was cut. */
export interface Recovered {
  /** In their order. */
  readonly days: Day[];
  readonly head: number;
  /** Of the newest day's file, when records can be added to it. */
  readonly tail: Tail;
}

/** Looks at a stream's files, cuts a torn last line, and makes durable what is there. */
export async function recover(place: Place): Promise<Recovered> {
  const days = await daysOf(place);
  for (let newest = days.at(-1); newest; newest = days.at(-1)) {
    if (newest.packed) return { days, head: await packedHead(place, newest), tail: EMPTY };
    const found = await recoverNewest(place, newest);
    if (found.head > 0) {
      const { head, latest, marks, end: size } = found;
      const first = marks[0]?.seq ?? head;
      return { days: [...days.slice(0, -1), { ...newest, first }], head, tail: { size, latest, marks } };
    }
    await place.disk.remove(fileOf(place, newest));
    await place.disk.syncFolder(place.folder);
    days.pop();
  }
  return { days, head: 0, tail: EMPTY };
}

async function daysOf(place: Place): Promise<Day[]> {
  const named = (await place.disk.list(place.folder)).map(readName).filter((day) => day !== null);
  const days: Day[] = [];
  for (const [at, day] of named.entries()) {
    // Sorted, a day's packed file comes behind the plain one: then it was complete, and the plain one was to be removed.
    const packed = named[at + 1];
    if (packed?.date === day.date) {
      await place.disk.remove(fileOf(place, day));
      continue;
    }
    const newest = at === named.length - 1 && !day.packed;
    const first = newest ? 0 : await firstOf(place, day).catch(reported(place));
    if (first !== null) days.push({ ...day, first });
  }
  return days;
}

function reported(place: Place): (error: Error) => null {
  return (error) => {
    place.report(error);
    return null;
  };
}

function recoverNewest(place: Place, newest: Day): Promise<Scan> {
  return withFile(place.disk.open(fileOf(place, newest), 'write'), async (file) => {
    const { size } = await file.stat();
    const known = await knownMarks(place, newest, file, size);
    const found = await scan(file, known.at(-1) ?? null, size);
    if (found.end < size) await file.truncate(found.end);
    // What a dead process wrote may be in the system's memory only; from now on it counts as stored.
    await file.datasync();
    await place.disk.syncFolder(place.folder);
    return { ...found, marks: [...known.slice(0, -1), ...found.marks] };
  });
}

/** The marks in the index, if the last of them is true. */
export async function knownMarks(place: Place, day: Day, file: DiskFile, size: number): Promise<Mark[]> {
  const marks = await loadMarks(place.disk, indexOf(place, day));
  const last = marks?.at(-1);
  if (!marks || !last || last.offset >= size) return [];
  return begins(await readPart(file, last.offset, 128), last) ? marks : [];
}

async function packedHead(place: Place, day: Day): Promise<number> {
  const headOf = async (extent: Extent): Promise<number> => {
    let head = 0;
    for await (const { block } of blocksOf(place, day, extent, extent.marks.length - 1)) {
      for (const { line } of linesOf(block)) head = readBeginning(line, 0)?.seq ?? head + 1;
    }
    return head;
  };
  return headOf(await closedExtent(place, day)).catch(async () => headOf(await rebuiltExtent(place, day)));
}
