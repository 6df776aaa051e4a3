import { useEffect, useState } from 'react';
import type { RecordCounts } from '../../../protocol/api/streams.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useLiveWords } from '../session/now.ts';
import { useCalmly } from '../session/useCalmly.ts';
import { countedSpans, type Range } from './filter.ts';

const MINUTE = 60_000;
/** When the index is behind, it is asked again after this many milliseconds. */
export const AGAIN = 1500;

/** How many records came in each part of a time; counted anew each minute and when there are more. Null: not here yet. */
export function useCounts(machine: string, range: Range, head: number): RecordCounts | null {
  const client = useClient();
  const online = useClientState((state) => state.connection === 'online');
  const grown = useCalmly(head);
  const minute = useLiveWords((now) => String(Math.floor(now / MINUTE)));
  const [counted, setCounted] = useState<RecordCounts | null>(null);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const outcome = await client.countRecords(machine, countedSpans(range, Date.now()));
      if (!current || !outcome.ok) return;
      // An index that knows nothing yet would say that there is nothing.
      if (outcome.indexed > 0 || grown === 0) setCounted(outcome);
      if (outcome.indexed < grown) timer = setTimeout(() => void ask(), AGAIN);
    };
    if (online) void ask();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, machine, range, grown, minute, online]);
  return counted;
}
