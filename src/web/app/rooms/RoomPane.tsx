import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import type { Item, RoomRow } from '../../../client/api.ts';
import type { Room } from '../../../protocol/api/rooms.ts';
import { Composer } from '../conversation/Composer.tsx';
import styles from '../conversation/ConversationPane.module.css';
import { DeleteMessage } from '../conversation/DeleteMessage.tsx';
import { EditBox } from '../conversation/EditBox.tsx';
import { LogShape } from '../conversation/LogShape.tsx';
import { MessageLog } from '../conversation/MessageLog.tsx';
import { useConversation } from '../session/client.ts';
import { NotifySheet } from '../conversation/NotifySheet.tsx';
import { useMarkUnread } from '../conversation/useMenu.ts';
import { useWriting } from '../conversation/useWriting.ts';
import { t } from '../words/words.ts';
import { LeaveRoom } from './LeaveRoom.tsx';
import { OnlinePeople } from './OnlinePeople.tsx';
import { RoomHeader } from './RoomHeader.tsx';

interface RoomPaneProps {
  row: RoomRow;
  /** The message that the address leads to. */
  target: string | null;
  /** Null: its counts are not known yet. */
  room: Room | null;
  onLeft: () => void;
}

type Open = { dialog: 'online' } | { dialog: 'notify' } | { dialog: 'leave' } | { dialog: 'deleteMessage'; item: Item };

/** What is said in a room. Made anew for each, so that nothing of one is seen in another. */
export function RoomPane({ row, target, room, onLeft }: RoomPaneProps) {
  const view = useConversation(row.conversation);
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<Open | null>(null);
  const writing = useWriting(row.conversation, view);
  const { box, draft, quoted, editing, edit, editLast, endEdit, startReply, toLatest } = writing;
  const markUnread = useMarkUnread('/rooms');
  const markFrom = useCallback((item: Item) => markUnread(row.conversation, item.key), [markUnread, row.conversation]);
  const askToDelete = useCallback((item: Item): void => setOpen({ dialog: 'deleteMessage', item }), []);
  const close = (): void => setOpen(null);

  return (
    <section className={styles.pane} aria-labelledby="conversation-heading">
      <RoomHeader
        name={row.room}
        room={room}
        muted={row.notify === 'none'}
        more={[
          { icon: 'unread', words: t('markUnread'), act: () => markUnread(row.conversation) },
          { icon: 'bell', words: t('notifyTitle'), act: () => setOpen({ dialog: 'notify' }) },
        ]}
        onOnline={() => setOpen({ dialog: 'online' })}
        onLeave={() => setOpen({ dialog: 'leave' })}
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
      {editing === null ? (
        <Composer
          boxRef={box}
          conversation={row.conversation}
          name={row.room}
          short
          held={false}
          draft={draft}
          quoted={quoted}
          onEditLast={editLast}
          onSend={toLatest}
        />
      ) : (
        <EditBox key={editing.key} boxRef={box} conversation={row.conversation} item={editing} onEnd={endEdit} />
      )}
      {open?.dialog === 'notify' && (
        <NotifySheet conversation={row.conversation} name={row.room} isRoom now={row} onClose={close} />
      )}
      {open?.dialog === 'online' && <OnlinePeople room={row.room} onClose={close} />}
      {open?.dialog === 'leave' && (
        <LeaveRoom
          room={row.room}
          onClose={close}
          onLeft={() => {
            onLeft();
            navigate('/rooms', { replace: true });
          }}
        />
      )}
      {open?.dialog === 'deleteMessage' && (
        <DeleteMessage conversation={row.conversation} item={open.item} onClose={close} onDeleted={close} />
      )}
    </section>
  );
}
