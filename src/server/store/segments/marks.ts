import { crc32 } from 'node:zlib';
import { isCode, readPart, withFile, writeAll, type Disk, type DiskFile } from './disk.ts';
import { linesOf, readBeginning } from './line.ts';

/**
 * A place in a day's file where a whole record begins. Marks cut the file into blocks; what is read is read by blocks.
 */
export interface Mark {
  readonly seq: number;
  /** The latest time of the records before it on that day, UTC milliseconds; 0 at the first. */
  readonly latest: number;
  readonly offset: number;
}

/** At least so many bytes between two marks. */
export const BLOCK = 64 * 1024;

/** The last mark with that, by bisection: `marks` ascend, and those that have it come first. The first one if none has. */
export function lastMark(marks: readonly Mark[], has: (mark: Mark) => boolean): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const mark = marks[middle];
    if (mark && has(mark)) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** What stands in a file of lines, from some place on. */
export interface Scan {
  /** Places to mark, the first line's among them. */
  readonly marks: Mark[];
  /** The seq of the last line; 0 when there is none. */
  readonly head: number;
  readonly latest: number;
  /** Where the last whole line ends. */
  readonly end: number;
}

/**
 * Goes over the lines between two places, or over as many blocks. A line that is no record counts as one, and never gets
 * a mark.
 */
export async function scan(file: DiskFile, from: Mark | null, end: number, blocks = Infinity): Promise<Scan> {
  const marks: Mark[] = [];
  let [head, latest, position] = [from ? from.seq - 1 : 0, from?.latest ?? 0, from?.offset ?? 0];
  let length = BLOCK;
  while (position < end && marks.length <= blocks) {
    const bytes = await readPart(file, position, Math.min(length, end - position));
    let whole = 0;
    for (const { offset, line } of linesOf(bytes)) {
      const found = readBeginning(line, 0);
      const at = position + offset;
      head = found?.seq ?? head + 1;
      const since = at - (marks.at(-1)?.offset ?? -BLOCK);
      if (found && (marks.length === 0 || since >= BLOCK)) marks.push({ seq: head, latest, offset: at });
      latest = Math.max(latest, found?.at ?? 0);
      whole = offset + line.length + 1;
    }
    if (whole === 0 && position + bytes.length >= end) break;
    // A line longer than what was read is read again with more behind it.
    length = whole === 0 ? length * 2 : BLOCK;
    position += whole;
  }
  return { marks, head, latest, end: position };
}

/** Whether a record with the mark's number begins at the mark. */
export function begins(bytes: Buffer, mark: Mark): boolean {
  return readBeginning(bytes, 0)?.seq === mark.seq;
}

/** Marks as a file of the index keeps them; null when it is not there, or is not whole. */
export async function loadMarks(disk: Disk, file: string): Promise<Mark[] | null> {
  try {
    const text = await withFile(disk.open(file, 'read'), async (opened) =>
      readPart(opened, 0, (await opened.stat()).size),
    );
    return readMarks(text.toString());
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function readMarks(text: string): Mark[] | null {
  const end = text.lastIndexOf('\n') + 1;
  const body = text.slice(0, end);
  if (end === 0 || text.slice(end) !== checksum(body)) return null;
  return body
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [seq = 0, latest = 0, offset = 0] = line.split(' ').map(Number);
      return { seq, latest, offset };
    });
}

const checksum = (text: string): string => crc32(text).toString(16);

/** The index can be lost at any time, so nobody waits for the disk. */
export async function saveMarks(disk: Disk, file: string, all: readonly Mark[]): Promise<void> {
  const text = all.map(({ seq, latest, offset }) => `${seq} ${latest} ${offset}\n`).join('');
  await withFile(disk.open(file, 'create'), (opened) => writeAll(opened, Buffer.from(text + checksum(text)), 0));
}
