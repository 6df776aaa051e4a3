import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ConversationView } from '../../../client/api.ts';
import { MachineSign } from '../streams/MachineSign.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { t } from '../words/words.ts';
import { DeleteAlerts } from './DeleteConversation.tsx';
import { ToldPane } from './ToldPane.tsx';

interface AlertsPaneProps {
  machine: string;
  conversation: string;
  /** Null: not here yet. */
  view: ConversationView | null;
  target: string | null;
}

/** The alerts of a machine. */
export function AlertsPane({ machine, conversation, view, target }: AlertsPaneProps) {
  const [, navigate] = useLocation();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <ToldPane
        sign={<MachineSign machine={machine} />}
        name={machine}
        about={t('alertsOf')}
        openTo={t('serverReads')}
        actions={
          <>
            <IconButton icon="streams" label={t('alertsOpen')} onClick={() => navigate(`/streams/${machine}`)} />
            <IconButton icon="trash" label={t('alertsDelete')} onClick={() => setDeleting(true)} />
          </>
        }
        view={view}
        target={target}
        note={
          <>
            {t('alertsNoReply', { machine })} <Link href={`/streams/${machine}`}>{t('alertsOpen')}</Link>
          </>
        }
      />
      {deleting && (
        <DeleteAlerts
          conversation={conversation}
          person={{ account: '', username: machine, displayName: machine }}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate('/', { replace: true })}
        />
      )}
    </>
  );
}
