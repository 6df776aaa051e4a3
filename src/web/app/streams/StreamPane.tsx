import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import type { Stream } from '../../../protocol/api/streams.ts';
import styles from '../conversation/ConversationPane.module.css';
import { useClient } from '../session/client.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { t } from '../words/words.ts';
import { everything, isEverything, type Filter } from './filter.ts';
import { FilterBar } from './FilterBar.tsx';
import { FollowBar } from './FollowBar.tsx';
import { Followers } from './Followers.tsx';
import { HowTo } from './HowTo.tsx';
import { LogBar } from './LogBar.tsx';
import { Findings } from './Findings.tsx';
import findings from './Findings.module.css';
import { OpenedRecords } from './openedRecords.ts';
import { RecordLog, type LogHandle } from './RecordLog.tsx';
import { RecordSheet } from './RecordSheet.tsx';
import { Rules } from './Rules.tsx';
import { StreamHeader } from './StreamHeader.tsx';
import { useCounts } from './useCounts.ts';
import { useFoundRecords, useWholeStream } from './useRecords.ts';
import { useStreamRead } from './useStreamRead.ts';

interface StreamPaneProps {
  stream: Stream;
  /** Seq of the record to show. */
  lead: number | null;
}

/** So many new records are not seen at one glance: there is a way to the first of them. */
const MANY = 15;

type Open = { dialog: 'followers' | 'rules' } | { dialog: 'record'; place: number };

/** The records of a machine. Made anew for each, so that nothing of one is seen in another. */
export function StreamPane({ stream, lead }: StreamPaneProps) {
  const { machine } = stream;
  const [, navigate] = useLocation();
  const [filter, setFilter] = useState<Filter>(everything);
  const [paused, setPaused] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const [atEnd, setAtEnd] = useState(true);
  const log = useRef<LogHandle>(null);
  const client = useClient();
  const [opened] = useState(() => new OpenedRecords((record) => client.openRecord(machine, record)));
  const whole = useWholeStream(stream, paused);
  useSyncExternalStore(whole.subscribe, whole.version);
  const narrowed = !isEverything(filter);
  const found = useFoundRecords(machine, narrowed ? filter : null, paused ? 0 : whole.head);
  const records = found ?? whole;
  useSyncExternalStore(records.subscribe, records.version);
  const counted = useCounts(machine, filter.range, whole.head);
  const [fresh] = useState(() => (stream.unread > 0 ? { from: stream.read + 1, count: stream.unread } : null));
  /** One has gone to what is new. */
  const [gone, setGone] = useState(false);
  const newestHere = whole.at(whole.end - 1) !== undefined;
  useStreamRead(stream, whole, !narrowed && !paused && atEnd && newestHere);

  const lookAt = useCallback((place: number): void => setOpen({ dialog: 'record', place }), []);
  const close = (): void => setOpen(null);
  const narrow = (next: Filter): void => {
    setFilter(next);
    if (lead !== null) navigate(`/streams/${machine}`, { replace: true });
  };
  const showInStream = (seq: number): void => {
    setFilter(everything);
    setOpen(null);
    navigate(`/streams/${machine}/${seq}`);
  };
  // An alert may be here before it is known that its stream has grown.
  const leads = lead !== null && !narrowed && lead < whole.end;
  useEffect(() => {
    if (leads) log.current?.show(lead);
  }, [lead, leads]);

  return (
    <section className={styles.pane} data-wide aria-labelledby="stream-heading">
      <StreamHeader
        stream={stream}
        onFollowers={() => setOpen({ dialog: 'followers' })}
        onRules={() => setOpen({ dialog: 'rules' })}
      />
      {!stream.follows && <FollowBar machine={machine} />}
      <FilterBar filter={filter} levels={counted?.levels ?? []} onFilter={narrow} />
      <LogBar
        machine={machine}
        filter={filter}
        counted={counted}
        paused={paused}
        waiting={whole.fresh}
        log={log}
        fresh={narrowed || gone || fresh === null || fresh.count < MANY ? 0 : fresh.count}
        onFresh={() => {
          if (fresh !== null) log.current?.show(fresh.from);
          setGone(true);
        }}
        onPause={setPaused}
        onRange={(range) => narrow({ ...filter, range })}
      />
      {found !== null && <Findings found={found} head={whole.head} onAll={() => narrow(everything)} />}
      {found === null && whole.failed && (
        <div className={findings.said}>
          <FieldError>{t('recordsFailed')}</FieldError>
          <Button look="quiet" onClick={() => whole.again()}>
            {t('tryAgain')}
          </Button>
        </div>
      )}
      {whole.head === 0 && <HowTo machine={machine} />}
      {records.end > records.first && (
        <RecordLog
          key={found === null ? 'whole' : 'found'}
          records={records}
          words={filter.words}
          opened={opened}
          freshFrom={found === null ? (fresh?.from ?? null) : null}
          freshCount={fresh?.count ?? 0}
          waiting={paused ? whole.fresh : 0}
          address={found === null && lead === null ? `/streams/${machine}` : null}
          onEnd={setAtEnd}
          onOpen={lookAt}
          onNewest={() => setPaused(false)}
          handle={log}
        />
      )}
      {open?.dialog === 'record' && (
        <RecordSheet
          records={records}
          place={open.place}
          words={filter.words}
          opened={opened}
          onPlace={lookAt}
          onShow={narrowed ? showInStream : null}
          onClose={close}
        />
      )}
      {open?.dialog === 'followers' && <Followers stream={stream} onClose={close} />}
      {open?.dialog === 'rules' && <Rules machine={machine} onClose={close} />}
    </section>
  );
}
