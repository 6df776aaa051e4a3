import fs from 'node:fs';
import path from 'node:path';
import type { Sealing } from './backup/age.ts';
import type { Source } from './backup/archive.ts';
import { BackupError } from './backup/backupError.ts';
import { writeBackup, type Written } from './backup/writing.ts';
import type { HeldFile } from './store/sqlite/connection.ts';
import { holdStoppedFile } from './store/sqlite/stopped.ts';
import { systemClock } from './system.ts';
import { VERSION } from './version.ts';

export { isRecipient, type Opening, type Sealing } from './backup/age.ts';
export { draftOf } from './backup/names.ts';
export { BackupError };

export interface HeldDatabase {
  /** @throws BackupError when it cannot be held now */
  take(): Promise<void>;
  /** Whether it has stood still all the time. */
  giveBack(): Promise<boolean>;
}

/**
 * Backs up a data folder. @param running how its server holds the database file for it; null: none runs, nor starts until
 * the file is read
 * @throws BackupError; what the disk refuses
 */
export async function backUp(
  { data, file, to, running }: { data: string; file: string; to: Sealing; running: HeldDatabase | null },
  progress: (bytes: number) => void,
): Promise<Written> {
  const held = running === null ? ofStopped(data) : ofRunning(data, running);
  const source = { folder: data, version: VERSION, at: systemClock.now(), ...held };
  return writeBackup(file, to, source, progress);
}

type Holding = Pick<Source, 'hold' | 'release'>;

function ofStopped(data: string): Holding {
  let held: HeldFile | null = null;
  return {
    async hold() {
      held = holdStoppedFile(data);
      return held.descriptor;
    },
    async release() {
      held?.release();
    },
  };
}

function ofRunning(data: string, server: HeldDatabase): Holding {
  let descriptor = -1;
  return {
    async hold() {
      await server.take();
      descriptor = fs.openSync(path.join(data, 'waxwing.db'), fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
      return descriptor;
    },
    async release() {
      fs.closeSync(descriptor);
      if (!(await server.giveBack())) throw new BackupError('the database changed while it was read: try again');
    },
  };
}
