import fs from 'node:fs';

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Ctrl-C leaves nothing half behind: what stands at `place` is removed then. Answers how to end that. */
export function removedWhenInterrupted(place: string): () => void {
  const stop = (signal: keyof typeof signals): void => {
    fs.rmSync(place, { recursive: true, force: true });
    process.exit(signals[signal]);
  };
  const all = Object.keys(signals) as (keyof typeof signals)[];
  for (const signal of all) process.once(signal, stop);
  return () => {
    for (const signal of all) process.off(signal, stop);
  };
}
