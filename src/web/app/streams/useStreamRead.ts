import { useEffect, useRef } from 'react';
import type { Stream } from '../../../protocol/api/streams.ts';
import { useAttention } from '../session/attention.ts';
import { useClient } from '../session/client.ts';
import { useLooking } from '../session/looking.ts';
import type { WholeStream } from './wholeStream.ts';

/** What comes fast is read together, milliseconds. */
const TOGETHER = 400;

/** Once the newest record is seen, the stream is read, on every device of the account. */
export function useStreamRead(stream: Stream, whole: WholeStream, newestInSight: boolean): void {
  const client = useClient();
  const looking = useAttention() && newestInSight;
  const { machine } = stream;
  useLooking(machine, looking);
  const unread = stream.unread > 0;
  const latest = useRef(whole);
  useEffect(() => {
    latest.current = whole;
  });
  const told = useRef(0);
  useEffect(() => {
    if (!looking || !unread) return undefined;
    const read = (): void => {
      told.current = performance.now();
      const { end, first } = latest.current;
      if (end > first) void client.markStreamRead(machine, end - 1);
    };
    const wait = told.current + TOGETHER - performance.now();
    if (told.current === 0 || wait <= 0) {
      read();
      return undefined;
    }
    const timer = setTimeout(read, wait);
    return () => clearTimeout(timer);
  }, [client, machine, looking, unread]);
}
