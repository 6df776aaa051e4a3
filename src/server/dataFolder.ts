import fs from 'node:fs/promises';
import path from 'node:path';
import type { Clock, StorageInUse } from './core/ports.ts';

const FRESH = 60_000;

/** What the data folder takes on the disk, measured once a minute at most for however many ask. */
export function measuredFolder(folder: string, clock: Clock): () => Promise<StorageInUse> {
  let at = Number.NEGATIVE_INFINITY;
  let measured: Promise<StorageInUse> | undefined;
  return () => {
    if (measured === undefined || Math.abs(clock.now() - at) >= FRESH) {
      at = clock.now();
      measured = measure(folder);
    }
    return measured;
  };
}

async function measure(folder: string): Promise<StorageInUse> {
  const [{ database, free }, streams, index, backups] = await Promise.all([
    lookAtDisk(folder),
    sizeOf(path.join(folder, 'streams')),
    sizeOf(path.join(folder, 'index')),
    sizeOf(path.join(folder, 'backups')),
  ]);
  return { database, streams, index, backups, free };
}

/** What the database takes, with its write-ahead log, and what is free beside it, in bytes: quick, however much is in streams. */
export async function lookAtDisk(folder: string): Promise<Pick<StorageInUse, 'database' | 'free'>> {
  const [{ bavail, bsize }, ...sizes] = await Promise.all([
    fs.statfs(folder),
    ...['waxwing.db', 'waxwing.db-wal'].map((name) => sizeOf(path.join(folder, name))),
  ]);
  return { database: sizes.reduce((sum, size) => sum + size, 0), free: bavail * bsize };
}

/** One folder after another: thousands of machines must not ask the disk for everything at once. */
async function sizeOf(file: string): Promise<number> {
  try {
    const stat = await fs.lstat(file);
    if (!stat.isDirectory()) return stat.size;
    let sum = 0;
    for await (const { name } of await fs.opendir(file)) sum += await sizeOf(path.join(file, name));
    return sum;
  } catch {
    // It went while it was looked at, or was never there.
    return 0;
  }
}
