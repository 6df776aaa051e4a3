import type { Clock } from '../ports.ts';

export type Timers = ReturnType<typeof createTimers>;

/** Timers by name, at most one of each, that all stop together. */
export function createTimers(clock: Clock) {
  const cancels = new Map<string, () => void>();
  let stopped = false;

  const once = (name: string, delay: number, work: () => void): void => {
    if (stopped || cancels.has(name)) return;
    const cancel = clock.after(delay, () => {
      cancels.delete(name);
      work();
    });
    cancels.set(name, cancel);
  };

  return {
    once,
    isSet: (name: string): boolean => cancels.has(name),
    /** Again and again, each time after the one before is done. */
    every(name: string, delay: number, work: () => Promise<void>, failed: (error: unknown) => void): void {
      const round = (): void => once(name, delay, () => void work().catch(failed).finally(round));
      round();
    },
    stop(): void {
      stopped = true;
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
