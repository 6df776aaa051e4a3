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
  /** Ends it, and the sessions that began with it, in one step. False when it is not that account's or has ended. */
  revoke(account: AccountNo, serial: string, at: number, audit: AuditDraft): Promise<boolean>;
}
