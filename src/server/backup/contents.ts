import { constants, createReadStream, fstatSync } from 'node:fs';
import { open, readFile, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Username } from '../../protocol/ids.ts';

/** A file of a data folder as it goes into a backup. */
export interface Content {
  /** Below the folder, with `/` between folders. */
  readonly name: string;
  /** Bytes that are taken; what grows behind them is left. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export const DATABASE = 'waxwing.db';
const DAY = /^\d{4}-\d{2}-\d{2}\.jsonl(\.gz)?$/;
const READ_AT_ONCE = 1024 * 1024;
const NEWLINE = 10;

/** Everything below `secrets/`, read now. */
export async function secretsOf(folder: string): Promise<Content[]> {
  const found = await readdir(path.join(folder, 'secrets'), { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile() && !entry.name.endsWith('.new'));
  const contents = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    const bytes = await readFile(file);
    return { name: path.relative(folder, file), size: bytes.length, bytes: once(bytes) };
  });
  return Promise.all(contents);
}

/** The database file, which stands still until all of it is read. @param descriptor it is open, and stays open */
export function databaseOf(descriptor: number): Content {
  const { size } = fstatSync(descriptor);
  const bytes = createReadStream('', {
    fd: descriptor,
    autoClose: false,
    start: 0,
    end: size - 1,
    highWaterMark: READ_AT_ONCE,
  });
  return { name: DATABASE, size, bytes };
}

/** The files of machines' streams, each as far as it has whole lines now. What is packed or let go of meanwhile is followed. */
export async function* streamsOf(folder: string): AsyncGenerator<Content> {
  const streams = path.join(folder, 'streams');
  for (const machine of await namesIn(streams)) {
    if (Username.safeParse(machine).data !== machine) continue;
    const days = (await namesIn(path.join(streams, machine))).filter((name) => DAY.test(name));
    // A day that was packed a moment ago may be there twice.
    for (const day of days.filter((name, at) => days[at + 1] !== `${name}.gz`)) {
      const opened = await openDay(path.join(streams, machine), day);
      if (opened !== null) yield* dayOf(`streams/${machine}/${opened.name}`, opened.file);
    }
  }
}

async function* dayOf(name: string, file: FileHandle): AsyncGenerator<Content> {
  try {
    const { size } = await file.stat();
    const whole = name.endsWith('.gz') ? size : await endOfLines(file, size);
    const bytes = file.createReadStream({ autoClose: false, start: 0, end: whole - 1, highWaterMark: READ_AT_ONCE });
    if (whole > 0) yield { name, size: whole, bytes };
  } finally {
    await file.close();
  }
}

/** Null: it is there no more. */
async function openDay(folder: string, day: string): Promise<{ name: string; file: FileHandle } | null> {
  for (const name of [day, `${day}.gz`]) {
    try {
      return { name, file: await open(path.join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return null;
}

async function endOfLines(file: FileHandle, size: number): Promise<number> {
  const block = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const newline = block.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (newline !== -1) return start + newline + 1;
    end = start;
  }
  return 0;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
