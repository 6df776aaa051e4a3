import type { ConversationKind } from '../../../protocol/api/conversations.ts';
import type { StoredAccount } from './accounts.ts';
import type { AccountNo, DeviceNo, LogNo } from './numbers.ts';

export interface StoredMember {
  readonly account: StoredAccount;
  readonly role: 'owner' | 'member';
  readonly delivered: number;
  readonly read: number;
  readonly chainNumber: number;
}

/**
 * `line`: of two accounts that had no keys, in clear, at the line door alone; no device is shown it, also once there are keys. It is
 * what has an id of `lineConversation`.
 */
export type StoredKind = ConversationKind | 'line';

export interface StoredConversation {
  readonly log: LogNo;
  readonly conversation: string;
  readonly kind: StoredKind;
  readonly sealed: boolean;
  /** Its name, if it is a room. */
  readonly room: string | null;
  /** Whose alerts it holds. */
  readonly machine: string | null;
  /** The form that it began in, of a contact, and how far its visitor has read. */
  readonly contact: { readonly thread: string; readonly title: string; readonly read: number } | null;
  readonly createdAt: number;
  /** Of a log that is the server's own only the account that asks. */
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

/** What rights in a conversation follow from. */
export interface Rights {
  readonly log: LogNo;
  readonly sealed: boolean;
  readonly kind: StoredKind;
  readonly members: readonly AccountNo[];
  /** Of a conversation of two: the account of one of them was removed. */
  readonly deserted: boolean;
}

/** A conversation as one of its members sees it. */
export interface OwnConversation extends StoredConversation {
  readonly cleared: number;
  readonly hidden: readonly number[];
  readonly unread: number;
}

/** Where a log stands for one of its members. */
export interface OwnLog {
  readonly log: LogNo;
  readonly conversation: string;
  readonly kind: StoredKind;
  /** Of its newest entry; 0: none. */
  readonly seq: number;
  readonly cleared: number;
}

export interface ConversationStore {
  /** Undefined when there is none or the account is not a member: the same for both. */
  forMember(conversation: string, account: AccountNo): Promise<OwnConversation | undefined>;
  /**
   * Those that hold something this account has not cleared, or that it opened and has not cleared since, a page at a time
   * in the order in which they were made: what is shown of the next `limit` conversations, and which was the last of them
   * (null: no more follow). Undefined when `after` is not one of the account's.
   */
  pageForMember(
    account: AccountNo,
    page: { after: string | null; limit: number },
  ): Promise<{ conversations: OwnConversation[]; next: string | null } | undefined>;
  /** How many conversations the account is in, shown or not. */
  countOf(account: AccountNo): Promise<number>;
  /** The first `limit` logs of the account after number `after`, in order, also those that it does not show. */
  logsOf(account: AccountNo, page: { after: LogNo; limit: number }): Promise<OwnLog[]>;
  /** The log and its members' numbers, whoever asks: for rights and fan-out, never for an answer. */
  members(conversation: string): Promise<Rights | undefined>;
  /** Answers the one that is there already. */
  createDirect(direct: {
    conversation: string;
    starter: AccountNo;
    other: AccountNo;
    sealed: boolean;
    at: number;
  }): Promise<void>;
  deviceCursors(device: DeviceNo): Promise<ReadonlyMap<LogNo, number>>;
  /**
   * Cursors only move forward, at most to the newest entry. Answers the account's cursors afterwards; delivered follows read.
   * `told` is what others may know of the read cursor: what it was when the account last let them; null: of the two cursors
   * nothing has moved that others may know.
   */
  moveCursor(move: {
    log: LogNo;
    account: AccountNo;
    /** Null at a door that has no devices. */
    device: DeviceNo | null;
    delivered?: number;
    read?: number;
  }): Promise<{ delivered: number; read: number; moved: boolean; told: number | null }>;
  /** @param most so many entries of one log may be hidden for one account, and not cleared */
  hide(log: LogNo, account: AccountNo, seq: number, most: number): Promise<'hidden' | 'too_many_hidden'>;
  clear(log: LogNo, account: AccountNo, through: number): Promise<void>;
}
