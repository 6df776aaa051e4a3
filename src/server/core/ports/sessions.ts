import type { StoredAccount } from './accounts.ts';
import type { AuditDraft } from './audit.ts';
import type { AccountNo, DeviceNo } from './numbers.ts';

/** How a session began. It ends with the certificate or the SSH key that it began with. */
export type Began =
  | { readonly by: 'registration' | 'password' | 'recovery' | 'reset' | 'linking' }
  /** Its serial number. */
  | { readonly by: 'certificate'; readonly certificate: string }
  /** Its fingerprint. */
  | { readonly by: 'ssh'; readonly sshKey: string };

export interface StoredSession {
  readonly account: StoredAccount;
  /** Null until a device of the chain is bound to it. */
  readonly device: { readonly no: DeviceNo; readonly device: string; readonly state: 'live' | 'suspended' } | null;
  /** Null: before that was kept, and neither with a certificate nor with an SSH key. */
  readonly began: Began | null;
  /** Whether the password or the recovery code was given in it since. */
  readonly confirmed: boolean;
  readonly seenAt: number;
  readonly expiresAt: number;
}

export interface SessionStore {
  /** @param tokenHash SHA-256 of the cookie's token: the token itself is nowhere on the server */
  create(session: {
    tokenHash: Uint8Array;
    account: AccountNo;
    device: DeviceNo | null;
    began: Began;
    at: number;
    expiresAt: number;
  }): Promise<void>;
  /** Undefined when unknown or expired at `at`. */
  find(tokenHash: Uint8Array, at: number): Promise<StoredSession | undefined>;
  /** Notes that the session and its device were seen, and moves the end. */
  touch(tokenHash: Uint8Array, at: number, expiresAt: number): Promise<void>;
  /** The device was seen when the session was. What it asked for before, and what has the key by which it came in, is that device's from then on. */
  bind(tokenHash: Uint8Array, device: DeviceNo): Promise<void>;
  /** The password or the recovery code was given in it. */
  confirm(tokenHash: Uint8Array): Promise<void>;
  end(tokenHash: Uint8Array): Promise<void>;
  /** Ends all sessions of the account but the one named, and all certificates but that session's and those that its device asked for. */
  endOthers(account: AccountNo, except: Uint8Array, audit: AuditDraft): Promise<void>;
  /** Ends all sessions of the account, and its certificates too where it has keys: without keys they are all that it has. */
  endAll(account: AccountNo, audit: AuditDraft): Promise<void>;
  /** The same of one of its devices. */
  endOfOneDevice(account: AccountNo, device: DeviceNo, audit: AuditDraft): Promise<void>;
  removeExpired(at: number): Promise<number>;
}
