import fs from 'node:fs/promises';
import path from 'node:path';

/** What the database takes, with its write-ahead log, and what is free beside it, in bytes. */
export async function lookAtDisk(data: string): Promise<{ readonly database: number; readonly free: number }> {
  const sizes = await Promise.all(['waxwing.db', 'waxwing.db-wal'].map((name) => sizeOf(path.join(data, name))));
  const { bavail, bsize } = await fs.statfs(data);
  return { database: sizes.reduce((sum, size) => sum + size, 0), free: bavail * bsize };
}

/** 0: it is not there. */
async function sizeOf(file: string): Promise<number> {
  const { size } = await fs.stat(file).catch(() => ({ size: 0 }));
  return size;
}
