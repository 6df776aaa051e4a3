import type { PersonView } from '../../../client/api.ts';
import { goBackTo } from '../session/location.ts';
import { useOnlineIn } from '../session/client.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { OnlineSign } from '../ui/OnlineSign.tsx';
import { t } from '../words/words.ts';
import styles from './ConversationHeader.module.css';
import { MutedSign } from './MutedSign.tsx';

interface ConversationHeaderProps {
  conversation: string;
  person: PersonView;
  sealed: boolean;
  muted: boolean;
  /** What is done more seldom. */
  more: readonly MenuEntry[];
  onDelete: () => void;
}

export function ConversationHeader(props: ConversationHeaderProps) {
  const { conversation, person, sealed, muted, more, onDelete } = props;
  const online = useOnlineIn(conversation);
  return (
    <header className={styles.header}>
      <IconButton icon="back" label={t('back')} className={styles.back} onClick={() => goBackTo('/')} />
      <Avatar person={person} />
      <div className={styles.who}>
        <div className={styles.names}>
          <h1 id="conversation-heading" dir="auto">
            {person.displayName}
          </h1>
          {/* Anybody may take any display name; nobody can take another's username. */}
          {person.username !== person.displayName && (
            <span className={styles.handle} dir="ltr">
              @{person.username}
            </span>
          )}
          {muted && <MutedSign />}
        </div>
        <p className={styles.state}>
          <span className={styles.sealed} data-sealed={sealed}>
            <Icon name={sealed ? 'lock' : 'unlocked'} size={14} />
            {t(sealed ? 'sealed' : 'unsealed')}
          </span>
          {online && <OnlineSign />}
        </p>
      </div>
      <div className={styles.actions}>
        <IconButton icon="trash" label={t('deleteConversation')} onClick={onDelete} />
        <Menu label={t('more')} entries={more} />
      </div>
    </header>
  );
}
