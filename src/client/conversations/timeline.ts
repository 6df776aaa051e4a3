import { speakerOf } from './clear.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Conversation } from '../../protocol/api/conversations.ts';
import type { Body, DraftView, Item, NotifyLevel, PersonView, Reaction } from '../api.ts';
import { VISITOR, visitorOf } from './contacts.ts';
import {
  type ContactRecord,
  type ConversationRecord,
  type OutboxItem,
  type StoredBody,
  type StoredEntry,
  type StoredReaction,
  isShown,
} from './records.ts';
import { type EditUnderWay, deletionsUnderWay, editsUnderWay, reactionsUnderWay, textsUnderWay } from './underWay.ts';

/** What a window holds, as far as it reaches. */
export interface Window {
  readonly record: ConversationRecord;
  /** In order of seq. */
  readonly entries: readonly StoredEntry[];
  readonly outbox: readonly OutboxItem[];
  /** Messages that replies lead to and that lie outside of the window, by id. */
  readonly origins: ReadonlyMap<string, StoredEntry>;
  /** It ends where the log does: what waits to be in the log follows. */
  readonly isEnd: boolean;
}

export interface Viewer {
  readonly account: string;
  person(account: string): PersonView;
  /** Whether the server, by its own word, keeps a message of that time. */
  isKept(at: number): boolean;
  /** An account that the person does not want to hear of. */
  isBlocked(account: string): boolean;
  /** The person has said of them whether they may write. */
  isDecided(account: string): boolean;
  draft(conversation: string): DraftView;
  /** When that was last written, UTC milliseconds; 0: nobody here knows. */
  draftAt(conversation: string): number;
  /** The seq from which on it is unread for the person, whatever was read; 0: none. */
  unreadFrom(conversation: string): number;
  /** What the person wants to be told of; `until`: when that ends, null: it does not. */
  notify(conversation: string, kind: Conversation['kind']): { level: NotifyLevel; until: number | null };
}

/** The items of a conversation, oldest first: what the log has, then what waits to be in it. */
export function itemsOf(window: Window, viewer: Viewer): Item[] {
  const { record, entries, outbox } = window;
  const beingDeleted = deletionsUnderWay(outbox);
  const edits = editsUnderWay(outbox);
  const reactions = reactionsUnderWay(outbox, viewer.account);
  const inLog = new Set<string>();
  const gaps = gapsIn(entries);
  const others = record.members.filter(({ account }) => account !== viewer.account);
  const items: Item[] = [];
  let gapBefore = false;
  for (const entry of entries) {
    if (entry.seq <= record.cleared) continue;
    // One that shows nothing, as an edit does, leaves the word of it to the next that does.
    gapBefore ||= gaps.has(entry.seq);
    if (!isShown(entry.body) || record.hidden.includes(entry.seq) || isGoneUnseen(entry, viewer)) continue;
    const mine = entry.account === viewer.account;
    const key = entry.id ?? `seq-${entry.seq}`;
    inLog.add(key);
    const body: Body = beingDeleted.has(entry.hash) ? { type: 'deleted' } : shownBody(entry, viewer);
    const isText = body.type === 'text';
    const item: Item = {
      key,
      seq: Number.isInteger(entry.seq) ? entry.seq : null,
      mine,
      author: authorOf(entry, viewer),
      at: entry.at,
      state: mine ? progress(entry.seq, record.contact ? [readerOf(record.contact)] : others) : 'received',
      failure: null,
      progress: null,
      body,
      reply: isText ? replyOf(entry.body, window, viewer) : null,
      reactions: isText ? reactionsOf(entry, reactions.get(key) ?? [], viewer) : [],
      blocked: !mine && viewer.isBlocked(entry.account),
      gapBefore,
    };
    items.push(withEdit(item, edits.get(key)));
    gapBefore = false;
  }
  for (const item of window.isEnd ? textsUnderWay(outbox) : []) {
    if (inLog.has(item.id)) continue;
    const body: StoredBody = { kind: 'content', content: item.content };
    items.push({
      key: item.id,
      seq: item.acked,
      mine: true,
      author: viewer.person(viewer.account),
      at: item.at,
      state: item.failure ? 'failed' : item.acked === null ? 'sending' : 'sent',
      failure: item.failure,
      progress: item.progress,
      body: bodyOf(body, viewer.person(viewer.account)),
      reply: replyOf(body, window, viewer),
      reactions: [],
      blocked: false,
      gapBefore: false,
    });
  }
  return items;
}

/** As it will read once the edit is in the log; what became of that is what became of the message. */
function withEdit(item: Item, edit: EditUnderWay | undefined): Item {
  if (!edit || item.body.type !== 'text') return item;
  const { failure, acked, content } = edit;
  const state = failure ? 'failed' : acked === null ? 'sending' : item.state;
  return { ...item, state, failure, body: { type: 'text', text: content.text, edited: true } };
}

/** What never counted, and the server keeps no more: it had no place of its own on the screen. */
const isGoneUnseen = ({ body, counts, at }: StoredEntry, viewer: Viewer): boolean =>
  body.kind === 'emptied' && !counts && !viewer.isKept(at);

/** With whom it is; a visitor is nobody's account, nor is by whose name the server tells something. */
export function partnerOf({ kind, members, machine, contact }: ConversationRecord, viewer: Viewer): PersonView {
  if (contact) {
    const name = visitorOf(contact) || contact.title;
    // As no account can be called: visitors take any name that they like.
    return { account: VISITOR, username: `${name} (${contact.title})`, displayName: name, visitor: true };
  }
  const speaker = speakerOf({ kind, machine });
  if (speaker) return { account: `@${speaker.by}`, username: speaker.by, displayName: speaker.by };
  return viewer.person(members.find(({ account }) => account !== viewer.account)?.account ?? viewer.account);
}

/** In a clear log the server says who it was; elsewhere the signature does. */
export function authorOf({ account, by }: Pick<StoredEntry, 'account' | 'by'>, viewer: Viewer): PersonView {
  if (account === VISITOR) return { account, username: by || VISITOR, displayName: by || VISITOR, visitor: true };
  const known = viewer.person(account);
  return by === undefined || known.username === by ? known : { account, username: by, displayName: by };
}

export function shownBody(entry: Pick<StoredEntry, 'account' | 'by' | 'at' | 'body'>, viewer: Viewer): Body {
  if (entry.body.kind === 'emptied' && !viewer.isKept(entry.at)) return { type: 'not_kept' };
  return bodyOf(entry.body, authorOf(entry, viewer));
}

function bodyOf(body: StoredBody, author: PersonView): Body {
  switch (body.kind) {
    case 'content':
      return contentBody(body, author);
    case 'alert':
      return body.alert;
    case 'comment':
      return body.comment;
    case 'emptied':
      return { type: 'withheld' };
    case 'deleted':
      return { type: 'deleted' };
    case 'cleared':
      return { type: 'event', event: 'conversation_deleted', name: author.displayName };
    case 'identity_changed':
      return { type: 'event', event: 'identity_changed', name: author.displayName };
    case 'locked':
    case 'invalid':
    case 'silent':
      return { type: 'invalid' };
  }
}

function contentBody({ content, edited = false }: StoredContent, { displayName }: PersonView): Body {
  if (content.type === 'lifetime') return { type: 'event', event: 'lifetime', name: displayName, days: content.days };
  return content.type === 'text' ? { type: 'text', text: content.text, edited } : { type: 'newer_version' };
}

/** A visitor has no device that receives: what came to the page was read there. */
const readerOf = ({ read = 0 }: ContactRecord): Reader => ({ delivered: read, read });

type Reader = Pick<ConversationRecord['members'][number], 'delivered' | 'read'>;

function progress(seq: number, others: readonly Reader[]): Item['state'] {
  if (others.length > 0 && others.every(({ read }) => read >= seq)) return 'read';
  if (others.length > 0 && others.every(({ delivered }) => delivered >= seq)) return 'delivered';
  return 'sent';
}

type StoredContent = Extract<StoredBody, { kind: 'content' }>;

const EXCERPT = 140;

function replyOf(body: StoredBody, { entries, origins, outbox, record }: Window, viewer: Viewer): Item['reply'] {
  if (body.kind !== 'content' || body.content.type !== 'text' || !body.content.reply) return null;
  const key = toBase64url(body.content.reply);
  const waiting = outbox.find(({ id }) => id === key);
  const origin = entries.find(({ id }) => id === key) ?? origins.get(key);
  const author = waiting ? viewer.person(viewer.account) : origin && authorOf(origin, viewer);
  const gone = origin !== undefined && (origin.seq <= record.cleared || record.hidden.includes(origin.seq));
  const shown = waiting ? waiting.content : origin?.body.kind === 'content' && !gone ? origin.body.content : null;
  return {
    key,
    author: author ?? null,
    excerpt: shown?.type === 'text' ? excerptOf(shown.text) : null,
  };
}

export function excerptOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > EXCERPT ? `${Array.from(line).slice(0, EXCERPT).join('')}…` : line;
}

/** Who has put which emoji there: what stands, and over it what is under way; of whom one blocks, none. */
function reactionsOf(entry: StoredEntry, waiting: readonly StoredReaction[], viewer: Viewer): Reaction[] {
  if (!entry.reactions && waiting.length === 0) return [];
  const oldestFirst = entry.reactions?.toReversed() ?? [];
  const last = new Map<string, StoredReaction>();
  for (const one of [...oldestFirst, ...waiting]) {
    const before = last.get(`${one.account}/${one.emoji}`);
    // What is said again while it stands keeps its place.
    if (!before || before.removed) last.delete(`${one.account}/${one.emoji}`);
    last.set(`${one.account}/${one.emoji}`, one);
  }
  const standing = [...last.values()].filter(({ account, removed }) => !removed && !viewer.isBlocked(account));
  return [...Map.groupBy(standing, ({ emoji }) => emoji)].map(([emoji, group]) => ({
    emoji,
    people: group.map((one) => authorOf(one, viewer)),
    mine: group.some(({ account }) => account === viewer.account),
  }));
}

/** Entries before which their device counted something that never came, or came in another order. */
function gapsIn(entries: readonly StoredEntry[]): Set<number> {
  const last = new Map<string, StoredEntry | null>();
  const gaps = new Set<number>();
  for (const entry of entries) {
    // What was emptied keeps its place and its hash, but its counter cannot be read: the next one has nothing to fit to.
    if (entry.counter === 0) {
      if (entry.device) last.set(entry.device, null);
      continue;
    }
    const before = last.get(entry.device);
    if (before && (entry.counter !== before.counter + 1 || entry.previous !== before.hash)) gaps.add(entry.seq);
    last.set(entry.device, entry);
  }
  return gaps;
}
