import { useCallback, useState } from 'react';
import type { AdminRoom } from '../../../protocol/api/admin.ts';
import { LOBBY } from '../../../protocol/lobby.ts';
import { NewRoom } from '../rooms/NewRoom.tsx';
import { useClient } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { Line, Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmSheet } from '../ui/ConfirmSheet.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { RowLink } from '../ui/RowLink.tsx';
import { t } from '../words/words.ts';
import styles from './Rows.module.css';

/** Every room, whoever is in it. */
export function AllRooms() {
  const client = useClient();
  const fetched = useFetched(useCallback(() => client.allRooms(), [client]));
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<string | null>(null);
  return (
    <Section title={t('adminRooms')} text={t('allRoomsText')}>
      <Line>
        <Button onClick={() => setMaking(true)}>{t('newRoom')}</Button>
      </Line>
      <Fetched of={fetched}>
        {({ rooms }) => (
          <ul className={styles.list} aria-label={t('adminRooms')}>
            {rooms.map((room) => (
              <RoomRow key={room.room} room={room} onRemove={() => setRemoving(room.room)} />
            ))}
          </ul>
        )}
      </Fetched>
      {making && (
        <NewRoom
          onMade={() => {
            setMaking(false);
            fetched.reload();
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {removing !== null && (
        <ConfirmSheet
          title={t('removeRoomTitle', { room: removing })}
          text={t('removeRoomText')}
          button={t('removeRoomButton')}
          run={() => client.removeRoom(removing)}
          onClose={() => setRemoving(null)}
          onDone={() => {
            setRemoving(null);
            fetched.reload();
          }}
        />
      )}
    </Section>
  );
}

function RoomRow({ room: { room, people, online, messages }, onRemove }: { room: AdminRoom; onRemove: () => void }) {
  return (
    <li className={styles.row}>
      <div className={styles.about}>
        <p className={styles.name}>
          <RowLink href={`/rooms/${room}`}>{room}</RowLink>
        </p>
        <p className={styles.detail}>
          {t('inboxCount', { people, online })}, {t('roomMessages', { count: messages })}
          {room === LOBBY && `. ${t('lobbyStays')}`}
        </p>
      </div>
      {room !== LOBBY && (
        <Button look="danger" aria-label={t('removeRoomNamed', { room })} onClick={onRemove}>
          {t('removeRoom')}
        </Button>
      )}
    </li>
  );
}
