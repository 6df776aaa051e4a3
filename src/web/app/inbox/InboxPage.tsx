import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { ConversationPane } from '../conversation/ConversationPane.tsx';
import { useClientState } from '../session/client.ts';
import styles from './InboxPage.module.css';
import { ListPane } from './ListPane.tsx';
import { NewMessage } from './NewMessage.tsx';
import { Mark } from '../ui/Mark.tsx';
import { t } from '../words/words.ts';

interface InboxPageProps {
  conversation: string | null;
  /** The message that the address leads to. */
  target: string | null;
}

/** The list beside the conversation; on a phone one of the two. */
export function InboxPage({ conversation, target }: InboxPageProps) {
  const [, navigate] = useLocation();
  const some = useClientState((state) => state.inbox.length > 0);
  const [writing, setWriting] = useState(false);
  const begin = useCallback(() => setWriting(true), []);
  const opened = (id: string): void => {
    setWriting(false);
    navigate(`/c/${id}`);
  };
  return (
    <div className={styles.page} data-open={conversation !== null || undefined}>
      <ListPane selected={conversation} target={target} onNewMessage={begin} />
      {conversation === null ? (
        <div className={styles.nothing}>
          <Mark size={56} />
          {some && <p>{t('pickConversation')}</p>}
        </div>
      ) : (
        <ConversationPane key={conversation} conversation={conversation} target={target} />
      )}
      {writing && <NewMessage onOpened={opened} onClose={() => setWriting(false)} />}
    </div>
  );
}
