import type { Self } from '../protocol/api/registration.ts';
import type { Conversation } from '../protocol/api/conversations.ts';
import type { Stream } from '../protocol/api/streams.ts';
import type { AlertContent, NoticeContent } from '../protocol/clear.ts';
import type { NotifyLevel } from '../crypto/ownWords.ts';
import type { Failure } from './outcome.ts';

export type { NotifyLevel };

// What screens see: immutable, and whole each time.

export interface ClientState {
  /**
   * - `starting`: reading what this device has stored
   * - `out`: nobody is logged in here
   * - `in`: logged in; everything stored here can be shown, also offline
   * - `outdated`: the server needs a newer client; reload, nothing is lost
   */
  readonly phase: 'starting' | 'out' | 'in' | 'outdated';
  /**
   * Why nobody is logged in here, if it was not the person's own act. `approval`: an account was made here that an admin
   * has to approve first; once that is done this device is in. `refused`: no admin wanted it. `deleted`: their own act; the
   * account is gone.
   */
  readonly ended: 'removed' | 'dismissed' | 'expired' | 'approval' | 'refused' | 'deleted' | null;
  /** Username of an account that is logged in here by certificate and has no encryption keys yet; `phase` is `out`. */
  readonly keyless: string | null;
  readonly connection: 'connecting' | 'online' | 'offline';
  readonly server: {
    readonly registration: boolean;
    readonly encryption: boolean;
    readonly messageDays: number | null;
  } | null;
  readonly self: Self | null;
  readonly device: string | null;
  /** Newest first. */
  readonly inbox: readonly InboxRow[];
  /** The rooms that this account is in, by name. */
  readonly rooms: readonly RoomRow[];
  /** Machines' streams that this account may read, by name. */
  readonly streams: readonly Stream[];
  /** Sum over the inbox, without what is muted; one that is marked as unread counts as one. */
  readonly unread: number;
  readonly presence: { readonly people: number; readonly online: number } | null;
  /** Messages of old still to be fetched after logging in on a new device. */
  readonly loading: { readonly done: number; readonly total: number } | null;
  /** Online, and everything that was said before is here. */
  readonly caughtUp: boolean;
  readonly alarms: readonly Alarm[];
  /** When the person is told of nothing, on all devices of the account; null: always. */
  readonly quietHours: QuietHours | null;
  /** Whose messages the person does not want to see, by name. */
  readonly blocked: readonly BlockedView[];
  /** This device waits to be let in by another. */
  readonly linking: LinkingView | null;
}

/** Minutes of the local day, 0 to 1439; `to` may be on the day after. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/**
 * What the person wants to be told of: everything, what mentions them (`@username`), or nothing. `all` for a conversation and
 * `mentions` for a room unless they said otherwise.
 */
export interface Notify {
  readonly notify: NotifyLevel;
  /** UTC milliseconds at which `notify` ends; null: it does not. */
  readonly notifyUntil: number | null;
}

/** What was begun and not sent. */
export interface KeptDraft {
  readonly text: string;
  /** An item's key. */
  readonly replyTo: string | null;
  /** Place of the draft that its box had taken from elsewhere; 0: none. */
  readonly over: number;
}

export interface DraftView extends KeptDraft {
  /** Of two the higher is the newer; null: this device's own, which the others do not know yet. */
  readonly place: number | null;
}

/** What a conversation is for its person, on all devices of the account, and for nobody else. */
export interface Personal extends Notify {
  /** The person wants to have it before them again. */
  readonly marked: boolean;
  /** The beginning of what was begun there, in one line; `isNewest`: nobody has said anything since. */
  readonly draft: { readonly text: string; readonly isNewest: boolean } | null;
}

export interface LinkingView {
  /** As it is shown: `XXXX-XXXX`. */
  readonly code: string;
  /** For the QR code, behind the server's address. It holds a secret. */
  readonly link: string;
  /** Once somebody has typed the code: whose device it is, and nine digits to compare with those on it. */
  readonly username: string | null;
  readonly number: string | null;
  /** The numbers were the same; the password is awaited on the other device. */
  readonly confirmed: boolean;
  /** It is over, for this reason. */
  readonly failure: Failure | null;
}

export interface BlockedView extends PersonView {
  /** Those with them alone, which are in no inbox; none: nobody has begun one. */
  readonly conversations: readonly string[];
}

export interface PersonView {
  /** `@username` for somebody in a room who has no encryption keys yet. */
  readonly account: string;
  readonly username: string;
  /** Never empty: the username where nothing else is set. */
  readonly displayName: string;
  /** A visitor of a website, who is nobody's account and takes any name. */
  readonly visitor?: true;
}

/** What there is to know of somebody before one writes to them. */
export interface PersonPage {
  readonly person: PersonView;
  readonly isSelf: boolean;
  /** That can read what is written to them; `deviceCame`: when this device heard of the newest, null: of none since they met. */
  readonly devices: number;
  readonly deviceCame: number | null;
  /** Whether what is written to them is encrypted. */
  readonly sealed: boolean;
  /** As of a conversation with them. */
  readonly waiting: 'identity_changed' | 'alarm' | null;
  readonly verification: ConversationView['verification'];
  readonly safetyNumber: string | null;
}

export interface InboxRow extends Personal {
  readonly conversation: string;
  readonly kind: Conversation['kind'];
  readonly sealed: boolean;
  /** Whose alerts these are, of kind `alerts`; `with` has the same name then. Nobody writes there, nor in `comments`. */
  readonly machine: string | null;
  /** Title of the contact form that a visitor wrote in, of kind `contact`; `with` is the visitor then. */
  readonly contact: string | null;
  readonly with: PersonView;
  /** Of the newest item, UTC milliseconds. */
  readonly at: number;
  readonly preview: Preview | null;
  readonly unread: number;
}

export interface RoomRow extends Personal {
  readonly conversation: string;
  readonly room: string;
  /** Of the newest item, UTC milliseconds. */
  readonly at: number;
  readonly preview: Preview | null;
  readonly unread: number;
}

/** The newest item of a conversation. */
export interface Preview {
  readonly author: PersonView;
  readonly body: Body;
  readonly mine: boolean;
}

export interface ConversationView extends Notify {
  /** Which window this is, for the calls that move it. */
  readonly window: string;
  readonly conversation: string;
  readonly kind: Conversation['kind'];
  readonly sealed: boolean;
  /** Its name, if it is a room. */
  readonly room: string | null;
  /** Whose alerts these are, of kind `alerts`. */
  readonly machine: string | null;
  /**
   * The visitor, by their own word, and the contact form that they wrote in, of kind `contact`. `readable`: false once it
   * has turned out that it was sealed to others.
   */
  readonly contact: {
    readonly title: string;
    readonly name: string;
    readonly email: string;
    readonly readable: boolean;
  } | null;
  readonly with: PersonView;
  /**
   * Oldest first, without a hole: a window on the log that may stand anywhere, a few hundred at most. Only a call that moves
   * it takes anything out of it. What waits to be sent stands below the newest.
   */
  readonly items: readonly Item[];
  /** Whether there is more above the window, here or on the server. */
  readonly older: boolean;
  /** Whether there is more below it. False: what comes in appears in it, until it is full. */
  readonly newer: boolean;
  readonly draft: DraftView;
  /** The person wants to have it before them again. */
  readonly marked: boolean;
  /** The person does not want to see what the other writes. */
  readonly blocked: boolean;
  /** Somebody has written to whom the account never has, and of whom the person has not said whether they may. */
  readonly stranger: boolean;
  /** Key of the first item that was unread when the window was opened; null where that is not in the window. */
  readonly firstUnread: string | null;
  readonly unread: number;
  /** Days after which its messages are deleted, for both; 0: they stay. */
  readonly lifetime: number;
  /** Why nothing is sent at the moment: the contact's identity changed and has not been accepted, an alarm, the server can
   * read what is written here and the person has not agreed to that, or the other's account was removed. */
  readonly waiting: 'identity_changed' | 'alarm' | 'unsealed' | 'removed' | null;
  /** Whether the safety number was compared: with the identity as it is now, or with one before, to be compared again. */
  readonly verification: 'verified' | 'compare_again' | null;
  /** 60 digits in groups of five, to compare with the other's screen. */
  readonly safetyNumber: string | null;
}

export interface Item {
  /** The message's id; the same from the local echo on. */
  readonly key: string;
  /** Null until the server has stored it. */
  readonly seq: number | null;
  readonly mine: boolean;
  readonly author: PersonView;
  /** The server's time; this device's while it is sending. UTC milliseconds. */
  readonly at: number;
  /** For one's own: how far it has come. Others' are `received`. */
  readonly state: 'sending' | 'failed' | 'sent' | 'delivered' | 'read' | 'received';
  readonly failure: Failure | null;
  /** Of a long text on its way, which goes in pieces: how many of them the server has. Null: it goes in one, or is there. */
  readonly progress: { readonly sent: number; readonly count: number } | null;
  readonly body: Body;
  readonly reply: {
    readonly key: string;
    /** Null: nothing of it is on this device. */
    readonly author: PersonView | null;
    readonly excerpt: string | null;
  } | null;
  /** In the order in which they first came. */
  readonly reactions: readonly Reaction[];
  /** Its author is blocked. */
  readonly blocked: boolean;
  /** The author's device counted something before this that never came, or came in another order. */
  readonly gapBefore: boolean;
}

/** An emoji on a message, and who put it there; never nobody. */
export interface Reaction {
  readonly emoji: string;
  readonly people: readonly PersonView[];
  readonly mine: boolean;
}

/** What a message has said at a time, UTC milliseconds. */
export interface Version {
  readonly text: string;
  readonly at: number;
}

export type Body =
  | { readonly type: 'text'; readonly text: string; readonly edited: boolean }
  | { readonly type: 'deleted' }
  /** Emptied by the server although nobody who may has deleted it. */
  | { readonly type: 'withheld' }
  /** So old that the server, by its own word, keeps it no more; and it is not on this device. */
  | { readonly type: 'not_kept' }
  | { readonly type: 'newer_version' }
  /** It does not check out: not from who it says, or altered. */
  | { readonly type: 'invalid' }
  /** In a machine's alerts: what a rule has found. */
  | AlertContent
  /** In the log of comments: one that waits for review. */
  | NoticeContent
  /** In a conversation: what happened to it, as `identity_changed`, or in it; `days` are those of `lifetime`. */
  | {
      readonly type: 'event';
      readonly event: 'identity_changed' | 'conversation_deleted' | 'device_added';
      readonly name: string;
    }
  | { readonly type: 'event'; readonly event: 'lifetime'; readonly name: string; readonly days: number };

/** What a search on this device finds. */
export interface SearchView {
  /** Newest first, as many as were asked for. */
  readonly hits: readonly SearchHit[];
  /** How many messages fit; until it is done, those that were counted so far. */
  readonly count: number;
  /** False while it goes on. */
  readonly done: boolean;
  /** Messages from then on can be found, UTC milliseconds; null: all that there are. */
  readonly since: number | null;
  /** What is older is on its way to this device. */
  readonly coming: boolean;
}

export interface SearchHit {
  readonly conversation: string;
  readonly kind: Conversation['kind'];
  /** Its name, if it is a room. */
  readonly room: string | null;
  readonly with: PersonView;
  /** That of the item. */
  readonly key: string;
  readonly mine: boolean;
  readonly author: PersonView;
  /** UTC milliseconds. */
  readonly at: number;
  /** A piece of the text, in one line; `marks`: what was searched for in it, from and to. */
  readonly excerpt: { readonly text: string; readonly marks: readonly (readonly [number, number])[] };
}

/** Something a person must know about keys. */
export interface Alarm {
  readonly id: string;
  readonly kind:
    /** The account's chain is not the one that this device knows. */
    | 'chain_fork'
    | 'chain_shrunk'
    /** The server shows the account under a name that is not its. */
    | 'another_name'
    /** The server shows somebody in a conversation who is not in it. */
    | 'another_member'
    /** The own account has a device that was not added here. */
    | 'new_device'
    /** The own chain has an entry signed with this device's key that this device did not make. */
    | 'impersonated'
    /** The own account's newest key did not come as it should: this device made the next one. */
    | 'account_key_replaced'
    /** The newest epoch of a conversation, made by this contact, did not open here: this account made the next. */
    | 'slot_replaced'
    /** The server was put back from a backup; what this account had said since was said again. */
    | 'restored'
    /** Something was written under keys that a removed device of the account holds: this device made the next epoch. */
    | 'older_keys';
  readonly about: PersonView;
  readonly at: number;
}
