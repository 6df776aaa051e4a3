import type { Content } from '../../crypto/content.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Item } from '../api.ts';
import type { OutboxItem, StoredReaction } from './records.ts';

// What waits to be in the log, as it shows already.

export type EditUnderWay = OutboxItem & { readonly content: Extract<Content, { type: 'edit' }> };
type ReactionUnderWay = OutboxItem & { readonly content: Extract<Content, { type: 'reaction' }> };

const isEdit = (item: OutboxItem): item is EditUnderWay => item.content.type === 'edit';
const isReaction = (item: OutboxItem): item is ReactionUnderWay => item.content.type === 'reaction';

interface TextUnderWay extends OutboxItem {
  readonly progress: Item['progress'];
}

/** What waits and has something to show by itself; the pieces of a long text as the one text that they are. */
export function textsUnderWay(outbox: readonly OutboxItem[]): TextUnderWay[] {
  return outbox.flatMap((item): TextUnderWay[] => {
    const { content } = item;
    if (content.type === 'text') return [{ ...item, progress: null }];
    if (content.type !== 'piece' || content.index !== 0) return [];
    const pieces = outbox.filter((one) => one.content.type === 'piece' && toBase64url(one.content.of) === item.id);
    const text = pieces.map((one) => (one.content.type === 'piece' ? one.content.text : '')).join('');
    const acked = pieces.every((one) => one.acked !== null) ? item.acked : null;
    const failure = pieces.find((one) => one.failure !== null)?.failure ?? null;
    const sent = pieces.filter((one) => one.acked !== null).length;
    const progress = acked === null ? { sent, count: content.count } : null;
    return [{ ...item, acked, failure, progress, content: { type: 'text', text, reply: content.reply } }];
  });
}

/** Hashes of envelopes that are being deleted for everyone. */
export function deletionsUnderWay(outbox: readonly OutboxItem[]): Set<string> {
  return new Set(
    outbox.flatMap(({ content, failure }) =>
      content.type === 'deletion' && !failure ? [toBase64url(content.hash)] : [],
    ),
  );
}

/** The last edit of each message, by the message's id. */
export function editsUnderWay(outbox: readonly OutboxItem[]): Map<string, EditUnderWay> {
  return new Map(outbox.filter(isEdit).map((item) => [toBase64url(item.content.target), item]));
}

/** By the message's id, the last word about each emoji last. */
export function reactionsUnderWay(outbox: readonly OutboxItem[], account: string): Map<string, StoredReaction[]> {
  const waiting = outbox.filter(isReaction).filter(({ failure }) => failure === null);
  const byTarget = Map.groupBy(waiting, ({ content }) => toBase64url(content.target));
  const said = ({ content: { emoji, remove: removed } }: ReactionUnderWay) => ({
    account,
    emoji,
    removed,
    seq: Number.MAX_SAFE_INTEGER,
  });
  return new Map([...byTarget].map(([id, items]) => [id, items.map(said)]));
}
