import type { Confinement } from './confinement.ts';

/** In bytes. */
export interface StorageInUse {
  readonly database: number;
  readonly streams: number;
  readonly index: number;
  readonly backups: number;
  /** Left on the disk. */
  readonly free: number;
}

/** How the process is that runs the core, and the folder that it writes. */
export interface Housekeeping {
  /** As it was within the last minute; measured without holding anybody up. */
  storage(): Promise<StorageInUse>;
  /** What is open at each door. */
  connections(): Promise<{ readonly web: number; readonly line: number }>;
  /** Bytes that the process has. */
  memory(): number;
  readonly version: string;
  readonly startedAt: number;
  readonly confinement: Confinement;
  /** Whether it can send e-mail. */
  readonly mail: boolean;
  /** Whether people find it at an https address. */
  https(): boolean;
}
