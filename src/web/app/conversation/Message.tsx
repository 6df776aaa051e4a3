import { useState, type MouseEvent, type PointerEvent } from 'react';
import type { Item, PersonView } from '../../../client/api.ts';
import { isTold } from '../inbox/preview.ts';
import { ReactionBar } from '../reactions/ReactionBar.tsx';
import { Button } from '../ui/Button.tsx';
import { failureWords } from '../words/failures.ts';
import { fullName } from '../words/person.ts';
import { exactTime, timeOfDay } from '../words/time.ts';
import { t, type WordId } from '../words/words.ts';
import styles from './Message.module.css';
import { MessageBody } from './MessageBody.tsx';
import { MessageTools } from './MessageTools.tsx';
import { Quote } from './Quote.tsx';

export interface MessageActions {
  /** Null: nothing here answers a single message. */
  onReply: ((item: Item) => void) | null;
  /** Null: nothing here changes a single message; nor is an emoji put on one. */
  onEdit: ((item: Item) => void) | null;
  onReact: ((item: Item, emoji: string, on: boolean) => void) | null;
  /** Asks for an emoji, beside that element. */
  onPick: ((item: Item, anchor: Element) => void) | null;
  onVersions: (item: Item) => void;
  onDelete: (item: Item) => void;
  /** Null: nothing here is marked one by one. */
  onUnread: ((item: Item) => void) | null;
  onQuote: (key: string) => void;
  onRetry: (item: Item) => void;
  onDiscard: (item: Item) => void;
}

export interface MessageProps extends MessageActions {
  item: Item;
  /** Of what was said in one go. */
  first: boolean;
  last: boolean;
  sealed: boolean;
  /** Among many, what was said in one go says whose it is. */
  signed: boolean;
  reachable: boolean;
  highlighted: boolean;
  /** What can be done with it comes with it; once there it stays. */
  tools: boolean;
}

const stateWords: Record<Exclude<Item['state'], 'received'>, WordId> = {
  sending: 'stateSending',
  failed: 'stateFailed',
  sent: 'stateSent',
  delivered: 'stateDelivered',
  read: 'stateRead',
};

export function Message(props: MessageProps) {
  const { item, first, last, signed, reachable, highlighted, onReply, onEdit, onReact, onPick, onDelete } = props;
  const { tools, onUnread, onQuote, onRetry, onDiscard, onVersions } = props;
  const [hasTools, setHasTools] = useState(tools);
  if (tools && !hasTools) setHasTools(true);
  const time = timeOfDay(item.at);
  const label = item.mine ? t('messageOwn', { time }) : t('messageFrom', { name: fullName(item.author), time });
  return (
    <div className={styles.row} data-mine={item.mine || undefined} data-last={last || undefined}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what it does, keys do by the focus */}
      <article
        className={styles.message}
        data-message={item.key}
        data-reacted={item.reactions.length > 0 || undefined}
        data-highlighted={highlighted || undefined}
        data-plain={(item.body.type !== 'text' && !isTold(item.body)) || undefined}
        aria-label={label}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its actions are reached through it
        tabIndex={reachable ? 0 : -1}
        onPointerUp={focusByFinger}
        onContextMenu={focusByFinger}
      >
        {signed && first && !item.mine && !isTold(item.body) && <Author person={item.author} />}
        {item.reply !== null && <Quote reply={item.reply} onLead={onQuote} />}
        <MessageBody body={item.body} author={item.author} reachable={reachable} />
        {item.body.type !== 'alert' && <Meta item={item} reachable={reachable} onVersions={onVersions} />}
        {item.state === 'failed' && (
          <div className={styles.failed}>
            {item.failure !== null && <p>{failureWords({ code: item.failure })}</p>}
            <Button look="quiet" onClick={() => onRetry(item)}>
              {t('retry')}
            </Button>
            <Button look="quiet" onClick={() => onDiscard(item)}>
              {t('discard')}
            </Button>
          </div>
        )}
        {item.reactions.length > 0 && <ReactionBar item={item} reachable={reachable} onReact={onReact} />}
        {hasTools && (
          <MessageTools
            item={item}
            reachable={reachable}
            onReply={onReply}
            onEdit={onEdit}
            onPick={onPick}
            onDelete={onDelete}
            onUnread={onUnread}
          />
        )}
      </article>
    </div>
  );
}

/** When it was said, and how far it has come. An alert says itself when its record was. */
function Meta({ item, reachable, onVersions }: Pick<MessageProps, 'item' | 'reachable' | 'onVersions'>) {
  return (
    <p className={styles.meta} data-failed={item.state === 'failed' || undefined}>
      {item.body.type === 'text' && item.body.edited && (
        <button
          type="button"
          className={styles.edited}
          aria-label={t('editedShow')}
          title={t('editedShow')}
          tabIndex={reachable ? 0 : -1}
          onClick={() => onVersions(item)}
        >
          {t('edited')}
        </button>
      )}
      <time dateTime={new Date(item.at).toISOString()} title={exactTime(item.at)}>
        {timeOfDay(item.at)}
      </time>
      {item.state !== 'received' && item.body.type !== 'deleted' && <span>{stateOf(item)}</span>}
    </p>
  );
}

/** A long text goes in pieces, which takes a while: it says how far it is. */
function stateOf({ state, progress }: Item): string {
  if (state === 'received') return '';
  if (state === 'sending' && progress !== null) return t('stateSendingPieces', { ...progress });
  return t(stateWords[state]);
}

/** Anybody may take any display name; nobody can take another's username, but visitors, who have none. */
function Author({ person: { username, displayName, visitor } }: { person: PersonView }) {
  return (
    <p className={styles.author}>
      <bdi>{displayName}</bdi>
      {visitor && <span className={styles.handle}> · {t('contactVisitor')}</span>}
      {!visitor && displayName !== username && (
        <bdi className={styles.handle} dir="ltr">
          {' '}
          @{username}
        </bdi>
      )}
    </p>
  );
}

/** A finger cannot hover: a tap or a long press on a message shows its actions. After a long press no finger goes up. */
function focusByFinger(event: PointerEvent<HTMLElement> | MouseEvent<HTMLElement>): void {
  const { pointerType } = event.nativeEvent as globalThis.PointerEvent;
  if (pointerType !== 'touch' || (event.target as Element).closest('a, button')) return;
  event.currentTarget.focus({ preventScroll: true });
}
