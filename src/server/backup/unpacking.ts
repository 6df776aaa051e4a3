import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { open as unseal, type Opening } from './age.ts';
import { FORMAT, MANIFEST, SUMS } from './archive.ts';
import { BackupError, DamagedBackup } from './backupError.ts';
import { DATABASE } from './contents.ts';
import { Pieces } from './pieces.ts';
import { BLOCK, padding, readTarHeader, type TarEntry } from './tar.ts';

export interface Unpacked {
  /** UTC milliseconds. */
  readonly madeAt: number;
}

const Manifest = z.object({ format: z.int(), madeAt: z.iso.datetime() });
const SMALL = 16 * 1024 * 1024;
const READ_AT_ONCE = 1024 * 1024;

/**
 * Opens a backup and writes the files in it into a folder that is empty. What is there when it throws is worth nothing.
 * @throws BackupError, DamagedBackup; what the disk refuses
 */
export const unpack = (backup: string, opening: Opening, folder: string): Promise<Unpacked> =>
  read(backup, opening, async (pieces, { name, size }) => writeFile(pieces, size, path.join(folder, placeOf(name))));

/**
 * Opens a backup and compares each file in it with what was put in. Nothing of it is written anywhere.
 * @throws BackupError, DamagedBackup; what the disk refuses
 */
export const readThrough = (backup: string, opening: Opening): Promise<Unpacked> =>
  read(backup, opening, async (pieces, { name, size }) => {
    placeOf(name);
    return sumOf(pieces, size, async () => undefined);
  });

/** @param take takes the whole of a file, and answers its SHA-256 in hex */
async function read(
  backup: string,
  opening: Opening,
  take: (pieces: Pieces, entry: TarEntry) => Promise<string>,
): Promise<Unpacked> {
  const sealed = createReadStream(backup, { highWaterMark: READ_AT_ONCE });
  const pieces = new Pieces(unseal(opening, sealed));
  const manifest = readManifest(await small(pieces, MANIFEST));
  const sums = new Map([[MANIFEST, manifest.sum]]);
  for (;;) {
    const entry = await nextEntry(pieces);
    if (entry === null) throw new DamagedBackup(`the backup ends without ${SUMS}`);
    if (entry.name === SUMS) {
      compare(await body(pieces, entry.size), sums);
      break;
    }
    sums.set(entry.name, await take(pieces, entry));
  }
  if ((await nextEntry(pieces)) !== null) throw new DamagedBackup(`the backup goes on behind ${SUMS}`);
  // To its end, which shows that nothing was cut off.
  while (!(await pieces.ended())) await pieces.take(READ_AT_ONCE);
  if (!sums.has(DATABASE)) throw new DamagedBackup(`the backup holds no ${DATABASE}`);
  return { madeAt: manifest.madeAt };
}

/** Only what a data folder has, and never outside of it. */
function placeOf(name: string): string {
  const [top = '', ...below] = name.split('/');
  const inFolder = ['secrets', 'streams'].includes(top) && below.length > 0;
  const plain = below.every((part) => /^[\w-][\w.-]*$/.test(part));
  if (name !== DATABASE && !(inFolder && plain))
    throw new DamagedBackup(`the backup holds ${name}, which is no part of one`);
  return path.join(top, ...below);
}

async function nextEntry(pieces: Pieces): Promise<TarEntry | null> {
  try {
    return readTarHeader(await pieces.take(BLOCK));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DamagedBackup('the backup holds something else than files', { cause: error });
  }
}

async function writeFile(pieces: Pieces, size: number, file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600);
  try {
    const sum = await sumOf(pieces, size, (piece) => handle.writeFile(piece));
    await handle.sync();
    return sum;
  } finally {
    await handle.close();
  }
}

async function sumOf(pieces: Pieces, size: number, each: (piece: Buffer) => Promise<void>): Promise<string> {
  const hash = createHash('sha256');
  for (let left = size; left > 0;) {
    const piece = await pieces.take(Math.min(left, READ_AT_ONCE));
    if (piece.length === 0) throw new DamagedBackup('the backup ends within a file');
    hash.update(piece);
    await each(piece);
    left -= piece.length;
  }
  await pieces.take(padding(size));
  return hash.digest('hex');
}

/** A small file that has to come next. */
async function small(pieces: Pieces, name: string): Promise<Buffer> {
  const entry = await nextEntry(pieces);
  if (entry?.name !== name) throw new BackupError('this is no backup of Waxwing');
  return body(pieces, entry.size);
}

async function body(pieces: Pieces, size: number): Promise<Buffer> {
  if (size > SMALL) throw new DamagedBackup('the backup has a list that is too long');
  const bytes = await pieces.take(size);
  await pieces.take(padding(size));
  return bytes;
}

function readManifest(bytes: Buffer): { madeAt: number; sum: string } {
  const { format, madeAt } = Manifest.parse(JSON.parse(bytes.toString()));
  if (format > FORMAT)
    throw new BackupError('the backup was made by a newer version of Waxwing: put that one here first');
  return { madeAt: Date.parse(madeAt), sum: createHash('sha256').update(bytes).digest('hex') };
}

/** Names the first file that is not what was put in. */
function compare(list: Buffer, found: ReadonlyMap<string, string>): void {
  const lines = list.toString().split('\n').slice(0, -1);
  const promised = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  for (const [name, sum] of promised) {
    if (!found.has(name)) throw new DamagedBackup(`${name} is missing in the backup`);
    if (found.get(name) !== sum) throw new DamagedBackup(`${name} in the backup is not what was put in`);
  }
  const extra = [...found.keys()].find((name) => !promised.has(name));
  if (extra !== undefined) throw new DamagedBackup(`${extra} was added to the backup`);
}
