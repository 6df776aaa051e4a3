import { useMemo } from 'react';
import type { RoomRow as Joined } from '../../../client/api.ts';
import type { Room } from '../../../protocol/api/rooms.ts';
import pane from '../inbox/ListPane.module.css';
import { useClientState } from '../session/client.ts';
import { Button } from '../ui/Button.tsx';
import { RowList, type RowSection } from '../ui/RowList.tsx';
import { t } from '../words/words.ts';
import { OtherRoom } from './OtherRoom.tsx';
import styles from './RoomList.module.css';
import { RoomRow } from './RoomRow.tsx';

const ROW = 68;
const keyOf = ({ room }: { room: string }): string => room;

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
  const online = useMemo(() => new Map((rooms ?? []).map((room) => [room.room, room.online])), [rooms]);
  const [name, others] = [t('rooms'), t('otherRooms')];
  const sections = useMemo(() => sectionsOf(joined, rooms ?? [], [name, others]), [joined, rooms, name, others]);
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
      <RowList name="rooms" sections={sections} keyOf={keyOf} selected={selected} rowHeight={ROW}>
        {(row, tab) =>
          'joined' in row ? (
            <OtherRoom room={row} onJoined={onJoined} {...tab} />
          ) : (
            <RoomRow row={row} online={online.get(row.room) ?? null} selected={row.room === selected} {...tab} />
          )
        }
      </RowList>
    </section>
  );
}

/** Those that one is in, and below them the others. */
function sectionsOf(
  joined: readonly Joined[],
  rooms: readonly Room[],
  [name, others]: readonly [string, string],
): RowSection<Joined | Room>[] {
  const own = new Set(joined.map(({ room }) => room));
  const rest = rooms.filter(({ room }) => !own.has(room));
  return [
    { name, rows: joined },
    { name: others, headed: true, rows: rest },
  ].filter(({ rows }) => rows.length > 0);
}
