import type { Room } from '../../../protocol/api/rooms.ts';
import { LOBBY } from '../../../protocol/lobby.ts';
import styles from '../conversation/ConversationHeader.module.css';
import { MutedSign } from '../conversation/MutedSign.tsx';
import { goBackTo } from '../session/location.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { t } from '../words/words.ts';
import { RoomSign } from './RoomSign.tsx';

interface RoomHeaderProps {
  name: string;
  room: Room | null;
  muted: boolean;
  /** What is done more seldom. */
  more: readonly MenuEntry[];
  onOnline: () => void;
  onLeave: () => void;
}

export function RoomHeader({ name, room, muted, more, onOnline, onLeave }: RoomHeaderProps) {
  return (
    <header className={styles.header}>
      <IconButton icon="back" label={t('backToRooms')} className={styles.back} onClick={() => goBackTo('/rooms')} />
      <RoomSign room={name} />
      <div className={styles.who}>
        <div className={styles.names}>
          <h1 id="conversation-heading">{name}</h1>
          {room !== null && (
            <span className={styles.handle} data-way>
              {t('inboxCount', { people: room.people, online: room.online })}
            </span>
          )}
          {muted && <MutedSign />}
        </div>
        <p className={styles.sealed} data-sealed={false}>
          <Icon name="unlocked" size={14} />
          {t('roomPublic')}
        </p>
      </div>
      <div className={styles.actions}>
        <IconButton icon="people" label={t('whoIsOnline')} onClick={onOnline} />
        {name !== LOBBY && <IconButton icon="leave" label={t('leaveRoom')} onClick={onLeave} />}
        <Menu label={t('more')} entries={more} />
      </div>
    </header>
  );
}
