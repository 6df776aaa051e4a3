import { useLiveWords } from '../session/now.ts';
import { dayMark } from '../words/time.ts';

/** The day on which something was, in few letters. */
export function DayMark({ at }: { at: number }) {
  return <span>{useLiveWords((now) => dayMark(at, now))}</span>;
}
