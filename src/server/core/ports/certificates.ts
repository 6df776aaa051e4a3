import type { AuditDraft } from './audit.ts';
import type { AccountNo, DeviceNo } from './numbers.ts';

export interface NewCertificate {
  /** 32 digits of hexadecimal, lower case. */
  readonly serial: string;
  /** SHA-256 of the subject public key info: the same for all certificates of one key. */
  readonly keyHash: Uint8Array;
  readonly label: string;
  /** The device of the account whose it is, and with which it ends. */
  readonly device: DeviceNo | null;
  readonly issuedAt: number;
  readonly endsAt: number;
}

export interface StoredCertificate extends NewCertificate {
  readonly account: AccountNo;
  /** Null while it is good. */
  readonly revokedAt: number | null;
}

/** Serial numbers stay for ever, those of certificates that have ended too. */
export interface CertificateStore {
  /**
   * For an active account. Without a device it is that of the certificate by which the session came in, or comes to be the
   * one that the session comes to be on. `unauthenticated`: the session that asks for it has ended meanwhile; `too_many`: as many are good
   * at `issuedAt` as an account may have.
   */
  add(given: {
    readonly account: AccountNo;
    readonly certificate: NewCertificate;
    /** Hash of its token. */
    readonly session: Uint8Array;
    readonly most: number;
    readonly audit: AuditDraft;
  }): Promise<'stored' | 'unauthenticated' | 'too_many'>;
  bySerial(serial: string): Promise<StoredCertificate | undefined>;
  /** Those that are good at `at`, the newest first. */
  of(account: AccountNo, at: number): Promise<StoredCertificate[]>;
  /**
   * Ends it, what was asked for in sessions that began with it, what was asked for with that, and all sessions that began
   * with any of them, in one step. That by which the session that asks came in stays, with what follows from it, unless it
   * is the one that is named.
   * @param session hash of its token
   * @returns false when it is not that account's or has ended
   */
  revoke(account: AccountNo, serial: string, session: Uint8Array, audit: AuditDraft): Promise<boolean>;
}
