/** A backup that the server made by itself. */
export interface Backup {
  readonly name: string;
  readonly at: number;
  readonly bytes: number;
}

/** A backup as it was found after it was made. */
export interface CheckedBackup {
  readonly name: string;
  /** What does not fit in it, in words; empty when all is well. */
  readonly problems: readonly string[];
}

/** Where the server keeps the backups that it makes by itself. */
export interface BackupFolder {
  /** The oldest first. */
  list(): Promise<Backup[]>;
  /** Makes one of what is stored now, whole or not at all, and checks it. Nobody waits for it meanwhile. */
  make(at: number): Promise<CheckedBackup>;
  remove(name: string): Promise<void>;
}
