import { AUDIT_GENESIS, auditHash } from '../core/audit.ts';
import type { AuditEntry } from '../core/ports.ts';

export type AuditVerdict =
  | { readonly fits: true; readonly number: number; readonly hash: Uint8Array }
  /** The first entry that does not fit. */
  | { readonly fits: false; readonly number: number };

/**
 * Whether every entry is the next one and carries the hash that follows from the one before.
 * @param entries all of them, in the order in which they are stored, in as many pages as there are
 */
export async function verifyAudit(entries: AsyncIterable<AuditEntry> | Iterable<AuditEntry>): Promise<AuditVerdict> {
  let number = 0;
  let hash: Uint8Array = AUDIT_GENESIS;
  for await (const entry of entries) {
    const expected = auditHash(hash, entry);
    if (entry.number !== number + 1 || !sameBytes(entry.hash, expected)) return { fits: false, number: number + 1 };
    number = entry.number;
    hash = expected;
  }
  return { fits: true, number, hash };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
