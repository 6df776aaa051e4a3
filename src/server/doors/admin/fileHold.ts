import type { Clock } from '../../core/ports.ts';

/** Whoever asked for it and never came back does not let the write-ahead log grow for ever. */
const LONGEST = 600_000;

export type FileHold = ReturnType<typeof createFileHold>;

/** The database file as one check at a time may ask for it: left alone until it is given back, or for ten minutes. */
export function createFileHold(hold: () => (() => boolean) | null, clock: Clock) {
  let giveBack: (() => boolean) | null = null;
  let cancel = (): void => undefined;

  const release = (): boolean => {
    cancel();
    const still = giveBack?.() ?? false;
    giveBack = null;
    return still;
  };

  return {
    /** False when it is held already, or cannot be now. */
    take(): boolean {
      if (giveBack !== null) return false;
      giveBack = hold();
      if (giveBack !== null) cancel = clock.after(LONGEST, release);
      return giveBack !== null;
    },
    /** Whether the file has stood still since it was taken. */
    release,
  };
}
