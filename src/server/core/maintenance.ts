import type { Clock, MachineStore, RecordIndex, SessionStore } from './ports.ts';

const EVERY = 3600_000;

/** Removes what has ended, now and then. Answers how to stop. */
export function startMaintenance(
  stores: { readonly sessions: SessionStore; readonly machines: MachineStore; readonly index: RecordIndex },
  clock: Clock,
  failed: (error: unknown) => void,
): () => void {
  let cancel = (): void => undefined;
  const round = (): void => {
    for (const store of [stores.sessions, stores.machines]) store.removeExpired(clock.now()).catch(failed);
    stores.index.tidy();
    cancel = clock.after(EVERY, round);
  };
  cancel = clock.after(EVERY, round);
  return () => cancel();
}
