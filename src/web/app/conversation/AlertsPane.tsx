import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ConversationView } from '../../../client/api.ts';
import { MachineSign } from '../streams/MachineSign.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { t } from '../words/words.ts';
import own from './AlertsPane.module.css';
import header from './ConversationHeader.module.css';
import styles from './ConversationPane.module.css';
import { DeleteAlerts } from './DeleteConversation.tsx';
import { MessageLog } from './MessageLog.tsx';

interface AlertsPaneProps {
  machine: string;
  conversation: string;
  /** Null: not here yet. */
  view: ConversationView | null;
}

const nothing = (): void => {};

/** The alerts of a machine. Nobody writes there. */
export function AlertsPane({ machine, conversation, view }: AlertsPaneProps) {
  const [, navigate] = useLocation();
  const [deleting, setDeleting] = useState(false);
  return (
    <section className={styles.pane} aria-labelledby="conversation-heading">
      <header className={header.header}>
        <IconButton icon="back" label={t('back')} className={header.back} onClick={() => navigate('/')} />
        <MachineSign machine={machine} />
        <div className={header.who}>
          <div className={header.names}>
            <h1 id="conversation-heading">{machine}</h1>
            <span className={header.handle}>{t('alertsOf')}</span>
          </div>
          <p className={header.sealed} data-sealed={false}>
            <Icon name="unlocked" size={14} />
            {t('serverReads')}
          </p>
        </div>
        <div className={header.actions}>
          <IconButton icon="streams" label={t('alertsOpen')} onClick={() => navigate(`/streams/${machine}`)} />
          <IconButton icon="trash" label={t('alertsDelete')} onClick={() => setDeleting(true)} />
        </div>
      </header>
      {view === null ? (
        <div className={styles.waiting} aria-busy="true" />
      ) : (
        <MessageLog view={view} onReply={nothing} onDelete={nothing} />
      )}
      <p className={own.note}>
        {t('alertsNoReply', { machine })} <Link href={`/streams/${machine}`}>{t('alertsOpen')}</Link>
      </p>
      {deleting && (
        <DeleteAlerts
          conversation={conversation}
          person={{ account: '', username: machine, displayName: machine }}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate('/', { replace: true })}
        />
      )}
    </section>
  );
}
