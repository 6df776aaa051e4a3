import { useState } from 'react';
import type { Outcome, SearchQuery } from '../../../client/api.ts';
import { isCalled } from '../../../client/search/called.ts';
import { timesOf } from '../../../client/search/query.ts';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall, type Call } from '../session/useCall.ts';

/** Machines that are asked for, those that sent something last first; and records of each. */
const MACHINES = 8;
const RECORDS = 3;
export interface FoundRecord {
  readonly machine: string;
  readonly record: StreamRecord;
}

interface RecordsFound {
  /** Machines that can be asked for. */
  readonly machines: readonly string[];
  /** Newest first; null: the server was not asked for this. */
  readonly records: readonly FoundRecord[] | null;
  readonly call: Call;
  readonly ask: () => void;
}

/**
 * What the server finds in the streams that it can read. It learns by that what is looked for, which may be words of private
 * messages: so it is asked only when somebody says so, and for that search alone.
 */
export function useRecordsFound(query: SearchQuery): RecordsFound {
  const client = useClient();
  const call = useCall();
  const streams = useClientState((state) => state.streams);
  const { words, from, in: within } = query;
  const { since, until } = timesOf(query);
  const readable = words === '' || from !== null ? [] : streams;
  const machines = readable
    .filter(({ machine }) => within === null || isCalled([machine], within))
    .toSorted((a, b) => (b.newest?.at ?? 0) - (a.newest?.at ?? 0))
    .slice(0, MACHINES)
    .map(({ machine }) => machine);
  const asking = `${machines.join(' ')} ${since} ${until} ${words}`;
  const [found, setFound] = useState<{ asking: string; records: readonly FoundRecord[] } | null>(null);
  const ask = async (): Promise<Outcome> => {
    const span = { ...(since > 0 && { from: since }), ...(until < Infinity && { to: until - 1 }) };
    const records: FoundRecord[] = [];
    for (const machine of machines) {
      const outcome = await client.searchRecords(machine, { words, ...span }, { limit: RECORDS });
      if (!outcome.ok) return outcome;
      records.push(...outcome.records.map((record) => ({ machine, record })));
    }
    setFound({ asking, records: records.toSorted((a, b) => b.record.at - a.record.at) });
    return { ok: true };
  };
  return {
    machines,
    records: found?.asking === asking ? found.records : null,
    call,
    ask: () => void call.run(ask),
  };
}
