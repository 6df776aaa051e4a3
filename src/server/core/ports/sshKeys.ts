import type { AuditDraft } from './audit.ts';
import type { AccountNo } from './numbers.ts';

export interface NewSshKey {
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** Type and key as in `authorized_keys`, without the comment. */
  readonly publicKey: string;
  readonly label: string;
  readonly addedAt: number;
}

export interface StoredSshKey extends NewSshKey {
  /** Of its last log-in. */
  readonly usedAt: number | null;
}

/** An admin's reset of an account takes all of its keys away. */
export interface SshKeyStore {
  /** `known`: the account has it already; `too_many`: it has `most`. */
  add(account: AccountNo, key: NewSshKey, most: number, audit: AuditDraft): Promise<'stored' | 'known' | 'too_many'>;
  /** In the order in which they were added. */
  of(account: AccountNo): Promise<StoredSshKey[]>;
  /**
   * With it end the sessions that began with it, the certificates that were asked for in them, and what began with those.
   * False when the account has no such key.
   */
  remove(account: AccountNo, fingerprint: string, audit: AuditDraft): Promise<boolean>;
  /** Somebody logged in with it. False when the account has it no more. */
  used(account: AccountNo, fingerprint: string, at: number): Promise<boolean>;
}
