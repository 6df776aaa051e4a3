import type { RecordCounts } from '../../../protocol/api/streams.ts';

export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly records: number;
  readonly errors: number;
  /** Of the chart's height, 0 to 1; errors are a part of it. */
  readonly height: number;
  readonly errorHeight: number;
}

export interface Figures {
  readonly bars: readonly Bar[];
  readonly records: number;
  readonly errors: number;
}

/** So high is the lowest that is not nothing. */
const LEAST = 0.06;

/** The bars of a chart, and what they add up to. */
export function figuresOf({ span, counts }: Pick<RecordCounts, 'span' | 'counts'>): Figures {
  const most = Math.max(1, ...counts.map(({ records }) => records));
  const share = (count: number): number => (count === 0 ? 0 : Math.max(LEAST, count / most));
  const bars = counts.map(({ at, records, errors }) => ({
    from: at,
    to: at + span,
    records,
    errors,
    height: share(records),
    errorHeight: Math.min(share(errors), share(records)),
  }));
  return {
    bars,
    records: counts.reduce((sum, { records }) => sum + records, 0),
    errors: counts.reduce((sum, { errors }) => sum + errors, 0),
  };
}
