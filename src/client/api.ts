import type { Administration } from './administration.ts';
import type { OnlinePerson, Room } from '../protocol/api/rooms.ts';
import type {
  Follower,
  RecordCounts,
  RecordFilter,
  Rule,
  RuleCondition,
  Stream,
  StreamRecord,
} from '../protocol/api/streams.ts';
import type { AddedSshKeys, SshKey } from '../protocol/api/sshKeys.ts';
import type { Device, Preferences } from '../protocol/api/account.ts';
import type { Certificate } from '../protocol/api/certificates.ts';
import type { Self } from '../protocol/api/registration.ts';
import type { AlertContent, NoticeContent } from '../protocol/clear.ts';
import type { Conversation } from '../protocol/api/conversations.ts';
import type { Lifetime } from '../protocol/lifetimes.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { Registration } from './registering.ts';
import type { Reviewing } from './reviewing.ts';
import type { Switching } from './switching.ts';

export type { Failure, Outcome } from './outcome.ts';
export type { Registration } from './registering.ts';

/**
 * What a screen sees of the headless client. Everything here survives `structuredClone`, so that a screen may live in
 * another thread than the client. The client never throws at a screen: a call answers an `Outcome`.
 */
export interface Client extends Reviewing, Administration, Switching {
  /** Calls back at once and after every change with a new immutable state; answers how to stop. */
  watch(listener: (state: ClientState) => void): () => void;
  /** Follows one conversation: the newest items at once, more above after `showOlder`. Answers how to stop. */
  watchConversation(conversation: string, listener: (view: ConversationView) => void): () => void;
  showOlder(conversation: string): Promise<void>;
  /** Grows the window until the item is in it (a quote that leads to its origin). False: it is gone. */
  showItem(conversation: string, key: string): Promise<boolean>;

  /** The platform says that the network is back: the next attempt to connect is now. */
  hurry(): void;
  /** Asks anew for `ClientState.server`: an admin may have turned a switch since. */
  askServer(): void;
  /** Ends everything that runs; what is stored stays. */
  close(): void;

  register(request: Registration): Promise<Outcome<{ recoveryCode: string }>>;
  /**
   * For whoever the state shows as `keyless`: makes the account's encryption keys, and with them this device. Password null:
   * the recovery code alone opens the account. `keys_exist` is an alarm: somebody has made keys for it already, elsewhere.
   */
  completeAccount(request: { password: string | null }): Promise<Outcome<{ recoveryCode: string }>>;
  login(username: string, password: string): Promise<Outcome>;
  recover(username: string, recoveryCode: string, newPassword: string): Promise<Outcome>;
  /** With an admin's one-time link: a new identity under the old name; nothing of before can be read. */
  reset(token: string, password: string): Promise<Outcome<{ recoveryCode: string }>>;
  logout(): Promise<Outcome>;

  /** This device waits for one that is logged in already to let it in; `ClientState.linking` says how far that is. */
  startLinking(): Promise<Outcome>;
  /** The person has found the same number on both. */
  confirmLinking(): Promise<Outcome>;
  /** On either side: nothing comes of it. */
  cancelLinking(): Promise<Outcome>;
  /**
   * The new device behind a code that was typed, or behind the link of a QR code. `number`: to be compared with that on the
   * other screen, before `grantLinking`; null where the link vouches for the device.
   */
  findLinking(codeOrLink: string): Promise<Outcome<{ label: string; number: string | null }>>;
  /** Makes it a device of this account; answers once it is in. */
  grantLinking(password: string): Promise<Outcome>;

  /** Who somebody is. `not_found`: nobody of that name, or nobody yet; `no_keys`: they cannot be written to privately. */
  person(username: string): Promise<Outcome<{ page: PersonPage }>>;
  /** Opens the direct conversation with that person; nothing is sent yet. */
  startDirect(username: string): Promise<Outcome<{ conversation: string }>>;
  /** Answers once the message is stored on this device; `replyTo` is an item's key. */
  send(conversation: string, text: string, replyTo?: string): Promise<Outcome>;
  retry(conversation: string, key: string): Promise<Outcome>;
  /** Takes back what has not been sent. */
  discard(conversation: string, key: string): Promise<Outcome>;
  deleteMessage(conversation: string, key: string, scope: DeletionScope): Promise<Outcome>;
  deleteConversation(conversation: string, scope: DeletionScope): Promise<Outcome>;
  /** Everything up to the newest item is read, on every device of the account. */
  markRead(conversation: string): Promise<Outcome>;

  /** Fetches all of it that is not on this device yet, before `exportConversation`. */
  completeConversation(conversation: string): Promise<Outcome>;
  /** The first items of it after that seq, oldest first; `next` is the `after` of what follows, null: nothing does. */
  exportConversation(conversation: string, after: number): Promise<Outcome<{ items: Item[]; next: number | null }>>;

  /** Every room of the server, whether this account is in it or not. */
  rooms(): Promise<Outcome<{ rooms: Room[] }>>;
  /** For admins. */
  createRoom(room: string): Promise<Outcome<{ conversation: string }>>;
  joinRoom(room: string): Promise<Outcome<{ conversation: string }>>;
  leaveRoom(room: string): Promise<Outcome>;
  /** Who of a room is online, in order of their names; a page from the name after `after`. */
  online(room: string, after?: string): Promise<Outcome<{ online: OnlinePerson[]; more: boolean }>>;

  /** Machines' streams that this account may read, asked of the server; `ClientState.streams` has the same, kept current. */
  streams(): Promise<Outcome<{ streams: readonly Stream[] }>>;
  /** In order of seq: the first after `after`, or the last before `before`. A page may be short though more follows. */
  records(
    machine: string,
    page?: RecordPage,
  ): Promise<Outcome<{ records: StreamRecord[]; first: number; head: number }>>;
  /**
   * What a record says, opened here if it is sealed, and by the machine's clock when. It fails with `not_sealed_to_you` or
   * `does_not_open`.
   */
  openRecord(machine: string, record: StreamRecord): Promise<Outcome<{ text: string; sentAt: number }>>;
  /** The seq of the first record at that time (UTC milliseconds) or later; past the head when there is none. */
  findRecord(machine: string, at: number): Promise<Outcome<{ seq: number }>>;
  /** The last before `before` that fit, in order of seq; `more`: there may be more before them. */
  searchRecords(
    machine: string,
    filter: RecordFilter,
    page?: { before?: number; limit?: number },
  ): Promise<Outcome<{ records: StreamRecord[]; more: boolean; searched: number; indexed: number }>>;
  countRecords(machine: string, span: { from: number; to: number; spans: number }): Promise<Outcome<RecordCounts>>;
  /** Everything up to this seq is read, on every device of the account. */
  markStreamRead(machine: string, seq: number): Promise<Outcome>;
  followStream(machine: string): Promise<Outcome>;
  unfollowStream(machine: string): Promise<Outcome>;
  /** In order of their names; `next` is the name after which the next page begins. */
  followers(machine: string, after?: string): Promise<Outcome<{ followers: Follower[]; next: string | null }>>;
  /** For admins. `invalid` names in `field` whom there is not. */
  setFollowers(machine: string, change: FollowerChange): Promise<Outcome>;
  rules(machine: string): Promise<Outcome<{ rules: Rule[] }>>;
  /** For admins. */
  addRule(machine: string, condition: RuleCondition): Promise<Outcome<Rule>>;
  removeRule(machine: string, rule: string): Promise<Outcome>;

  /** The contact has a new identity: from now on it is the one that this account trusts. */
  acceptIdentity(account: string): Promise<Outcome>;
  /** The safety number of the identity as it is now was compared and is the same; it is trusted, on all devices to come. */
  verifyIdentity(account: string): Promise<Outcome>;
  dismissAlarm(id: string): Promise<Outcome>;
  /** In a private conversation, for both: from now on its messages are deleted after so many days. */
  setLifetime(conversation: string, days: Lifetime): Promise<Outcome>;
  /** The person writes in a conversation that the server can read, and knows it. */
  agreeToClear(conversation: string): Promise<Outcome>;

  setDisplayName(displayName: string): Promise<Outcome>;
  preferences(): Promise<Outcome<Preferences>>;
  /** What is left out stays as it is. */
  setPreferences(change: Partial<Preferences>): Promise<Outcome<Preferences>>;
  devices(): Promise<Outcome<{ devices: Device[] }>>;
  removeDevice(device: string, password: string): Promise<Outcome>;
  /** Those of the account that are good: terminals that log in without the password. */
  certificates(): Promise<Outcome<{ certificates: Certificate[] }>>;
  revokeCertificate(serial: string): Promise<Outcome>;
  /** The account's public SSH keys; `on`: whether this server lets anybody log in with one. */
  sshKeys(): Promise<Outcome<{ keys: SshKey[]; on: boolean }>>;
  /** Lines as in `authorized_keys` or of `ssh-add -L`; of each that was not taken it is said why. */
  addSshKeys(text: string): Promise<Outcome<AddedSshKeys>>;
  removeSshKey(fingerprint: string): Promise<Outcome>;
  logoutEverywhere(password: string): Promise<Outcome>;
  changePassword(password: string, newPassword: string): Promise<Outcome>;
  /** A new code; the old one works until `confirmRecoveryCode`. */
  newRecoveryCode(password: string): Promise<Outcome<{ recoveryCode: string }>>;
  confirmRecoveryCode(): Promise<Outcome>;
}

export interface RecordPage {
  readonly after?: number;
  readonly before?: number;
  readonly limit?: number;
}

/** By username; what is left out stays as it is. */
export interface FollowerChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly everyone?: boolean;
}

export type DeletionScope = 'everyone' | 'me';

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
   * has to approve first; once that is done this device is in. `refused`: no admin wanted it.
   */
  readonly ended: 'removed' | 'dismissed' | 'expired' | 'approval' | 'refused' | null;
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
  /** Sum over the inbox. */
  readonly unread: number;
  readonly presence: { readonly people: number; readonly online: number } | null;
  /** Messages of old still to be fetched after logging in on a new device. */
  readonly loading: { readonly done: number; readonly total: number } | null;
  /** Online, and everything that was said before is here. */
  readonly caughtUp: boolean;
  readonly alarms: readonly Alarm[];
  /** This device waits to be let in by another. */
  readonly linking: LinkingView | null;
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
  /** That can read what is written to them. */
  readonly devices: number;
  /** Whether what is written to them is encrypted. */
  readonly sealed: boolean;
  /** As of a conversation with them. */
  readonly waiting: 'identity_changed' | 'alarm' | null;
  readonly verification: ConversationView['verification'];
  readonly safetyNumber: string | null;
}

export interface InboxRow {
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

export interface RoomRow {
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

export interface ConversationView {
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
  /** Oldest first: a window that ends at the newest item. */
  readonly items: readonly Item[];
  readonly older: boolean;
  /** Key of the first item that was unread when the window was opened. */
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
  readonly body: Body;
  readonly reply: {
    readonly key: string;
    /** Null: nothing of it is on this device. */
    readonly author: PersonView | null;
    readonly excerpt: string | null;
  } | null;
  /** The author's device counted something before this that never came, or came in another order. */
  readonly gapBefore: boolean;
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
  /** In a conversation: what happened to it, as `identity_changed`; `days` are those of `lifetime`. */
  | { readonly type: 'event'; readonly event: 'identity_changed' | 'conversation_deleted'; readonly name: string }
  | { readonly type: 'event'; readonly event: 'lifetime'; readonly name: string; readonly days: number };

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
