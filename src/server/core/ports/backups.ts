/** A backup that the server made by itself. */
export interface Backup {
  readonly name: string;
  readonly at: number;
  readonly bytes: number;
}

/** Where the server keeps the backups that it makes by itself. */
export interface BackupFolder {
  /** The oldest first. */
  list(): Promise<Backup[]>;
  /** Makes one of what is stored now, whole or not at all. Nobody waits for it meanwhile. */
  make(at: number): Promise<void>;
  remove(name: string): Promise<void>;
}
