import { useState, type RefObject } from 'react';
import type { RecordCounts } from '../../../protocol/api/streams.ts';
import { useLiveWords } from '../session/now.ts';
import { Icon } from '../ui/Icon.tsx';
import { useCopy } from '../ui/useCopy.ts';
import { rateWords } from '../words/number.ts';
import { t } from '../words/words.ts';
import { errorWords, Chart } from './Chart.tsx';
import { figuresOf } from './chart.ts';
import { downloadPath, lengthOf, queryOf, type Filter, type Range } from './filter.ts';
import styles from './LogBar.module.css';
import type { LogHandle } from './RecordLog.tsx';

const MINUTE = 60_000;

interface LogBarProps {
  machine: string;
  filter: Filter;
  counted: RecordCounts | null;
  paused: boolean;
  /** What came since it is paused. */
  waiting: number;
  /** What was new when it was opened. */
  fresh: number;
  log: RefObject<LogHandle | null>;
  onFresh: () => void;
  onPause: (paused: boolean) => void;
  onRange: (range: Range) => void;
}

/** How much comes, and what can be done with what is shown. */
export function LogBar(props: LogBarProps) {
  const { machine, filter, counted, paused, waiting, fresh, log, onFresh, onPause, onRange } = props;
  const figures = counted === null ? null : figuresOf(counted);
  return (
    <div className={styles.bar}>
      <div className={styles.line}>
        <p className={styles.figures}>{figures === null ? '\u00a0' : figureWords(figures, filter)}</p>
        <div className={styles.actions}>
          {fresh > 0 && (
            <button type="button" className={styles.action} data-fresh="" onClick={onFresh}>
              {t('toNewRecords', { count: fresh })}
            </button>
          )}
          <button type="button" className={styles.action} onClick={() => onPause(!paused)}>
            <Icon name={paused ? 'resume' : 'pause'} size={16} />
            {t(paused ? 'resume' : 'pause')}
            {waiting > 0 && paused && <span className={styles.waiting}>{t('newRecords', { count: waiting })}</span>}
          </button>
          <Copy log={log} />
          <Download machine={machine} filter={filter} />
        </div>
      </div>
      {figures === null ? <div className={styles.noChart} /> : <Chart figures={figures} onRange={onRange} />}
    </div>
  );
}

/** Words and levels narrow what is shown, not what is counted. */
function figureWords({ records, errors }: ReturnType<typeof figuresOf>, { range, words, level }: Filter): string {
  const total = t('chartTotal', { count: records });
  const parts = [range.kind === 'all' ? t('chartDay', { records: total }) : total, rateWords(records, lengthOf(range))];
  const figures = [...parts, errorWords(errors)].join(' · ');
  return words.trim() === '' && level === null ? figures : t('chartWhole', { figures });
}

function Copy({ log }: Pick<LogBarProps, 'log'>) {
  const { copied, copy } = useCopy();
  const [count, setCount] = useState(0);
  const onClick = (): void => {
    const lines = log.current?.copied();
    if (lines === undefined || lines.count === 0) return;
    setCount(lines.count);
    void copy(lines.text);
  };
  return (
    <>
      <button type="button" className={styles.action} title={t('copyHint')} onClick={onClick}>
        <Icon name={copied ? 'check' : 'copy'} size={16} />
        <span className={styles.word}>{t('copy')}</span>
      </button>
      <span role="status" className="unseen">
        {copied ? t('copiedRecords', { count }) : ''}
      </span>
    </>
  );
}

function Download({ machine, filter }: Pick<LogBarProps, 'machine' | 'filter'>) {
  const path = useLiveWords((now) => downloadPath(machine, queryOf(filter, now - (now % MINUTE))));
  return (
    <a className={styles.action} href={path} title={t('download')} download={`${machine}.ndjson`}>
      <Icon name="download" size={16} />
      <span className={styles.word}>{t('download')}</span>
    </a>
  );
}
