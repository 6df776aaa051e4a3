import type { StreamRecord } from '../../../protocol/api/streams.ts';
import type { AccountNo, CountedRecords, RecordCondition, RecordIndex, StoredRecord, StreamStore } from '../ports.ts';
import { tooMany, type Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceSession } from '../sessions.ts';
import { recordOf } from '../wire.ts';
import type { StreamAccess } from './access.ts';
import { LARGEST_PAGE, STEP, sizeOf } from './pageSize.ts';

interface Given {
  readonly access: StreamAccess;
  readonly streams: Pick<StreamStore, 'ends' | 'pick'>;
  readonly index: Pick<RecordIndex, 'search' | 'counts'>;
  readonly rates: Pick<Rates, 'spend'>;
}

interface Asked extends RecordCondition {
  readonly before?: number | undefined;
  readonly limit: number;
}

interface Found {
  readonly records: StreamRecord[];
  readonly more: boolean;
  readonly searched: number;
  readonly indexed: number;
}

/** Searches of one account that wait for each other. */
const MOST_WAITING = 8;

export type StreamSearch = ReturnType<typeof createStreamSearch>;

/** Finds and counts records, for those who may read them. */
export function createStreamSearch({ access, streams, index, rates }: Given) {
  const turns = oneAtATime();

  return {
    /** @throws Refusal not_found, too_many_requests */
    async search(session: DeviceSession, machine: string, asked: Asked): Promise<Found> {
      rates.spend('account: read', session.account.no);
      await access.requireReader(session, machine);
      const { before = Number.MAX_SAFE_INTEGER, limit, ...condition } = asked;
      const found = await turns(session.account.no, () => index.search(machine, filled(condition), { before, limit }));
      const { first } = await streams.ends(machine);
      const { records, whole } = await lastOf(streams, machine, found.seqs);
      const searched = whole ? found.searched : (records[0]?.seq ?? found.searched);
      return { records: records.map(recordOf), more: searched > first, searched, indexed: found.indexed };
    },

    /** @throws Refusal not_found, too_many_requests, invalid */
    async counts(
      session: DeviceSession,
      machine: string,
      asked: { from: number; to: number; spans: number },
    ): Promise<CountedRecords> {
      rates.spend('account: read', session.account.no);
      await access.requireReader(session, machine);
      if (asked.to <= asked.from) throw new Refusal('invalid', { field: 'to' });
      return turns(session.account.no, () => index.counts(machine, asked));
    },
  };
}

/** What a form leaves empty narrows nothing. */
export const filled = ({ words, level, from, to }: RecordCondition): RecordCondition => ({
  ...(words?.trim() && { words }),
  ...(level?.trim() && { level: level.trim() }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

/** The last ones that make a page, and whether these are all. */
async function lastOf(
  streams: Given['streams'],
  machine: string,
  seqs: readonly number[],
): Promise<{ records: StoredRecord[]; whole: boolean }> {
  let records: StoredRecord[] = [];
  let size = 0;
  let left = seqs.length;
  for (; left > 0 && size < LARGEST_PAGE; left -= STEP) {
    const some = await streams.pick(machine, seqs.slice(Math.max(0, left - STEP), left));
    records = [...some, ...records];
    size += sizeOf(some);
  }
  return { records, whole: left <= 0 };
}

/** One search of an account at a time, so that nobody keeps the index from the others. @throws Refusal too_many_requests */
function oneAtATime() {
  const waiting = new Map<AccountNo, { count: number; last: Promise<unknown> }>();
  return async <T>(account: AccountNo, act: () => Promise<T>): Promise<T> => {
    const { count, last } = waiting.get(account) ?? { count: 0, last: Promise.resolve() };
    if (count >= MOST_WAITING) throw tooMany(1000);
    const mine = last.then(act);
    const quiet = mine.catch(() => undefined);
    waiting.set(account, { count: count + 1, last: quiet });
    await quiet;
    const now = waiting.get(account);
    if (now?.count === 1) waiting.delete(account);
    else if (now) waiting.set(account, { ...now, count: now.count - 1 });
    return mine;
  };
}
