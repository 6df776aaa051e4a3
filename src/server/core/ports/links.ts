import type { AuditDraft } from './audit.ts';
import type { AccountNo } from './numbers.ts';

export type LinkKind = 'setup' | 'invitation' | 'reset';

/** A link as it may be shown: its token is nowhere on the server. */
export interface OpenLink {
  /** The first five bytes of the token's SHA-256, in hexadecimal digits. */
  readonly id: string;
  readonly kind: LinkKind;
  /** Whose, if it is a reset link. */
  readonly username: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface LinkStore {
  /** A link of kind setup replaces the one before, and a reset link the account's own. */
  create(
    link: { kind: LinkKind; tokenHash: Uint8Array; account: AccountNo | null; at: number; expiresAt: number },
    audit: AuditDraft | null,
  ): Promise<void>;
  /** Those that have neither been used nor ended at `at`, the newest first. */
  open(at: number): Promise<OpenLink[]>;
  /** False when there is none of that id, and then nothing is written. */
  revoke(id: string, audit: AuditDraft): Promise<boolean>;
  find(kind: LinkKind, tokenHash: Uint8Array, at: number): Promise<{ account: AccountNo | null } | undefined>;
}
