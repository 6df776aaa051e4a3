import type { Clock, StreamStore } from '../ports.ts';

/** What is kept of each machine's stream; null: all of it. */
export interface Keeping {
  /** Records of so many days. */
  readonly days: number | null;
  /** So much on the disk. */
  readonly bytes: number | null;
}

const DAY = 86_400_000;

/** Lets go of what need not be kept any more, one machine after another. @param failed the others have their turn all the same */
export async function keepStreams(
  streams: Pick<StreamStore, 'machines' | 'retain'>,
  { days, bytes }: Keeping,
  clock: Clock,
  failed: (error: unknown) => void,
): Promise<void> {
  if (days === null && bytes === null) return;
  const retention = {
    ...(days !== null && { before: clock.now() - days * DAY }),
    ...(bytes !== null && { bytes }),
  };
  for (const machine of await streams.machines()) await streams.retain(machine, retention).catch(failed);
}
