import type { LogNo, StoredEntry } from '../ports.ts';

export type Fresh = ReturnType<typeof createFresh>;

/**
 * What was committed since the tick before, as it was stored: whoever is at the head of a log gets it without another
 * look into the store. Only a short cut: what is not here is read.
 */
export function createFresh() {
  let byLog = new Map<LogNo, StoredEntry[]>();

  return {
    keep(log: LogNo, entry: StoredEntry): void {
      const kept = byLog.get(log);
      if (kept?.at(-1)?.seq === entry.seq - 1) kept.push(entry);
      else byLog.set(log, [entry]);
    },

    /** Something in it was emptied. */
    drop(log: LogNo): void {
      byLog.delete(log);
    },

    /** Everything that was kept, and no longer is. */
    take(): ReadonlyMap<LogNo, readonly StoredEntry[]> {
      const taken = byLog;
      byLog = new Map();
      return taken;
    },
  };
}
