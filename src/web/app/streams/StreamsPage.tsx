import { Link } from 'wouter';
import pane from '../conversation/ConversationPane.module.css';
import inbox from '../inbox/InboxPage.module.css';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { Mark } from '../ui/Mark.tsx';
import { t } from '../words/words.ts';
import { StreamList } from './StreamList.tsx';
import { StreamPane } from './StreamPane.tsx';

interface StreamsPageProps {
  machine: string | null;
  /** Of the record that the address leads to. */
  seq: string | null;
}

/** The streams beside the one that is open; on a phone one of the two. */
export function StreamsPage({ machine, seq }: StreamsPageProps) {
  const stream = useClientState(({ streams }) => streams.find((known) => known.machine === machine));
  const known = useClientState(
    ({ caughtUp, connection, streams }) => caughtUp || connection === 'offline' || streams.length > 0,
  );
  const some = useClientState(({ streams }) => streams.length > 0);
  const lead = seq !== null && /^[1-9]\d{0,14}$/.test(seq) ? Number(seq) : null;
  return (
    <div className={inbox.page} data-open={machine !== null || undefined}>
      <StreamList selected={machine} />
      {machine === null && (
        <div className={inbox.nothing}>
          <Mark size={56} />
          {some && <p>{t('pickStream')}</p>}
        </div>
      )}
      {machine !== null && stream !== undefined && <StreamPane key={machine} stream={stream} lead={lead} />}
      {machine !== null && stream === undefined && (
        <div className={pane.pane} aria-busy={!known || undefined}>
          {known && (
            <Blank title={t('streamGone')} text={t('streamGoneText')}>
              <Link href="/streams">{t('backToStreams')}</Link>
            </Blank>
          )}
        </div>
      )}
    </div>
  );
}
