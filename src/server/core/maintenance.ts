import type { Clock, SessionStore } from './ports.ts';

const EVERY = 3600_000;

/** Removes what has ended, now and then. Answers how to stop. */
export function startMaintenance(sessions: SessionStore, clock: Clock, failed: (error: unknown) => void): () => void {
  let cancel = (): void => undefined;
  const round = (): void => {
    sessions.removeExpired(clock.now()).catch(failed);
    cancel = clock.after(EVERY, round);
  };
  cancel = clock.after(EVERY, round);
  return () => cancel();
}
