import { useEffect, useMemo, useState } from 'react';
import type { RecordFilter, Stream } from '../../../protocol/api/streams.ts';
import { useClient, useClientState } from '../session/client.ts';
import { asTimePasses } from '../session/now.ts';
import { useCalmly } from '../session/useCalmly.ts';
import { AGAIN } from './useCounts.ts';
import { queryOf, type Filter } from './filter.ts';
import { FoundRecords } from './foundRecords.ts';
import { WholeStream } from './wholeStream.ts';

/** How often a stream is asked for news that nobody tells because it is not followed, milliseconds. */
const ASK = 5000;
const FOUND_PAGE = 300;

const queryNow = (filter: Filter): RecordFilter => queryOf(filter, Date.now());

/** All records of a stream, while it grows. @param held what comes is counted and not shown */
export function useWholeStream(stream: Stream, held: boolean): WholeStream {
  const client = useClient();
  const online = useClientState((state) => state.connection === 'online');
  const { machine, first, head, follows } = stream;
  const [whole] = useState(
    () => new WholeStream((after, limit) => client.records(machine, { after, limit }), first, head),
  );
  useEffect(() => whole.grown(first, head), [whole, first, head]);
  useEffect(() => whole.hold(held), [whole, held]);
  useEffect(() => {
    if (online) whole.again();
  }, [whole, online]);
  useEffect(() => {
    if (follows || !online) return undefined;
    const timer = setInterval(() => {
      void client.records(machine, { after: whole.head, limit: 1 }).then((answer) => {
        if (answer.ok) whole.grown(answer.first, answer.head);
      });
    }, ASK);
    return () => clearInterval(timer);
  }, [client, machine, whole, follows, online]);
  return whole;
}

/**
 * What of a stream fits a filter; null without one. It is looked for anew when the stream has grown, and what falls out of
 * a time that ends now leaves.
 */
export function useFoundRecords(machine: string, filter: Filter | null, head: number): FoundRecords | null {
  const client = useClient();
  const online = useClientState((state) => state.connection === 'online');
  const grown = useCalmly(head);
  const found = useMemo(() => {
    if (filter === null) return null;
    const page = (before: number | undefined) => ({ limit: FOUND_PAGE, ...(before !== undefined && { before }) });
    return new FoundRecords((before) => client.searchRecords(machine, queryNow(filter), page(before)));
  }, [client, machine, filter]);
  useEffect(() => {
    if (online && grown > 0) void found?.refresh();
  }, [found, grown, online]);
  useEffect(() => {
    if (found === null || filter?.range.kind !== 'last') return undefined;
    return asTimePasses(() => found.leave(queryNow(filter).from ?? 0));
  }, [found, filter]);
  const behind = found !== null && found.indexed !== null && found.indexed < grown;
  useEffect(() => {
    if (!behind || !online) return undefined;
    const timer = setInterval(() => void found?.refresh(), AGAIN);
    return () => clearInterval(timer);
  }, [found, behind, online]);
  return found;
}
