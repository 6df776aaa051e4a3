import { BackupError } from '../server/backups.ts';
import { CommandError } from './usage.ts';

/** Waits for it, and says what went wrong as the command does. @param place what is written to or read from */
export async function sayBackupErrors<Value>(place: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BackupError) throw new CommandError(error.message, { cause: error });
    const { code, path = place } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw new CommandError(`no room is left on the disk of ${place}`, { cause: error });
    if (code === 'ENOENT') throw new CommandError(`there is no ${path}`, { cause: error });
    if (code === 'ENOTDIR') throw new CommandError(`${path} is no folder: name another`, { cause: error });
    if (code === 'EACCES' || code === 'EPERM') throw new CommandError(`${path} is not for this user`, { cause: error });
    throw error;
  }
}
