import type { SettingName } from '../../../protocol/serverSettings.ts';
import type { SwitchName } from '../../../protocol/switches.ts';

/** Who did what, for the audit log; stored in the same transaction as the act. No content, no secrets. */
export interface AuditDraft {
  readonly at: number;
  /** Username, or `admin.sock` for the command on the server's machine. */
  readonly who: string;
  readonly what: string;
  readonly subject: string;
  /** Address of the request, or `local`. */
  readonly from: string;
}

export interface SwitchStore {
  /** Every switch, those that nobody has turned with their default. */
  all(): Promise<ReadonlyMap<SwitchName, boolean>>;
  set(name: SwitchName, on: boolean, audit: AuditDraft): Promise<void>;
}

export interface SettingStore {
  /** Those that are not as they are by default. */
  all(): Promise<ReadonlyMap<SettingName, number>>;
  /** Null: as it is by default. */
  set(name: SettingName, value: number | null, audit: AuditDraft): Promise<void>;
}

/** An entry of the audit log as stored: chained by hash from the first. */
export interface AuditEntry extends AuditDraft {
  readonly number: number;
  readonly hash: Uint8Array;
}

export interface AuditStore {
  /** Of an act that changes nothing else in the store. */
  add(draft: AuditDraft): Promise<void>;
  entries(after: number, limit: number): Promise<AuditEntry[]>;
  /** Those below that number, or null: the last ones; the newest first. */
  entriesBefore(before: number | null, limit: number): Promise<AuditEntry[]>;
  /** The newest of an act. Looks at every entry behind it. */
  latest(what: string): Promise<AuditEntry | null>;
}

/** How far the audit log had come when the server signed it last. Number 0: it was empty. */
export interface AuditHead {
  readonly number: number;
  readonly hash: Uint8Array;
  /** When it was signed. */
  readonly at: number;
}

export interface SignedAuditHead extends AuditHead {
  readonly signature: Uint8Array;
  /** Public half of the server's audit key. */
  readonly key: Uint8Array;
}

/** The server's audit key and the newest head that it signed, kept apart from the log: whoever shortens the log alone is noticed. */
export interface AuditSigning {
  /** The key has signed nothing yet. */
  isNew(): boolean;
  /** Null: it is not there, or cannot be read. */
  head(): SignedAuditHead | null;
  /** Signs that in place of the one before; kept when it returns. */
  sign(head: AuditHead, bytes: Uint8Array): void;
}
