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
import type { Lifetime } from '../protocol/lifetimes.ts';
import type { Outcome } from './outcome.ts';
import type { Registration } from './registering.ts';
import type { Reviewing } from './reviewing.ts';
import type { Storing } from './storing.ts';
import type { Switching } from './switching.ts';

import type { SearchQuery } from './search/query.ts';
import type {
  ClientState,
  ConversationView,
  Item,
  KeptDraft,
  NotifyLevel,
  PersonPage,
  QuietHours,
  SearchView,
  Version,
} from './views.ts';

export type { Failure, Outcome } from './outcome.ts';
export type * from './views.ts';
export type { SearchQuery } from './search/query.ts';
export type { Registration } from './registering.ts';

/**
 * What a screen sees of the headless client. Everything here survives `structuredClone`, so that a screen may live in
 * another thread than the client. The client never throws at a screen: a call answers an `Outcome`.
 */
export interface Client extends Reviewing, Administration, Switching, Storing {
  /** Calls back at once and after every change with a new immutable state; answers how to stop. */
  watch(listener: (state: ClientState) => void): () => void;
  /**
   * Follows one conversation through a window of one's own, `ConversationView.window`. It opens at the newest items, or with
   * `unread` around the first that is unread; from then on it stands where the four calls below put it. Answers how to stop.
   */
  watchConversation(
    conversation: string,
    listener: (view: ConversationView) => void,
    opensAt?: 'latest' | 'unread',
  ): () => void;
  /**
   * Whether the other of a direct conversation is online, as far as they and this account show it. Calls back at once and after
   * each change; answers how to stop.
   */
  watchOnline(conversation: string, listener: (online: boolean) => void): () => void;
  /** A step up; what is far below is let go. False: it is not on this device, and cannot be fetched now. */
  showOlder(window: string): Promise<boolean>;
  /** A step down; what is far above is let go. */
  showNewer(window: string): Promise<void>;
  /** To the newest items, and only these: a window that has grown long is short again. */
  showLatest(window: string): Promise<void>;
  /** Puts it around an item, as a quote or a link leads there; older pages are fetched first. False: it is not to be had. */
  showItem(window: string, key: string): Promise<boolean>;

  /**
   * Searches all that is on this device: the newest `most`, as they are found, and again as messages come and go. Stopping
   * ends the search.
   */
  watchSearch(query: SearchQuery, most: number, listener: (view: SearchView) => void): () => void;
  /** Fetches all that is not on this device yet; answers once it is. */
  fetchRest(): Promise<Outcome>;
  /** Whether messages of rooms come onto this device by themselves, and the bytes of the index of words. */
  searchStorage(): Promise<Outcome<{ keeping: boolean; bytes: number }>>;
  setKeeping(on: boolean): Promise<Outcome>;

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
  /**
   * One's own message in other words, at most `limits.messageText` bytes of them. Answers once that is stored on this device;
   * if the server refuses it, the item is `failed`, to be retried or discarded like a message.
   */
  edit(conversation: string, key: string, text: string): Promise<Outcome>;
  /** Puts an emoji on a message, or takes it off again. */
  react(conversation: string, key: string, emoji: string, on: boolean): Promise<Outcome>;
  /** What an edited message has said, as far as it is known here: oldest first, the last is what it says now. */
  versions(conversation: string, key: string): Promise<Outcome<{ versions: Version[] }>>;
  deleteMessage(conversation: string, key: string, scope: DeletionScope): Promise<Outcome>;
  deleteConversation(conversation: string, scope: DeletionScope): Promise<Outcome>;
  /** On every device of the account; `until`: UTC milliseconds when it ends, null: it does not. */
  setNotify(conversation: string, level: NotifyLevel, until: number | null): Promise<Outcome>;
  setQuietHours(hours: QuietHours | null): Promise<Outcome>;

  /**
   * Keeps what was begun there, also over a reload, and tells the account's other devices of it: a few seconds after the last
   * change, or now if `settled`. An empty one takes the place of whatever the box held.
   */
  keepDraft(conversation: string, draft: KeptDraft, settled: boolean): Promise<Outcome>;
  /** On every device of the account: from the item with that key on, or the newest one. It ends with `markRead`. */
  markUnread(conversation: string, key?: string): Promise<Outcome>;
  /** False also says that they are no stranger any more. Neither they nor the server learn of it. */
  setBlocked(account: string, blocked: boolean): Promise<Outcome>;

  /** Everything up to the newest item is read, on every device of the account; with `through` up to that place in the log. */
  markRead(conversation: string, through?: number): Promise<Outcome>;

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

  /** `key`: by which push services know the server, null where it pokes nobody; `endpoint`: where this device is poked. */
  push(): Promise<Outcome<{ key: string | null; endpoint: string | null }>>;
  /** From now on this device is poked there while it does not listen, but not for what comes in `muted`, and of rooms only for these. */
  setPush(wanted: { endpoint: string; muted: string[]; rooms: string[] }): Promise<Outcome>;
  removePush(): Promise<Outcome>;

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
  /** The account and all that it wrote, for ever. `forbidden`: an admin gives that up first. */
  removeAccount(password: string): Promise<Outcome>;
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
