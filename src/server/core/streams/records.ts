import type { StreamRecord } from '../../../protocol/api/streams.ts';
import type { StoredRecord, StreamStore } from '../ports.ts';
import type { Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceSession } from '../sessions.ts';
import { recordOf } from '../wire.ts';
import type { StreamAccess } from './access.ts';
import { LARGEST_PAGE, STEP, sizeOf } from './pageSize.ts';

interface Given {
  readonly access: StreamAccess;
  readonly streams: StreamStore;
  readonly rates: Rates;
}

interface Page {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

export type StreamRecords = ReturnType<typeof createStreamRecords>;

/** What a machine has sent, for those who may read it. */
export function createStreamRecords({ access, streams, rates }: Given) {
  return {
    /** @throws Refusal not_found, invalid */
    async page(
      session: DeviceSession,
      machine: string,
      { after, before, limit }: Page,
    ): Promise<{ records: StreamRecord[]; first: number; head: number }> {
      rates.spend('account: read', session.account.no);
      await access.requireReader(session, machine);
      if (after !== undefined && before !== undefined) throw new Refusal('invalid', { field: 'before' });
      const records =
        before === undefined
          ? await following(streams, machine, after ?? 0, limit)
          : await preceding(streams, machine, before, limit);
      const { first, head } = await streams.ends(machine);
      return { records: records.map(recordOf), first, head };
    },

    /** @throws Refusal not_found */
    async since(session: DeviceSession, machine: string, at: number): Promise<{ seq: number }> {
      rates.spend('account: read', session.account.no);
      await access.requireReader(session, machine);
      return { seq: await streams.firstSince(machine, at) };
    },
  };
}

async function following(
  streams: StreamStore,
  machine: string,
  after: number,
  limit: number,
): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (let size = 0; records.length < limit && size < LARGEST_PAGE;) {
    const step = Math.min(STEP, limit - records.length);
    const more = await streams.read(machine, { after: records.at(-1)?.seq ?? after, limit: step });
    records.push(...more);
    size += sizeOf(more);
    if (more.length < step) break;
  }
  return records;
}

async function preceding(
  streams: StreamStore,
  machine: string,
  before: number,
  limit: number,
): Promise<readonly StoredRecord[]> {
  let records: StoredRecord[] = [];
  for (let size = 0; records.length < limit && size < LARGEST_PAGE;) {
    const step = Math.min(STEP, limit - records.length);
    const more = await streams.read(machine, { before: records[0]?.seq ?? before, limit: step });
    records = [...more, ...records];
    size += sizeOf(more);
    if (more.length < step) break;
  }
  return records;
}
