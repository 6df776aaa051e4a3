import { useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ConversationView, InboxRow, Item } from '../../../client/api.ts';
import { goBackTo } from '../session/location.ts';
import { useSentToLatest } from '../session/client.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Blank } from '../ui/Blank.tsx';
import { useDraft } from '../session/useDraft.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { t } from '../words/words.ts';
import { Composer } from './Composer.tsx';
import own from './ContactPane.module.css';
import header from './ConversationHeader.module.css';
import styles from './ConversationPane.module.css';
import { DeleteContact } from './DeleteConversation.tsx';
import { DeleteMessage } from './DeleteMessage.tsx';
import { LogShape } from './LogShape.tsx';
import { MessageLog } from './MessageLog.tsx';

interface ContactPaneProps {
  row: InboxRow | ConversationView;
  /** Null: not here yet. */
  view: ConversationView | null;
  /** The message that the address leads to. */
  target: string | null;
}

/** A visitor of a website, who wrote in a contact form and reads the answers behind a private link. */
export function ContactPane({ row, view, target }: ContactPaneProps) {
  const { conversation, with: person } = row;
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<'delete' | Item | null>(null);
  const draft = useDraft(conversation, view?.draft ?? null);
  const box = useRef<HTMLTextAreaElement>(null);
  const close = (): void => setOpen(null);
  const askToDelete = useCallback((item: Item): void => setOpen(item), []);
  const toLatest = useSentToLatest(view);
  const readable = view?.contact?.readable !== false;
  return (
    <section className={styles.pane} aria-labelledby="conversation-heading">
      <header className={header.header}>
        <IconButton icon="back" label={t('back')} className={header.back} onClick={() => goBackTo('/')} />
        <Avatar person={person} />
        <div className={header.who}>
          <div className={header.names}>
            <h1 id="conversation-heading" dir="auto">
              {person.displayName}
            </h1>
            {view?.contact && (
              <span className={header.handle} data-way>
                {wayIn(view.contact.title)}
              </span>
            )}
          </div>
          <p className={header.sealed} data-sealed>
            <Icon name="lock" size={14} />
            {t('contactSealed')}
          </p>
        </div>
        <div className={header.actions}>
          <IconButton icon="trash" label={t('deleteConversation')} onClick={() => setOpen('delete')} />
        </div>
      </header>
      {view?.contact && <Way name={person.displayName} email={view.contact.email} />}
      <Said view={view} target={target} readable={readable} onDelete={askToDelete} />
      {readable && (
        <Composer
          boxRef={box}
          conversation={conversation}
          name={person.displayName}
          short
          held={false}
          draft={draft}
          quoted={null}
          onSend={toLatest}
        />
      )}
      {open === 'delete' && (
        <DeleteContact
          conversation={conversation}
          person={person}
          onClose={close}
          onDeleted={() => navigate('/', { replace: true })}
        />
      )}
      {open !== null && open !== 'delete' && (
        <DeleteMessage conversation={conversation} item={open} onlyForMe onClose={close} onDeleted={close} />
      )}
    </section>
  );
}

interface SaidProps {
  view: ConversationView | null;
  target: string | null;
  readable: boolean;
  onDelete: (item: Item) => void;
}

function Said({ view, target, readable, onDelete }: SaidProps) {
  if (view === null) return <LogShape />;
  if (!readable) return <Blank text={t('contactUnreadable')} />;
  return <MessageLog view={view} target={target} onReply={null} onDelete={onDelete} />;
}

/** How the visitor is reached. */
function Way({ name, email }: { name: string; email: string }) {
  return (
    <p className={own.who}>
      {t('contactLink', { name })}{' '}
      {email !== '' && (
        <>
          {t('contactEmail', { name })}: <span className={own.email}>{email}</span>
        </>
      )}
    </p>
  );
}

/** By which form a visitor came; many servers have one, without a title. */
const wayIn = (title: string): string => (title === '' ? t('contactVisitor') : t('contactFrom', { title }));
