import type { Clock } from '../../src/server/core/ports.ts';

/** A clock that stands until it is moved; what is due then is called, in order. */
export interface HandClock extends Clock {
  advance(milliseconds: number): void;
}

export function handClock(start = Date.UTC(2026, 10, 20, 9, 30)): HandClock {
  let now = start;
  let made = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();
  return {
    now: () => now,
    after(milliseconds, callback) {
      const id = (made += 1);
      timers.set(id, { at: now + milliseconds, callback });
      return () => void timers.delete(id);
    },
    advance(milliseconds) {
      const until = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
        if (!next) break;
        const [id, { at, callback }] = next;
        timers.delete(id);
        now = Math.max(now, at);
        callback();
      }
      now = until;
    },
  };
}
