import { encodeCbor, equalBytes } from '../../crypto/encoding.ts';
import { purposes } from '../../crypto/labels.ts';
import { verifySignature } from '../../crypto/verify/signature.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { AUDIT_GENESIS } from './audit.ts';
import type { AuditEntry, AuditHead, AuditSigning, AuditStore, Clock, SignedAuditHead } from './ports.ts';

const VERSION = 1;
const EVERY = 1000;

/** What the signature of a head covers. @param instance id of the server */
export const auditHeadBytes = (instance: string, { number, hash, at }: AuditHead): Uint8Array =>
  encodeCbor([VERSION, fromBase64url(instance), number, hash, at]);

export const isSigned = (instance: string, head: SignedAuditHead): boolean =>
  verifySignature(head.key, purposes.auditHead, auditHeadBytes(instance, head), head.signature);

interface Given {
  readonly audit: Pick<AuditStore, 'entries' | 'entriesBefore'>;
  readonly signing: AuditSigning;
  readonly instance: string;
  readonly clock: Clock;
  /** Told of each entry once, within a second. */
  readonly acted: (entry: AuditEntry) => void;
  /** The log is not the one that was signed. */
  readonly failed: (error: unknown) => void;
}

export type AuditHeads = ReturnType<typeof createAuditHeads>;

/**
 * Keeps the head of the audit log signed, at most a second behind. A log that does not hold what was signed before is signed
 * no more: the old head is what shows that something is missing.
 */
export function createAuditHeads({ audit, signing, instance, clock, acted, failed }: Given) {
  let stopped = false;
  let cancel = (): void => undefined;

  const holds = async (head: SignedAuditHead | null): Promise<boolean> => {
    if (!head || !isSigned(instance, head)) return false;
    if (head.number === 0) return true;
    const [entry] = await audit.entries(head.number - 1, 1);
    return entry?.number === head.number && equalBytes(entry.hash, head.hash);
  };

  const tell = async (after: number, through: number): Promise<void> => {
    for (let told = after; told < through;) {
      const page = (await audit.entries(told, limits.entriesPage)).filter(({ number }) => number <= through);
      if (page.length === 0) return;
      for (const entry of page) acted(entry);
      told += page.length;
    }
  };

  const signNewest = async (): Promise<void> => {
    const before = signing.head();
    const [newest] = await audit.entriesBefore(null, 1);
    if (before && before.number === (newest?.number ?? 0) && (await holds(before))) return;
    if (!signing.isNew() && !(await holds(before)))
      throw new Error('the audit log is not the one that was signed: see waxwing verify');
    const { number, hash } = newest ?? { number: 0, hash: AUDIT_GENESIS };
    const head = { number, hash, at: clock.now() };
    signing.sign(head, auditHeadBytes(instance, head));
    if (before) await tell(before.number, number);
  };

  let turn: Promise<void> = Promise.resolve();
  const inTurn = (): Promise<void> => {
    turn = turn.then(signNewest, signNewest);
    return turn;
  };

  const round = async (): Promise<void> => {
    try {
      await inTurn();
      if (!stopped) cancel = clock.after(EVERY, () => void round());
    } catch (error) {
      if (!stopped) failed(error);
    }
  };

  return {
    /** A new key signs the log as it finds it. */
    start: round,

    /** Signed just now, as far as the log still is the one that was signed; `genuine`: by the audit key. */
    async head(): Promise<{ head: SignedAuditHead | null; genuine: boolean }> {
      await inTurn().catch(() => undefined);
      const head = signing.head();
      return { head, genuine: head !== null && isSigned(instance, head) };
    },

    async stop(): Promise<void> {
      stopped = true;
      cancel();
      await inTurn().catch(() => undefined);
    },
  };
}
