import type { Vault } from '../../../protocol/api/keys.ts';
import type { Role } from '../words.ts';
import type { AuditDraft } from './audit.ts';
import type { NewCertificate } from './certificates.ts';
import type { NewDevice } from './devices.ts';
import type { StoredAccountKey, StoredChainEntry } from './keys.ts';
import type { LinkKind } from './links.ts';
import type { AccountNo, DeviceNo } from './numbers.ts';
import type { MembersMoved } from './serverLogs.ts';

export interface StoredAccount {
  readonly no: AccountNo;
  /** The account id of its chain; null while it has no encryption keys. */
  readonly account: string | null;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly state: 'active' | 'pending' | 'disabled' | 'removed';
  readonly createdAt: number;
  /** Whether others hear how far it has read, and whether it is among those who are online. */
  readonly readReceipts: boolean;
  readonly presence: boolean;
}

/** The keys with which an account begins, and its first device. */
export interface FirstKeys {
  readonly account: string;
  readonly device: NewDevice;
  readonly opaqueRecord: string;
  readonly created: StoredChainEntry;
  readonly accountKey: StoredAccountKey;
  readonly vault: Vault;
}

export interface NewAccount extends FirstKeys {
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly state: 'active' | 'pending';
  /** Spent in the same transaction. */
  readonly link: { readonly kind: LinkKind; readonly tokenHash: Uint8Array } | null;
  /** With so many accounts it is not made; null: with any number. */
  readonly most: number | null;
  /** The switch `registration`, turned with the making of the first admin. */
  readonly setRegistration: { readonly on: boolean; readonly audit: AuditDraft } | null;
  readonly at: number;
  readonly audit: AuditDraft;
}

/** An account that has a certificate and nothing else: no chain, no password. */
export interface NewBareAccount {
  readonly username: string;
  readonly state: 'active' | 'pending';
  readonly certificate: NewCertificate;
  /** As for `NewAccount`. */
  readonly most: number | null;
  readonly at: number;
  readonly audit: AuditDraft;
}

export interface Completing {
  readonly no: AccountNo;
  readonly keys: FirstKeys;
  /** Hash of the token of the session that brings them; it is on the device from then on. */
  readonly session: Uint8Array;
  readonly at: number;
  readonly audit: AuditDraft;
}

export interface AccountStore {
  create(
    account: NewAccount,
  ): Promise<{ no: AccountNo; device: DeviceNo } | 'username_taken' | 'link_spent' | 'too_many_accounts'>;
  createBare(account: NewBareAccount): Promise<{ no: AccountNo } | 'username_taken' | 'too_many_accounts'>;
  /**
   * Keys for an account that has none, whole or not at all. `unauthenticated`: the session that brings them has ended
   * meanwhile.
   */
  complete(completing: Completing): Promise<{ device: DeviceNo } | 'keys_exist' | 'unauthenticated'>;
  byName(username: string): Promise<StoredAccount | undefined>;
  byId(account: string): Promise<StoredAccount | undefined>;
  byNo(no: AccountNo): Promise<StoredAccount | undefined>;
  list(): Promise<StoredAccount[]>;
  /** Accounts in state active. */
  count(): Promise<number>;
  hasAdmin(): Promise<boolean>;
  setPreferences(no: AccountNo, preferences: { readReceipts: boolean; presence: boolean }): Promise<void>;
  setDisplayName(no: AccountNo, displayName: string): Promise<void>;
  /** Answers who is told of comments from then on, and who no more. */
  setRole(no: AccountNo, role: Role, audit: AuditDraft): Promise<MembersMoved | null>;
  /** Anything but active ends the account's sessions in the same transaction. */
  setState(no: AccountNo, state: 'active' | 'disabled', audit: AuditDraft): Promise<void>;
}
