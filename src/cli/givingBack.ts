import { performance } from 'node:perf_hooks';

const LOOK_EVERY = 15_000;
/** Bytes above the least that it had, from which on it is worth the few milliseconds. */
const WORTH_IT = 16 * 1024 * 1024;
/** Part of its time that a calm process works. */
const CALM = 0.25;

/**
 * Gives back to the system, whenever it is calm, what the process had for a moment, as for very many connections: V8 does
 * that with objects by itself, the C library keeps what was beside them for ever, unless it is told. Nothing happens
 * where there is no such library.
 */
export function giveMemoryBack(): void {
  let least = process.memoryUsage.rss();
  let before = performance.eventLoopUtilization();
  const look = (): void => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const used = process.memoryUsage.rss();
    least = Math.min(least, used);
    if (used > least + WORTH_IT && utilization < CALM) void trim().catch(() => clearInterval(looking));
  };
  const looking = setInterval(look, LOOK_EVERY);
  looking.unref();
}

/** malloc_trim(3) of glibc. */
async function trim(): Promise<void> {
  const { dlopen } = await import('node:ffi');
  dlopen('libc.so.6', { malloc_trim: { arguments: ['u64'], return: 'i32' } }).functions.malloc_trim(0n);
}
