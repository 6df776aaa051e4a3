import { limits } from '../../protocol/limits.ts';
import type { Clock, CommentStore, MachineStore, RecordIndex, SessionStore, StreamStore } from './ports.ts';
import type { Lifetimes } from './lifetimes.ts';
import { keepStreams, type Keeping } from './streams/retention.ts';

interface Given {
  readonly sessions: SessionStore;
  readonly machines: MachineStore;
  readonly comments: Pick<CommentStore, 'forgetAddresses'>;
  readonly lifetimes: Lifetimes;
  readonly streams: StreamStore;
  readonly index: RecordIndex;
  readonly keeping: Keeping;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

const EVERY = 3600_000;
/** A server that is started again and again shall let go of old records, too. */
const FIRST = 60_000;

/** Removes what has ended, now and then. Answers how to stop. */
export function startMaintenance({
  sessions,
  machines,
  comments,
  lifetimes,
  streams,
  index,
  keeping,
  clock,
  failed,
}: Given): () => void {
  let cancel = (): void => undefined;
  const round = (): void => {
    for (const store of [sessions, machines]) store.removeExpired(clock.now()).catch(failed);
    comments.forgetAddresses(clock.now() - limits.commentAddressLifetime).catch(failed);
    void lifetimes.look();
    keepStreams(streams, keeping, clock, failed)
      .catch(failed)
      .finally(() => index.tidy());
    cancel = clock.after(EVERY, round);
  };
  cancel = clock.after(FIRST, round);
  return () => cancel();
}
