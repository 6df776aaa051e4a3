import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import pane from '../conversation/ConversationPane.module.css';
import styles from '../inbox/InboxPage.module.css';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { Mark } from '../ui/Mark.tsx';
import { t } from '../words/words.ts';
import { NewRoom } from './NewRoom.tsx';
import { RoomList } from './RoomList.tsx';
import { RoomPane } from './RoomPane.tsx';
import { useRooms } from './useRooms.ts';

interface RoomsPageProps {
  room: string | null;
  /** The message that the address leads to. */
  target: string | null;
}

/** The rooms beside the one that is open; on a phone one of the two. */
export function RoomsPage({ room, target }: RoomsPageProps) {
  const [, navigate] = useLocation();
  const [making, setMaking] = useState(false);
  const { rooms, reload } = useRooms();
  const row = useClientState((state) => state.rooms.find((known) => known.room === room));
  const isOffline = useClientState((state) => state.connection === 'offline');
  const isSure = rooms !== null || isOffline;
  const known = rooms?.find((one) => one.room === room) ?? null;
  return (
    <div className={styles.page} data-open={room !== null || undefined}>
      <RoomList rooms={rooms} selected={room} onNewRoom={() => setMaking(true)} onJoined={reload} />
      {room === null && (
        <div className={styles.nothing}>
          <Mark size={56} />
          <p>{t('pickRoom')}</p>
        </div>
      )}
      {room !== null && row !== undefined && (
        <RoomPane key={row.conversation} row={row} target={target} room={known} onLeft={reload} />
      )}
      {room !== null && row === undefined && (
        <section className={pane.pane} aria-busy={!isSure || undefined}>
          {isSure && (
            <Blank title={t('roomGone')} text={t(known ? 'roomNotJoined' : 'roomGoneText')}>
              <Link href="/rooms">{t('backToRooms')}</Link>
            </Blank>
          )}
        </section>
      )}
      {making && (
        <NewRoom
          onMade={(made) => {
            setMaking(false);
            reload();
            navigate(`/rooms/${made}`);
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  );
}
