import { existsSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { seal, type Opening, type Sealing } from './age.ts';
import { archive, type Source } from './archive.ts';
import { BackupError } from './backupError.ts';
import { draftOf } from './names.ts';

/** Bytes. What piles up unsynced, the disk writes at once when the server syncs a message, which then waits for all of it. */
const SYNC_EVERY = 4 * 1024 * 1024;

export interface Written {
  readonly bytes: number;
  /** This file, without the secret that it is sealed to, so that whoever wrote it can look at it. Kept nowhere. */
  readonly opening: Opening;
}

/**
 * Writes a sealed backup. It is there under its name once all of it is on the disk, and not before.
 * @param progress told how many bytes stand there
 * @throws BackupError; what the disk refuses
 */
export async function writeBackup(
  file: string,
  to: Sealing,
  source: Source,
  progress: (bytes: number) => void = () => undefined,
): Promise<Written> {
  refuseExisting(file);
  const draft = draftOf(file);
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o600);
  try {
    let opening: Opening = { identities: [] };
    const sealed = seal(to, archive(source), (made) => (opening = made));
    const bytes = await writeAll(handle, sealed, progress);
    refuseExisting(file);
    await rename(draft, file);
    await syncFolder(path.dirname(file));
    return { bytes, opening };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeAll(
  handle: FileHandle,
  sealed: AsyncIterable<Buffer>,
  progress: (bytes: number) => void,
): Promise<number> {
  let written = 0;
  let synced = 0;
  try {
    for await (const piece of sealed) {
      await handle.writeFile(piece);
      written += piece.length;
      if (written - synced >= SYNC_EVERY) {
        await handle.datasync();
        synced = written;
      }
      progress(written);
    }
    await handle.sync();
    return written;
  } finally {
    await handle.close();
  }
}

function refuseExisting(file: string): void {
  if (existsSync(file)) throw new BackupError(`${file} is there already: name another file`);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
