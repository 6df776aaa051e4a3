import type { AuditEntry, AuditHead } from '../../protocol/api/admin.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { verifyAudit } from './audit.ts';
import type { AuditEntry as StoredAuditEntry, AuditStore, Clock } from './ports.ts';

interface Given {
  readonly audit: Pick<AuditStore, 'entries' | 'entriesBefore'>;
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
export function createAuditLog({ audit, clock }: Given) {
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
    const verdict = await verifyAudit(inTurns());
    return verdict.fits ? null : verdict.number;
  };

  const broken = (): Promise<number | null> => {
    if (Math.abs(clock.now() - lookedAt) >= FRESH) {
      lookedAt = clock.now();
      looking = look();
    }
    return looking;
  };

  return {
    async page(before: number | undefined): Promise<AuditPage> {
      const found = await audit.entriesBefore(before ?? null, limits.auditPage + 1);
      const some = found.slice(0, limits.auditPage);
      const next = found.length > some.length ? (some.at(-1)?.number ?? null) : null;
      return { entries: some.map(shown), next, head: null, broken: await broken() };
    },
  };
}

const shown = ({ hash, ...entry }: StoredAuditEntry): AuditEntry => ({ ...entry, hash: toBase64url(hash) });
