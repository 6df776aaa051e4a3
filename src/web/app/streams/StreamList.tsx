import { useMemo } from 'react';
import type { Stream } from '../../../protocol/api/streams.ts';
import pane from '../inbox/ListPane.module.css';
import rooms from '../rooms/RoomList.module.css';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { RowList, type RowSection } from '../ui/RowList.tsx';
import { t } from '../words/words.ts';
import { HowTo } from './HowTo.tsx';
import styles from './StreamList.module.css';
import { StreamRow } from './StreamRow.tsx';

const ROW = 86;
const keyOf = ({ machine }: Stream): string => machine;

/** The streams that one follows, by name, and below them the others that one may read. */
export function StreamList({ selected }: { selected: string | null }) {
  const streams = useClientState((state) => state.streams);
  const [name, others] = [t('streams'), t('otherStreams')];
  const sections = useMemo(() => sectionsOf(streams, [name, others]), [streams, name, others]);
  return (
    <section className={pane.pane} aria-labelledby="streams-heading">
      <header className={pane.head}>
        <div className={pane.title}>
          <h1 id="streams-heading" tabIndex={-1}>
            {t('streams')}
          </h1>
        </div>
        <p className={styles.note}>{t('streamsText')}</p>
      </header>
      {streams.length === 0 ? (
        <NoStreams />
      ) : (
        <RowList name="streams" sections={sections} keyOf={keyOf} selected={selected} rowHeight={ROW}>
          {(stream, tab) => <StreamRow stream={stream} selected={stream.machine === selected} {...tab} />}
        </RowList>
      )}
    </section>
  );
}

/** How the first one comes, or who lets one follow it. */
function NoStreams() {
  const isAdmin = useClientState(({ self }) => self?.role === 'admin');
  const caughtUp = useClientState((state) => state.caughtUp);
  const offline = useClientState(({ connection }) => connection === 'offline');
  if (offline) return <Blank text={t('streamsOffline')} />;
  if (!caughtUp) return null;
  if (!isAdmin) return <Blank text={`${t('noStreams')}. ${t('noStreamsText')}`} />;
  return (
    <div className={rooms.scroller}>
      <HowTo machine={null} />
    </div>
  );
}

/** Those that one follows, and below them the others. */
function sectionsOf(streams: readonly Stream[], [name, others]: readonly [string, string]): RowSection<Stream>[] {
  const followed = streams.filter(({ follows }) => follows);
  const rest = streams.filter(({ follows }) => !follows);
  return [
    { name, rows: followed },
    { name: others, headed: true, rows: rest },
  ].filter(({ rows }) => rows.length > 0);
}
