import type { Online } from '../online.ts';
import type { AccountStore, Clock } from '../ports.ts';
import type { Looking } from './looking.ts';
import type { Reader } from './reader.ts';
import type { Readers } from './readers.ts';
import type { Timers } from './timers.ts';

/** Counts are at most so old, and told at most so often. */
const FRESH = 1000;

export interface Counts {
  readonly people: number;
  readonly online: number;
}

interface Given {
  readonly accounts: Pick<AccountStore, 'count'>;
  readonly online: Online;
  readonly readers: Readers;
  readonly looking: Looking;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

export type Presence = ReturnType<typeof createPresence>;

/** How many people there are, and how many of them are online. */
export function createPresence({ accounts, online, readers, looking, timers, clock, failed }: Given) {
  let people = 0;
  let countedAt = Number.NEGATIVE_INFINITY;

  const counts = async (): Promise<Counts> => {
    if (Math.abs(clock.now() - countedAt) >= FRESH) {
      people = await accounts.count();
      countedAt = clock.now();
    }
    return { people, online: online.size };
  };

  const tellThose = async (listening: readonly Reader[]): Promise<void> => {
    const now = await counts();
    const behind = listening.filter(
      (reader) => reader.counts?.people !== now.people || reader.counts.online !== now.online,
    );
    for (const reader of behind) reader.counts = now;
    readers.send(behind, { ev: 'presence', ...now });
  };

  return {
    counts,
    tell: (reader: Reader): Promise<void> => tellThose([reader]),
    /** Something may have changed: everyone is told, soon and once. */
    changed: (): void =>
      timers.once('presence', FRESH, () => {
        looking.tell(readers.all());
        tellThose(readers.all()).catch(failed);
      }),
  };
}
