import type { Content } from '../../crypto/content.ts';
import type { EpochRecord } from '../../crypto/verify/epochRecord.ts';
import { type Conversation, type Member, isOfServer } from '../../protocol/api/conversations.ts';
import type { AlertContent, NoticeContent } from '../../protocol/clear.ts';
import type { Empties } from '../../protocol/socket.ts';
import type { Failure } from '../api.ts';

/** What this device knows of a conversation: the server's word and how far it has come itself. */
export interface ConversationRecord {
  readonly conversation: string;
  readonly kind: Conversation['kind'];
  readonly sealed: boolean;
  /** Its name, if it is a room. */
  readonly room: string | null;
  /** Whose alerts it holds; not there in records of before there were any. */
  readonly machine?: string | null | undefined;
  /** Of a conversation with a visitor of a website. */
  readonly contact?: ContactRecord | null | undefined;
  /** The person has said on this device that they write there although the server can read it. */
  readonly agreed?: boolean | undefined;
  readonly createdAt: number;
  readonly members: readonly Member[];
  /** Every entry from `oldest` to `cursor` is stored here. */
  readonly cursor: number;
  readonly oldest: number;
  /** Up to here this device let go of what was old: it comes again when somebody scrolls up to it, not by itself. */
  readonly letGo?: number | undefined;
  /** Entries up to here are deleted for this account. */
  readonly cleared: number;
  readonly hidden: readonly number[];
  /** The account's read cursor, as it shall be. */
  readonly read: number;
  readonly unread: number;
  /** `unread` says all about entries up to here. */
  readonly countedTo: number;
  /** The newest entry that has something to show. */
  readonly last: Preview | null;
  /** This device's newest entry: what its next one links to. */
  readonly mine: { readonly counter: number; readonly hash: Uint8Array } | null;
  /** How long its members keep it, and the entry that said so: the newest word counts. */
  readonly lifetime?: { readonly days: number; readonly seq: number; readonly at: number } | undefined;
  /** Last movement, for the order of the inbox. */
  readonly at: number;
}

export interface ContactRecord {
  /** Key and title of the form that it began in. */
  readonly thread: string;
  readonly title: string;
  /** Up to there the visitor has read; a record of before has none. */
  readonly read?: number | undefined;
  /** Null: not opened yet, or it does not open here. */
  readonly opened: OpenedContact | null;
  /** It does not open with the keys that are here. */
  readonly failure: boolean;
}

export interface OpenedContact {
  readonly secret: Uint8Array;
  /** The visitor's own word. */
  readonly name: string;
  readonly surname: string;
  readonly email: string;
}

export interface Preview {
  readonly seq: number;
  readonly account: string;
  readonly by?: string | undefined;
  readonly at: number;
  readonly body: StoredBody;
}

/** An entry as this device keeps it: opened, and judged once. */
export interface StoredEntry {
  readonly seq: number;
  /** In clear logs `@username` for an account without keys. */
  readonly account: string;
  /** In clear logs: the author's username, by the server's word. */
  readonly by?: string | undefined;
  readonly device: string;
  readonly at: number;
  readonly counts: boolean;
  /** Hash of the envelope, also when it is emptied. */
  readonly hash: string;
  /** Null when it could not be read. */
  readonly id: string | null;
  readonly counter: number;
  /** Hash of the envelope of the same device before. */
  readonly previous: string | null;
  /** Up to there its device had the log when it wrote this; not there in what could not be read, or was kept by older versions. */
  readonly seen?: number | undefined;
  readonly body: StoredBody;
  /** Newest first, also those that were taken back. */
  readonly reactions?: readonly StoredReaction[] | undefined;
}

/** An account's last word about an emoji on a message. */
export interface StoredReaction {
  readonly account: string;
  /** In clear logs: the account's username, by the server's word. */
  readonly by?: string | undefined;
  readonly emoji: string;
  readonly removed: boolean;
  readonly seq: number;
}

export type StoredBody =
  /** `pieces`: the places in the log of a long text. `edited`: its text is the newest one, and `amendments.ts` has those before. */
  | {
      readonly kind: 'content';
      readonly content: Content;
      readonly pieces?: readonly number[] | undefined;
      readonly edited?: boolean | undefined;
    }
  | { readonly kind: 'alert'; readonly alert: AlertContent }
  | { readonly kind: 'comment'; readonly comment: NoticeContent }
  /** The server has no payload any more. */
  | { readonly kind: 'emptied' }
  /** Deleted by its author for everyone. */
  | { readonly kind: 'deleted' }
  /** Its author deleted the whole conversation. */
  | { readonly kind: 'cleared' }
  | { readonly kind: 'identity_changed' }
  /** The key for it is not here yet; kept to be opened later. */
  | { readonly kind: 'locked'; readonly envelope: Uint8Array }
  | { readonly kind: 'invalid'; readonly reason: string }
  /**
   * Nothing to show by itself: a deletion, say. `of`: the message that an edit or a reaction is about. `piece`: where a piece of
   * a long text lies until that is whole.
   */
  | { readonly kind: 'silent'; readonly of?: string | undefined; readonly piece?: string | undefined };

export interface EpochState {
  readonly number: number;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly record: EpochRecord;
  /** Null when the own slot does not open. */
  readonly key: Uint8Array | null;
}

/** Waits here until the log has it. */
export interface OutboxItem {
  readonly conversation: string;
  readonly id: string;
  /** Items go out in the order in which they were written. */
  readonly order: number;
  readonly at: number;
  readonly content: Content;
  readonly counts: boolean;
  readonly empties: Empties | null;
  /** Stored before it is sent; a retry in the same epoch sends the same bytes. */
  readonly sealed: {
    readonly epoch: Uint8Array;
    readonly envelope: Uint8Array;
    readonly counter: number;
    readonly hash: Uint8Array;
  } | null;
  /** The server has it at this seq. */
  readonly acked: number | null;
  readonly failure: Failure | null;
}

/** Sealed by its members under epochs; what a visitor began is under a secret of its own. */
export const hasEpochs = ({ kind, sealed }: Pick<ConversationRecord, 'kind' | 'sealed'>): boolean =>
  sealed && kind !== 'contact';

/** But in rooms, nothing is said in clear before one has agreed to that. */
export const wantsAgreement = ({ kind, sealed, agreed }: ConversationRecord): boolean =>
  !isOfServer(kind) && !sealed && agreed !== true;

/** The other's account was removed, by the server's word. */
export const isDeserted = ({ kind, members }: ConversationRecord): boolean =>
  kind === 'direct' && members.some(({ removed }) => removed === true);

/** Whether an entry has a place on the screen. */
export const isShown = (body: StoredBody): boolean => body.kind !== 'silent';

/** What a window on a conversation hears once a batch has been stored. */
export interface Received {
  readonly entries: readonly StoredEntry[];
  /** Places of entries that stand elsewhere now. */
  readonly gone: readonly number[];
  /** Everything up to here was deleted for everyone. */
  readonly clearedThrough: number;
}
