import type { SealedSeed, Vault } from '../../protocol/api/keys.ts';
import type { Role } from './words.ts';
import type { SwitchName } from '../../protocol/switches.ts';

/**
 * What the core needs of the outside. A store's method is one transaction: all of it or nothing, durable when it
 * resolves; it rejects with StoreUnavailable when nothing can be stored. Ids on the wire are strings (base64url); inside
 * the server an account, a device and a log have a small number each, given by the store, and those are what the hot path
 * carries. Times are UTC milliseconds.
 */
export interface Store {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly keys: KeyStore;
  readonly links: LinkStore;
  readonly conversations: ConversationStore;
  readonly log: LogStore;
  readonly switches: SwitchStore;
  readonly audit: AuditStore;
  /** The server's own random id, made with the store. */
  readonly instance: string;
  /** Rejects when nothing can be stored. */
  ping(): Promise<void>;
  /** Waits for what is queued, then closes. */
  close(): Promise<void>;
}

export type AccountNo = number;
export type DeviceNo = number;
export type LogNo = number;

export interface StoredAccount {
  readonly no: AccountNo;
  /** The account id of its chain; null while it has no encryption keys. */
  readonly account: string | null;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly state: 'active' | 'pending' | 'disabled' | 'removed';
  readonly createdAt: number;
}

/** Who did what, for the audit log; stored in the same transaction as the act. No content, no secrets. */
export interface AuditDraft {
  readonly at: number;
  /** Username, or `admin.sock` for the command on the server's machine. */
  readonly who: string;
  readonly what: string;
  readonly subject: string;
  /** Address of the request, or `local`. */
  readonly from: string;
}

export interface NewDevice {
  readonly device: string;
  readonly label: string;
}

export interface NewAccount {
  readonly account: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly state: 'active' | 'pending';
  readonly device: NewDevice;
  readonly opaqueRecord: string;
  readonly created: StoredChainEntry;
  readonly accountKey: StoredAccountKey;
  readonly vault: Vault;
  /** Spent in the same transaction. */
  readonly link: { readonly kind: LinkKind; readonly tokenHash: Uint8Array } | null;
  /** The switch `registration`, turned with the making of the first admin. */
  readonly setRegistration: { readonly on: boolean; readonly audit: AuditDraft } | null;
  readonly at: number;
  readonly audit: AuditDraft;
}

export interface AccountStore {
  create(account: NewAccount): Promise<{ no: AccountNo; device: DeviceNo } | 'username_taken' | 'link_spent'>;
  byName(username: string): Promise<StoredAccount | undefined>;
  byId(account: string): Promise<StoredAccount | undefined>;
  byNo(no: AccountNo): Promise<StoredAccount | undefined>;
  list(): Promise<StoredAccount[]>;
  /** Accounts in state active. */
  count(): Promise<number>;
  hasAdmin(): Promise<boolean>;
  setDisplayName(no: AccountNo, displayName: string): Promise<void>;
  setRole(no: AccountNo, role: Role, audit: AuditDraft): Promise<void>;
  /** Anything but active ends the account's sessions in the same transaction. */
  setState(no: AccountNo, state: 'active' | 'disabled', audit: AuditDraft): Promise<void>;
}

export interface StoredSession {
  readonly account: StoredAccount;
  /** Null until a device of the chain is bound to it. */
  readonly device: { readonly no: DeviceNo; readonly device: string; readonly state: 'live' | 'suspended' } | null;
  readonly seenAt: number;
  readonly expiresAt: number;
}

export interface SessionStore {
  /** @param tokenHash SHA-256 of the cookie's token: the token itself is nowhere on the server */
  create(session: {
    tokenHash: Uint8Array;
    account: AccountNo;
    device: DeviceNo | null;
    at: number;
    expiresAt: number;
  }): Promise<void>;
  /** Undefined when unknown or expired at `at`. */
  find(tokenHash: Uint8Array, at: number): Promise<StoredSession | undefined>;
  /** Notes that the session and its device were seen, and moves the end. */
  touch(tokenHash: Uint8Array, at: number, expiresAt: number): Promise<void>;
  bind(tokenHash: Uint8Array, device: DeviceNo): Promise<void>;
  end(tokenHash: Uint8Array): Promise<void>;
  /** Ends all sessions of the account but the one named. */
  endOthers(account: AccountNo, except: Uint8Array, audit: AuditDraft): Promise<void>;
  removeExpired(at: number): Promise<number>;
}

export interface StoredChainEntry {
  readonly number: number;
  readonly entry: Uint8Array;
  readonly hash: Uint8Array;
}

export interface StoredAccountKey {
  readonly generation: number;
  readonly seeds: readonly SealedSeed[];
  readonly link: string | null;
}

export interface StoredDevice {
  readonly no: DeviceNo;
  readonly device: string;
  readonly label: string;
  readonly state: 'live' | 'suspended' | 'removed';
  readonly addedAt: number;
  readonly seenAt: number;
}

export interface ChainAppend {
  readonly account: AccountNo;
  readonly entry: StoredChainEntry;
  readonly accountKey: StoredAccountKey | null;
  readonly addDevice: NewDevice | null;
  /** Bound to the added device. */
  readonly session: Uint8Array | null;
  /** Sessions of removed devices end in the same transaction. */
  readonly removeDevices: readonly string[];
  /** After a removal: the present epoch of each of the account's conversations takes no more messages. */
  readonly passEpochs: boolean;
  /** Replaced together with the entry, compare-and-set on `version - 1`. */
  readonly vault: Vault | null;
  readonly at: number;
  readonly audit: AuditDraft;
}

export interface KeyStore {
  /** Entries with a number above `after`, in order. */
  chain(account: AccountNo, after: number): Promise<StoredChainEntry[]>;
  /** Compare-and-set: the entry's number must be the next. */
  appendToChain(append: ChainAppend): Promise<'stored' | 'chain_moved' | 'vault_moved'>;
  devices(account: AccountNo): Promise<StoredDevice[]>;
  /** Not in the chain: a suspended device's sessions are refused. */
  setDeviceState(account: AccountNo, device: string, state: 'live' | 'suspended', audit: AuditDraft): Promise<void>;
  /** All generations, each with the seeds for that device and for the vault only. */
  accountKeys(account: AccountNo, device: string | null): Promise<StoredAccountKey[]>;
  vault(account: AccountNo): Promise<Vault | undefined>;
  opaqueRecord(account: AccountNo): Promise<string | undefined>;
  /** Replaces OPAQUE record and vault; `vault.version` must be one above the stored. */
  replacePassword(
    account: AccountNo,
    record: string,
    vault: Vault,
    audit: AuditDraft,
  ): Promise<'stored' | 'vault_moved'>;
  /** Replaces wrap and log-in key of the recovery code and leaves the version. */
  replaceRecovery(
    account: AccountNo,
    version: number,
    recoveryWrap: string,
    recoveryKey: string,
    audit: AuditDraft,
  ): Promise<'stored' | 'vault_moved'>;
  /** A new identity in one step: spends the link, appends the `reset` entry, replaces record and vault, removes all devices and sessions of before. */
  reset(reset: {
    readonly tokenHash: Uint8Array;
    readonly append: ChainAppend;
    readonly record: string;
    readonly vault: Vault;
  }): Promise<{ device: DeviceNo } | 'link_spent' | 'chain_moved'>;
}

export type LinkKind = 'setup' | 'invitation' | 'reset';

export interface LinkStore {
  /** A link of kind setup replaces the one before. */
  create(
    link: { kind: LinkKind; tokenHash: Uint8Array; account: AccountNo | null; at: number; expiresAt: number },
    audit: AuditDraft | null,
  ): Promise<void>;
  find(kind: LinkKind, tokenHash: Uint8Array, at: number): Promise<{ account: AccountNo | null } | undefined>;
}

export interface StoredMember {
  readonly account: StoredAccount;
  readonly role: 'owner' | 'member';
  readonly delivered: number;
  readonly read: number;
  readonly chainNumber: number;
}

export interface StoredConversation {
  readonly log: LogNo;
  readonly conversation: string;
  readonly kind: 'direct' | 'group' | 'room';
  readonly sealed: boolean;
  readonly createdAt: number;
  readonly members: readonly StoredMember[];
  readonly head: LogHead;
}

export interface LogHead {
  readonly seq: number;
  readonly chain: Uint8Array;
  readonly at: number;
  /** Number and record hash of the newest epoch; 0 and null before the first. */
  readonly epoch: number;
  readonly epochHash: Uint8Array | null;
  /** A removal came after the newest epoch: it takes no more messages. */
  readonly epochPassed: boolean;
}

/** A conversation as one of its members sees it. */
export interface OwnConversation extends StoredConversation {
  readonly cleared: number;
  readonly hidden: readonly number[];
  readonly unread: number;
}

export interface ConversationStore {
  /** Undefined when there is none or the account is not a member: the same for both. */
  forMember(conversation: string, account: AccountNo): Promise<OwnConversation | undefined>;
  /** Those that hold something this account has not cleared, or that it opened and has not cleared since. */
  allForMember(account: AccountNo): Promise<OwnConversation[]>;
  /** Every log of the account, also what it does not show, with the seq of its newest entry (0: none). */
  logsOf(account: AccountNo): Promise<{ log: LogNo; conversation: string; seq: number }[]>;
  /** The log and its members' numbers, whoever asks: for rights and fan-out, never for an answer. */
  members(
    conversation: string,
  ): Promise<
    { log: LogNo; sealed: boolean; kind: 'direct' | 'group' | 'room'; members: readonly AccountNo[] } | undefined
  >;
  /** Answers the one that is there already. */
  createDirect(direct: {
    conversation: string;
    starter: AccountNo;
    other: AccountNo;
    sealed: boolean;
    at: number;
  }): Promise<void>;
  deviceCursors(device: DeviceNo): Promise<ReadonlyMap<LogNo, number>>;
  /** Cursors only move forward, at most to the newest entry. Answers the account's cursors afterwards; delivered follows read. */
  moveCursor(move: {
    log: LogNo;
    account: AccountNo;
    device: DeviceNo;
    delivered?: number;
    read?: number;
  }): Promise<{ delivered: number; read: number; moved: boolean }>;
  hide(log: LogNo, account: AccountNo, seq: number): Promise<void>;
  clear(log: LogNo, account: AccountNo, through: number): Promise<void>;
}

export interface EntryDraft {
  readonly log: LogNo;
  readonly account: AccountNo;
  readonly device: DeviceNo;
  readonly messageId: Uint8Array;
  readonly counts: boolean;
  readonly payload: Uint8Array;
  readonly at: number;
  /** The epoch record that the envelope names; must be the newest and not passed. Null in clear logs. */
  readonly epochHash: Uint8Array | null;
  /** One's own entry, or everything up to a seq; emptied in the same transaction. */
  readonly empties: { readonly seq: number } | { readonly through: number } | null;
}

export interface Appended {
  readonly seq: number;
  readonly at: number;
  /** SHA-256 of the stored payload: of the first one, if this was a repeat. */
  readonly hash: Uint8Array;
  /** The log's chain hash at this entry. */
  readonly chain: Uint8Array;
  readonly repeated: boolean;
}

export interface StoredEntry {
  readonly seq: number;
  readonly kind: 'message' | 'epoch';
  readonly at: number;
  readonly account: string;
  readonly accountNo: AccountNo;
  readonly device: string | null;
  readonly counts: boolean;
  readonly payload: Uint8Array | null;
  readonly hash: Uint8Array;
  readonly chain: Uint8Array;
}

export interface LogStore {
  /**
   * Appends with the next seq and links it into the log's hash chain. Unique is (log, device, message id), looked up
   * before the epoch: a repeat answers what is stored. `forbidden`: the entry to empty is another account's.
   */
  append(draft: EntryDraft): Promise<Appended | 'epoch_passed' | 'forbidden'>;
  /** Compare-and-set on the epoch number; record and slots are stored whole or not at all. */
  addEpoch(epoch: {
    readonly log: LogNo;
    readonly account: AccountNo;
    readonly device: DeviceNo;
    readonly number: number;
    readonly previous: Uint8Array | null;
    /** Chain numbers that the roster rests on: a removal after them refuses the record. */
    readonly heads: readonly { readonly account: AccountNo; readonly number: number }[];
    readonly record: Uint8Array;
    readonly slots: readonly { readonly account: AccountNo; readonly sealed: string }[];
    readonly at: number;
  }): Promise<{ seq: number; at: number } | 'epoch_passed'>;
  /** Ascending. After `after`, or the last ones before `before`. Never more than `limit`. */
  entries(
    log: LogNo,
    page: { after: number; limit: number } | { before: number; limit: number },
  ): Promise<StoredEntry[]>;
  epochs(
    log: LogNo,
    account: AccountNo,
    after: number,
    limit: number,
  ): Promise<{ number: number; seq: number; record: Uint8Array; sealed: string | null }[]>;
  /** The record that is newest, for checking what follows. */
  newestEpoch(log: LogNo): Promise<{ number: number; record: Uint8Array; hash: Uint8Array } | undefined>;
}

export interface SwitchStore {
  /** Every switch, those that nobody has turned with their default. */
  all(): Promise<ReadonlyMap<SwitchName, boolean>>;
  set(name: SwitchName, on: boolean, audit: AuditDraft): Promise<void>;
}

/** An entry of the audit log as stored: chained by hash from the first. */
export interface AuditEntry extends AuditDraft {
  readonly number: number;
  readonly hash: Uint8Array;
}

export interface AuditStore {
  entries(after: number, limit: number): Promise<AuditEntry[]>;
}

/** A wake-up, not the message: a lost one costs a moment, never data. */
export type WakeUp =
  | {
      readonly about: 'log';
      readonly log: LogNo;
      readonly conversation: string;
      readonly seq: number;
      readonly members: readonly AccountNo[];
    }
  | {
      readonly about: 'cursor';
      readonly conversation: string;
      readonly account: string;
      readonly delivered: number;
      readonly read: number;
      readonly members: readonly AccountNo[];
    }
  /** The conversation is to be read anew by these accounts. */
  | { readonly about: 'conversation'; readonly conversation: string; readonly members: readonly AccountNo[] }
  | { readonly about: 'chain'; readonly account: string; readonly no: AccountNo; readonly number: number }
  | { readonly about: 'account'; readonly no: AccountNo }
  /** Sessions, rights or switches changed: sockets look up theirs again. */
  | { readonly about: 'rights'; readonly no: AccountNo | null };

export interface Bus {
  publish(wakeUp: WakeUp): void;
  subscribe(listener: (wakeUp: WakeUp) => void): () => void;
  close(): Promise<void>;
}

export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Calls back once; answers how to cancel. */
  after(milliseconds: number, callback: () => void): () => void;
}

export type Random = (length: number) => Uint8Array<ArrayBuffer>;
