import type { AuditEntry, AuditHead } from '../../protocol/api/admin.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { verifyAudit } from './audit.ts';
import type { AuditHeads } from './auditHead.ts';
import type { AuditEntry as StoredAuditEntry, AuditStore, Clock } from './ports.ts';

interface Given {
  readonly audit: Pick<AuditStore, 'entries' | 'entriesBefore'>;
  readonly heads: AuditHeads;
  readonly clock: Clock;
}

interface AuditPage {
  readonly entries: AuditEntry[];
  readonly next: number | null;
  readonly head: AuditHead | null;
  readonly broken: number | null;
}

/** A whole look at the log counts for so long: many may ask. */
const FRESH = 30_000;

export type AuditLog = ReturnType<typeof createAuditLog>;

/** What was done here and by whom, as admins read it, and whether it still fits. */
export function createAuditLog({ audit, heads, clock }: Given) {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<number | null> = Promise.resolve(null);

  /** Everybody else has a turn after each page: however long the log is, nobody waits for it but who asked. */
  async function* inTurns(): AsyncGenerator<StoredAuditEntry> {
    for (let after = 0; ;) {
      const page = await audit.entries(after, limits.entriesPage);
      yield* page;
      if (page.length < limits.entriesPage) return;
      after += page.length;
      await new Promise<void>((resolve) => void clock.after(0, resolve));
    }
  }

  const look = async (): Promise<number | null> => {
    const { head, genuine } = await heads.head();
    const verdict = await verifyAudit(inTurns(), head);
    if (!verdict.fits) return verdict.number;
    return genuine ? null : Math.max(1, head?.number ?? 1);
  };

  const broken = (): Promise<number | null> => {
    if (Math.abs(clock.now() - lookedAt) >= FRESH) {
      lookedAt = clock.now();
      looking = look();
    }
    return looking;
  };

  const shownHead = async (): Promise<AuditHead | null> => {
    const { head } = await heads.head();
    if (!head || head.number === 0) return null;
    const { number, hash, at, signature, key } = head;
    return { number, at, hash: toBase64url(hash), signature: toBase64url(signature), key: toBase64url(key) };
  };

  return {
    /** All of it, the oldest first, a page at a time. */
    async *whole(): AsyncGenerator<AuditEntry[]> {
      for (let after = 0; ;) {
        const page = await audit.entries(after, limits.entriesPage);
        if (page.length > 0) yield page.map(shown);
        if (page.length < limits.entriesPage) return;
        after += page.length;
      }
    },

    async page(before: number | undefined): Promise<AuditPage> {
      const found = await audit.entriesBefore(before ?? null, limits.auditPage + 1);
      const some = found.slice(0, limits.auditPage);
      const next = found.length > some.length ? (some.at(-1)?.number ?? null) : null;
      return { entries: some.map(shown), next, head: await shownHead(), broken: await broken() };
    },
  };
}

const shown = ({ hash, ...entry }: StoredAuditEntry): AuditEntry => ({ ...entry, hash: toBase64url(hash) });
