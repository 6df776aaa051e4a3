import type { Clock } from '../../core/ports.ts';

/** Whoever holds it for longer does not let the write-ahead log grow for ever. */
const LONGEST = 3600_000;

export type FileHold = ReturnType<typeof createFileHold>;

/** The database file as one connection at a time may ask for it: left alone until it is given back, or for an hour. */
export function createFileHold(hold: () => { release(): boolean } | null, clock: Clock) {
  let held: { release(): boolean } | null = null;
  let cancel = (): void => undefined;

  const release = (): boolean => {
    cancel();
    const still = held?.release() ?? false;
    held = null;
    return still;
  };

  return {
    /** False when it is held already, or cannot be now. */
    take(): boolean {
      if (held !== null) return false;
      held = hold();
      if (held !== null) cancel = clock.after(LONGEST, release);
      return held !== null;
    },
    /** Whether the file has stood still since it was taken. */
    release,
  };
}
