import type { Config } from './config.ts';
import { ConfigError } from './configError.ts';
import { startBackups, type Backups } from './core/backups.ts';
import type { Clock } from './core/ports.ts';
import { openBackupFolder } from './backup/folder.ts';
import type { SqliteStore } from './store/sqlite/open.ts';
import { VERSION } from './version.ts';

interface Given {
  readonly config: Config;
  readonly backups: Backups;
  readonly store: SqliteStore;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

/** Backups that the server makes by itself, if it is told whom for. Answers how to stop. @throws ConfigError */
export async function scheduleBackups({ config, backups, store, clock, failed }: Given): Promise<() => Promise<void>> {
  if (config.backups === null) return async () => undefined;
  const { recipient, every, keep } = config.backups;
  // Loaded by whoever needs it only: a start does not wait for it.
  const { isRecipient } = await import('./backup/age.ts');
  if (!isRecipient(recipient))
    throw new ConfigError('WAXWING_BACKUP_RECIPIENT is no public key of age: it has a mistake in it');
  const thread = new URL('./backupThread.ts', import.meta.url);
  const hold = () => store.holdFile();
  const folder = openBackupFolder({ data: config.data, recipient, version: VERSION, thread, hold });
  const stop = startBackups({ folder, backups, every, keep, clock, failed });
  return async () => {
    stop();
    await folder.close();
  };
}
