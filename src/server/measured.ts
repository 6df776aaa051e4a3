import type { LogStore, StreamStore } from './core/ports.ts';
import type { Measures } from './doors/metrics/measures.ts';

/** The log, with what is stored in it counted and timed. */
export function measuredLog(log: LogStore, { messages, messageTimes }: Measures): LogStore {
  return {
    async append(draft) {
      const done = messageTimes.startTimer();
      const appended = await log.append(draft);
      if (typeof appended === 'string' || appended.repeated) return appended;
      done();
      messages.inc();
      return appended;
    },
    expire: (asked) => log.expire(asked),
    addEpoch: (epoch) => log.addEpoch(epoch),
    entries: (no, page) => log.entries(no, page),
    epochs: (no, account, page) => log.epochs(no, account, page),
    message: (no, id) => log.message(no, id),
    newestEpoch: (no) => log.newestEpoch(no),
  };
}

/** Streams, with the records that are stored counted and timed. */
export function measuredStreams(streams: StreamStore, { records, recordTimes }: Measures): StreamStore {
  return {
    async append(machine, drafts) {
      const done = recordTimes.startTimer();
      const stored = await streams.append(machine, drafts);
      done();
      records.inc(stored.reduce((sum, { repeated }) => (repeated ? sum : sum + 1), 0));
      return stored;
    },
    read: (machine, page) => streams.read(machine, page),
    pick: (machine, seqs) => streams.pick(machine, seqs),
    head: (machine) => streams.head(machine),
    ends: (machine) => streams.ends(machine),
    bytes: (machine) => streams.bytes(machine),
    firstSince: (machine, at) => streams.firstSince(machine, at),
    machines: () => streams.machines(),
    retain: (machine, retention) => streams.retain(machine, retention),
    close: () => streams.close(),
  };
}
