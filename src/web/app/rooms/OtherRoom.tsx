import { memo } from 'react';
import { useLocation } from 'wouter';
import type { Room } from '../../../protocol/api/rooms.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import type { RowTab } from '../ui/RowList.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './OtherRoom.module.css';
import { RoomSign } from './RoomSign.tsx';

interface OtherRoomProps extends RowTab {
  room: Room;
  onJoined: () => void;
}

/** A room that one is not in. */
export const OtherRoom = memo(function OtherRoom({ room, onJoined, reachable, onVisit }: OtherRoomProps) {
  const client = useClient();
  const call = useCall();
  const [, navigate] = useLocation();
  const join = async (): Promise<void> => {
    const outcome = await call.run(() => client.joinRoom(room.room));
    if (!outcome?.ok) return;
    onJoined();
    navigate(`/rooms/${room.room}`);
  };
  return (
    <div className={styles.row}>
      <RoomSign room={room.room} />
      <div className={styles.words}>
        <span className={styles.name}>{room.room}</span>
        <span className={styles.count}>{t('inboxCount', { people: room.people, online: room.online })}</span>
        {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      </div>
      <Button
        look="quiet"
        busy={call.busy}
        tabIndex={reachable ? 0 : -1}
        onFocus={() => onVisit(room.room)}
        aria-label={t('joinRoomNamed', { room: room.room })}
        onClick={() => void join()}
      >
        {t('joinRoom')}
      </Button>
    </div>
  );
});
