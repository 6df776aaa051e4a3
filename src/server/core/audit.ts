import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes } from '../../crypto/encoding.ts';
import type { AuditDraft, AuditEntry, AuditHead } from './ports.ts';

/** The hash below the audit log's first entry. */
export const AUDIT_GENESIS = new Uint8Array(32);

const text = new TextEncoder();
const label = text.encode('waxwing/1 audit entry\0');

/**
 * SHA-256 over label, hash of the entry before (32), number (8, big-endian), time (8), and who, what, subject and from,
 * each as UTF-8 behind its length (4).
 */
export function auditHash(previous: Uint8Array, entry: AuditDraft & { readonly number: number }): Uint8Array {
  const hash = sha256.create().update(label).update(previous).update(uint64(entry.number)).update(uint64(entry.at));
  for (const field of [entry.who, entry.what, entry.subject, entry.from]) {
    const bytes = text.encode(field);
    hash.update(uint32(bytes.length)).update(bytes);
  }
  return hash.digest();
}

export type AuditVerdict =
  | { readonly fits: true; readonly number: number; readonly hash: Uint8Array }
  /** The first entry that does not fit. */
  | { readonly fits: false; readonly number: number };

/**
 * Whether every entry is the next one and carries the hash that follows from the one before, and the one that was signed is
 * among them.
 * @param entries all of them, in the order in which they are stored, in as many pages as there are
 * @param signed null: none was
 */
export async function verifyAudit(
  entries: AsyncIterable<AuditEntry> | Iterable<AuditEntry>,
  signed: Pick<AuditHead, 'number' | 'hash'> | null = null,
): Promise<AuditVerdict> {
  let number = 0;
  let hash: Uint8Array = AUDIT_GENESIS;
  for await (const entry of entries) {
    const expected = auditHash(hash, entry);
    const another = signed?.number === entry.number && !equalBytes(signed.hash, expected);
    if (entry.number !== number + 1 || !equalBytes(entry.hash, expected) || another)
      return { fits: false, number: number + 1 };
    number = entry.number;
    hash = expected;
  }
  if (signed && signed.number > number) return { fits: false, number: number + 1 };
  return { fits: true, number, hash };
}

function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
