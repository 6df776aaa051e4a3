import type { Room } from '../../../protocol/api/rooms.ts';
import pane from '../inbox/ListPane.module.css';
import { useClientState } from '../session/client.ts';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';
import { OtherRoom } from './OtherRoom.tsx';
import styles from './RoomList.module.css';
import { RoomRow } from './RoomRow.tsx';

interface RoomListProps {
  rooms: readonly Room[] | null;
  selected: string | null;
  onNewRoom: () => void;
  onJoined: () => void;
}

/** The rooms that one is in, by name, and below them the others. */
export function RoomList({ rooms, selected, onNewRoom, onJoined }: RoomListProps) {
  const joined = useClientState((state) => state.rooms);
  const presence = useClientState((state) => state.presence);
  const isAdmin = useClientState((state) => state.self?.role === 'admin');
  const own = new Set(joined.map(({ room }) => room));
  const others = (rooms ?? []).filter(({ room }) => !own.has(room));
  const online = new Map((rooms ?? []).map((room) => [room.room, room.online]));
  return (
    <section className={pane.pane} aria-labelledby="rooms-heading">
      <header className={pane.head}>
        <div className={pane.title}>
          <h1 id="rooms-heading" tabIndex={-1}>
            {t('rooms')}
          </h1>
          {isAdmin && <Button onClick={onNewRoom}>{t('newRoom')}</Button>}
        </div>
        <p className={pane.count}>{presence === null ? '\u00a0' : t('inboxCount', { ...presence })}</p>
        <p className={styles.note}>{t('roomsText')}</p>
      </header>
      <div className={styles.scroller}>
        <ul className={styles.list} aria-label={t('rooms')}>
          {joined.map((row) => (
            <li key={row.conversation} className={styles.item}>
              <RoomRow row={row} online={online.get(row.room) ?? null} selected={row.room === selected} />
            </li>
          ))}
        </ul>
        {others.length > 0 && (
          <>
            <h2 className={styles.heading} id="other-rooms">
              {t('otherRooms')}
            </h2>
            <ul className={styles.list} aria-labelledby="other-rooms">
              {others.map((room) => (
                <li key={room.conversation} className={styles.item}>
                  <OtherRoom room={room} onJoined={onJoined} />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}
