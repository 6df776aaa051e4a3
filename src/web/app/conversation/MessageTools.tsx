import type { Item } from '../../../client/api.ts';
import { isTold } from '../inbox/preview.ts';
import { messageLink } from './messageLink.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { useCopy } from '../ui/useCopy.ts';
import { exactTime } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './MessageTools.module.css';
import { isEditable } from './editable.ts';

interface MessageToolsProps {
  item: Item;
  reachable: boolean;
  /** Null: nothing here answers a single message. */
  onReply: ((item: Item) => void) | null;
  onEdit: ((item: Item) => void) | null;
  /** Asks for an emoji, beside that element. */
  onPick: ((item: Item, anchor: Element) => void) | null;
  onDelete: (item: Item) => void;
  /** Null: nothing here is marked one by one. */
  onUnread: ((item: Item) => void) | null;
}

/** What can be done with a message: shown under the pointer, with the focus, or after a tap. */
export function MessageTools({ item, reachable, onReply, onEdit, onPick, onDelete, onUnread }: MessageToolsProps) {
  const { copied, copy } = useCopy();
  const copiedLink = useCopy();
  const stored = item.seq !== null;
  const text = item.body.type === 'text' ? item.body.text : null;
  const tabIndex = reachable ? 0 : -1;
  if (item.body.type === 'deleted' || isTold(item.body) || (!stored && text === null)) return null;
  return (
    <div className={styles.tools}>
      {/* For the pointer it is the title of the time. */}
      <span className={styles.exact}>{exactTime(item.at)}</span>
      {stored && text !== null && onPick !== null && (
        <IconButton
          icon="smile"
          size="small"
          label={t('react')}
          tabIndex={tabIndex}
          onClick={(event) => onPick(item, event.currentTarget)}
        />
      )}
      {stored && text !== null && onReply !== null && (
        <IconButton icon="reply" size="small" label={t('reply')} tabIndex={tabIndex} onClick={() => onReply(item)} />
      )}
      {text !== null && (
        <IconButton
          icon={copied ? 'check' : 'copy'}
          size="small"
          label={copied ? t('copied') : t('copy')}
          tabIndex={tabIndex}
          onClick={() => void copy(text)}
        />
      )}
      {stored && text !== null && (
        <IconButton
          icon={copiedLink.copied ? 'check' : 'link'}
          size="small"
          label={copiedLink.copied ? t('copied') : t('copyLink')}
          tabIndex={tabIndex}
          onClick={() => void copiedLink.copy(messageLink(item.key))}
        />
      )}
      {onEdit !== null && isEditable(item) && (
        <IconButton icon="edit" size="small" label={t('edit')} tabIndex={tabIndex} onClick={() => onEdit(item)} />
      )}
      {stored && !item.mine && onUnread !== null && (
        <IconButton
          icon="unread"
          size="small"
          label={t('markUnreadFrom')}
          tabIndex={tabIndex}
          onClick={() => onUnread(item)}
        />
      )}
      {stored && (
        <IconButton
          icon="trash"
          size="small"
          label={t('deleteMessage')}
          tabIndex={tabIndex}
          onClick={() => onDelete(item)}
        />
      )}
    </div>
  );
}
