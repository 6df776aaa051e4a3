import type { Stream } from '../../../protocol/api/streams.ts';
import pane from '../inbox/ListPane.module.css';
import rooms from '../rooms/RoomList.module.css';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { t } from '../words/words.ts';
import { HowTo } from './HowTo.tsx';
import styles from './StreamList.module.css';
import { StreamRow } from './StreamRow.tsx';

/** The streams that one follows, by name, and below them the others that one may read. */
export function StreamList({ selected }: { selected: string | null }) {
  const streams = useClientState((state) => state.streams);
  const followed = streams.filter(({ follows }) => follows);
  const others = streams.filter(({ follows }) => !follows);
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
        <div className={rooms.scroller}>
          {followed.length > 0 && (
            <Rows streams={followed} selected={selected} label={{ 'aria-label': t('streams') }} />
          )}
          {others.length > 0 && (
            <>
              <h2 className={rooms.heading} id="other-streams">
                {t('otherStreams')}
              </h2>
              <Rows streams={others} selected={selected} label={{ 'aria-labelledby': 'other-streams' }} />
            </>
          )}
        </div>
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

interface RowsProps {
  streams: readonly Stream[];
  selected: string | null;
  label: { 'aria-label': string } | { 'aria-labelledby': string };
}

function Rows({ streams, selected, label }: RowsProps) {
  return (
    <ul className={rooms.list} {...label}>
      {streams.map((stream) => (
        <li key={stream.machine} className={styles.item}>
          <StreamRow stream={stream} selected={stream.machine === selected} />
        </li>
      ))}
    </ul>
  );
}
