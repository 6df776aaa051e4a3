import { randomBytes } from 'node:crypto';
import type { Clock, Random } from './core/ports.ts';

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = (length) => new Uint8Array(randomBytes(length));
