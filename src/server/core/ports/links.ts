import type { AuditDraft } from './audit.ts';
import type { AccountNo } from './numbers.ts';

export type LinkKind = 'setup' | 'invitation' | 'reset';

export interface LinkStore {
  /** A link of kind setup replaces the one before. */
  create(
    link: { kind: LinkKind; tokenHash: Uint8Array; account: AccountNo | null; at: number; expiresAt: number },
    audit: AuditDraft | null,
  ): Promise<void>;
  find(kind: LinkKind, tokenHash: Uint8Array, at: number): Promise<{ account: AccountNo | null } | undefined>;
}
