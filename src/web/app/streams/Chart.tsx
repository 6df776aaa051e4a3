import { useState, type KeyboardEvent } from 'react';
import { exactTime, timeOfDay } from '../words/time.ts';
import { t } from '../words/words.ts';
import type { Bar, Figures } from './chart.ts';
import styles from './Chart.module.css';
import type { Range } from './filter.ts';

interface ChartProps {
  figures: Figures;
  onRange: (range: Range) => void;
}

/** How many records came when. A bar narrows the time to its own; Left and Right go from one to the next. */
export function Chart({ figures: { bars }, onRange }: ChartProps) {
  const [stop, setStop] = useState<number | null>(null);
  const at = Math.min(stop ?? bars.length - 1, bars.length - 1);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to === undefined || bars[to] === undefined) return;
    event.preventDefault();
    setStop(to);
    event.currentTarget.querySelectorAll<HTMLElement>('button')[to]?.focus();
  };
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- the bars in it have the focus
    <div role="toolbar" aria-label={t('chart')} className={styles.chart} onKeyDown={onKeyDown}>
      <svg viewBox={`0 0 ${bars.length} 1`} preserveAspectRatio="none" className={styles.bars} aria-hidden="true">
        {bars.map(({ from, height, errorHeight }, index) => (
          <g key={from}>
            <rect className={styles.records} x={index + 0.1} width={0.8} y={1 - height} height={height} />
            <rect className={styles.errors} x={index + 0.1} width={0.8} y={1 - errorHeight} height={errorHeight} />
          </g>
        ))}
      </svg>
      {bars.map((bar, index) => (
        <button
          key={bar.from}
          type="button"
          className={styles.bar}
          aria-label={wordsOf(bar)}
          title={wordsOf(bar)}
          tabIndex={index === at ? 0 : -1}
          onClick={() => {
            setStop(null);
            onRange({ kind: 'span', from: bar.from, to: bar.to - 1 });
          }}
        />
      ))}
    </div>
  );
}

function wordsOf({ from, to, records, errors }: Bar): string {
  return t('chartBar', {
    span: t('rangeSpan', { from: exactTime(from), to: timeOfDay(to) }),
    records: t('chartTotal', { count: records }),
    errors: errorWords(errors),
  });
}

export const errorWords = (count: number): string => (count === 0 ? t('chartNoErrors') : t('chartErrors', { count }));
