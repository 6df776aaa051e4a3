import type { AccountNo, DeviceNo, LogNo } from './numbers.ts';

export interface EntryDraft {
  readonly log: LogNo;
  readonly account: AccountNo;
  /** Null at a door that has no devices: then nothing is a repeat. */
  readonly device: DeviceNo | null;
  readonly messageId: Uint8Array;
  readonly counts: boolean;
  readonly payload: Uint8Array;
  readonly at: number;
  /** The epoch record that the envelope names; must be the newest and not passed. Null in clear logs. */
  readonly epochHash: Uint8Array | null;
  /** One's own entry, or everything up to a seq, emptied in the same transaction; or for how many days its log is kept, 0: for ever. */
  readonly empties: { readonly seq: number } | { readonly through: number } | { readonly days: number } | null;
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
  /** Null for an account without keys. */
  readonly account: string | null;
  readonly accountNo: AccountNo;
  readonly device: string | null;
  readonly counts: boolean;
  readonly payload: Uint8Array | null;
  readonly hash: Uint8Array;
  readonly chain: Uint8Array;
}

/** An epoch with one account's slot, and what was sealed anew in its place. */
export interface StoredEpoch {
  readonly number: number;
  readonly seq: number;
  readonly record: Uint8Array;
  readonly sealed: string | null;
  readonly resealed: { readonly generation: number; readonly sealed: string } | null;
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
  /**
   * Empties some of what is older than it is kept, in private conversations and rooms from the log `from` on: by the days
   * that its members have said, and by `days`, whichever is less. Answers where to go on; null: that was all.
   */
  expire(asked: { readonly from: LogNo; readonly now: number; readonly days: number | null }): Promise<LogNo | null>;
  /** Ascending. After `after`, or the last ones before `before`. Never more than `limit`. */
  entries(
    log: LogNo,
    page: { after: number; limit: number } | { before: number; limit: number },
  ): Promise<StoredEntry[]>;
  /** The first message of that id in the log. Payload null: it was emptied. */
  message(
    log: LogNo,
    messageId: Uint8Array,
  ): Promise<{ readonly accountNo: AccountNo; readonly payload: Uint8Array | null } | undefined>;
  /** Ascending; at most `limit`, and none after the one whose record reaches `bytes`, all records together. */
  epochs(log: LogNo, account: AccountNo, page: { after: number; limit: number; bytes: number }): Promise<StoredEpoch[]>;
  /** The record that is newest, for checking what follows. */
  newestEpoch(log: LogNo): Promise<{ number: number; record: Uint8Array; hash: Uint8Array } | undefined>;
}
