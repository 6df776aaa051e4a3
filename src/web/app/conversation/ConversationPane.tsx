import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import type { Item } from '../../../client/api.ts';
import { NoticesPane } from '../comments/NoticesPane.tsx';
import { useClientState, useConversation } from '../session/client.ts';
import { AlertsPane } from './AlertsPane.tsx';
import { BlockSheet } from './BlockSheet.tsx';
import { Composer } from './Composer.tsx';
import { ContactPane } from './ContactPane.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import styles from './ConversationPane.module.css';
import { DeleteConversation } from './DeleteConversation.tsx';
import { DeleteMessage } from './DeleteMessage.tsx';
import { LifetimeSheet } from './LifetimeSheet.tsx';
import { Missing } from './Missing.tsx';
import { EditBox } from './EditBox.tsx';
import { LogShape } from './LogShape.tsx';
import { MessageLog } from './MessageLog.tsx';
import { NotifySheet } from './NotifySheet.tsx';
import { PersonBar } from './PersonBar.tsx';
import { SafetyNumber } from './SafetyNumber.tsx';
import { WaitingBar } from './WaitingBar.tsx';
import { useMarkUnread, useMenu } from './useMenu.ts';
import { useWriting } from './useWriting.ts';

type Open =
  | { dialog: 'safety' }
  | { dialog: 'lifetime' }
  | { dialog: 'notify' }
  | { dialog: 'block' }
  | { dialog: 'delete' }
  | { dialog: 'deleteMessage'; item: Item };

/**
 * A dialog gives the focus back a frame after it closed; where that went to is gone, something else has its turn then. The way to
 * another page leads through the browser's history, and takes some frames.
 */
function onceClosed(focus: () => void, path = location.pathname, frames = 60): void {
  const isThere = location.pathname === path || frames === 0;
  requestAnimationFrame(() => (isThere ? requestAnimationFrame(focus) : onceClosed(focus, path, frames - 1)));
}

/** One conversation. Made anew for each, so that nothing of one is seen in another. */
export function ConversationPane({ conversation, target }: { conversation: string; target: string | null }) {
  const row = useClientState((state) => state.inbox.find((known) => known.conversation === conversation));
  const view = useConversation(conversation, row !== undefined);
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<Open | null>(null);
  const writing = useWriting(conversation, view);
  const { box, draft, quoted, editing, edit, editLast, endEdit, startReply, toLatest } = writing;
  const markUnread = useMarkUnread('/');
  const markFrom = useCallback((item: Item) => markUnread(conversation, item.key), [markUnread, conversation]);
  const more = useMenu(view, {
    onNotify: () => setOpen({ dialog: 'notify' }),
    onLifetime: () => setOpen({ dialog: 'lifetime' }),
    onSafety: () => setOpen({ dialog: 'safety' }),
    onBlock: () => setOpen({ dialog: 'block' }),
  });
  const askToDelete = useCallback((item: Item): void => setOpen({ dialog: 'deleteMessage', item }), []);
  const close = (): void => setOpen(null);
  const shown = view ?? row;
  if (shown === undefined) return <Missing />;
  if (shown.kind === 'comments') return <NoticesPane view={view} target={target} />;
  if (shown.machine !== null)
    return <AlertsPane machine={shown.machine} conversation={conversation} view={view} target={target} />;
  if (shown.kind === 'contact') return <ContactPane row={shown} view={view} target={target} />;
  const person = shown.with;

  return (
    <section className={styles.pane} aria-labelledby="conversation-heading">
      <ConversationHeader
        conversation={conversation}
        person={person}
        sealed={shown.sealed}
        muted={shown.notify === 'none'}
        more={more}
        onDelete={() => setOpen({ dialog: 'delete' })}
      />
      {view === null ? (
        <LogShape />
      ) : (
        <MessageLog
          view={view}
          target={target}
          onReply={startReply}
          onEdit={edit}
          onDelete={askToDelete}
          onUnread={markFrom}
        />
      )}
      {view !== null && view.waiting !== null && (
        <WaitingBar
          conversation={conversation}
          reason={view.waiting}
          person={person}
          compareAgain={view.verification === 'compare_again'}
          onCompare={() => setOpen({ dialog: 'safety' })}
        />
      )}
      {view !== null && (view.blocked || view.stranger) && (
        <PersonBar person={person} blocked={view.blocked} onBlock={() => setOpen({ dialog: 'block' })} />
      )}
      {editing !== null ? (
        <EditBox key={editing.key} boxRef={box} conversation={conversation} item={editing} onEnd={endEdit} />
      ) : (
        view?.blocked !== true && (
          <Composer
            boxRef={box}
            conversation={conversation}
            name={person.displayName}
            clear={view !== null && !view.sealed}
            held={view !== null && view.waiting !== null}
            draft={draft}
            quoted={quoted}
            onEditLast={editLast}
            onSend={toLatest}
          />
        )
      )}
      {open?.dialog === 'safety' && (
        <SafetyNumber
          person={person}
          digits={view?.safetyNumber ?? null}
          verified={view?.verification === 'verified'}
          onClose={close}
        />
      )}
      {open?.dialog === 'lifetime' && (
        <LifetimeSheet conversation={conversation} person={person} days={view?.lifetime ?? 0} onClose={close} />
      )}
      {open?.dialog === 'notify' && (
        <NotifySheet conversation={conversation} name={person.displayName} isRoom={false} now={shown} onClose={close} />
      )}
      {open?.dialog === 'block' && (
        <BlockSheet
          person={person}
          onClose={close}
          onBlocked={() => {
            navigate('/', { replace: true });
            onceClosed(() => document.getElementById('inbox-heading')?.focus(), '/');
          }}
        />
      )}
      {open?.dialog === 'delete' && (
        <DeleteConversation
          conversation={conversation}
          person={person}
          onClose={close}
          onDeleted={() => {
            navigate('/', { replace: true });
            onceClosed(() => document.getElementById('inbox-heading')?.focus(), '/');
          }}
        />
      )}
      {open?.dialog === 'deleteMessage' && (
        <DeleteMessage
          conversation={conversation}
          item={open.item}
          onClose={close}
          onDeleted={() => {
            close();
            onceClosed(() => box.current?.focus());
          }}
        />
      )}
    </section>
  );
}
