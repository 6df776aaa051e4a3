import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const { O_CREAT, O_DIRECTORY, O_DSYNC, O_NOFOLLOW, O_RDONLY, O_RDWR, O_TRUNC } = constants;
const flags = { read: O_RDONLY, write: O_RDWR | O_DSYNC, create: O_RDWR | O_CREAT | O_TRUNC };

/** An open file; what the store uses of Node's. */
export interface DiskFile {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  write(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  stat(): Promise<{ size: number }>;
  close(): Promise<void>;
}

/** The file system as far as streams need it: files for the owner only, and no symbolic link is followed. */
export interface Disk {
  /**
   * To `write`, each write is durable when it resolves, without another trip to a thread for the sync. `create` empties
   * what is there; what is written then is durable after `datasync`.
   */
  open(file: string, how: keyof typeof flags): Promise<DiskFile>;
  /** Makes a folder that is not there, durably. */
  makeFolder(folder: string): Promise<void>;
  /** Names in a folder; none when it is not there. */
  list(folder: string): Promise<string[]>;
  size(file: string): Promise<number>;
  rename(from: string, to: string): Promise<void>;
  /** It may be gone already. */
  remove(file: string): Promise<void>;
  /** Makes durable what was created, renamed and removed in it. */
  syncFolder(folder: string): Promise<void>;
}

export const disk: Disk = {
  open: (file, how) => open(file, flags[how] | O_NOFOLLOW, 0o600),
  async makeFolder(folder) {
    let made = true;
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) throw error;
      made = false;
    });
    await refuseLink(folder);
    if (made) await disk.syncFolder(path.dirname(folder));
  },
  async list(folder) {
    await refuseLink(folder);
    return (await readdir(folder).catch(noneIfMissing)).toSorted();
  },
  size: async (file) => (await stat(file)).size,
  rename,
  remove: (file) => rm(file, { force: true }),
  async syncFolder(folder) {
    const handle = await open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function noneIfMissing(error: unknown): [] {
  if (isCode(error, 'ENOENT')) return [];
  throw error;
}

async function refuseLink(folder: string): Promise<void> {
  const found = await lstat(folder).catch(noneIfMissing);
  if ('isDirectory' in found && !found.isDirectory()) throw new Error(`${folder} is no folder, or a link to one`);
}

/** Reads a part of a file; shorter only where the file ends. */
export async function readPart(file: DiskFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

export async function writeAll(file: DiskFile, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
}

/** Closes the file after the act. */
export async function withFile<T>(file: DiskFile | Promise<DiskFile>, act: (file: DiskFile) => Promise<T>): Promise<T> {
  const opened = await file;
  try {
    return await act(opened);
  } finally {
    await opened.close();
  }
}
