import type { AuditDraft } from './audit.ts';
import type { AccountNo, LogNo } from './numbers.ts';

export interface StoredRoom {
  readonly log: LogNo;
  readonly conversation: string;
  readonly room: string;
  /** Its members that are active. */
  readonly people: number;
}

export interface MeasuredRoom extends StoredRoom {
  readonly createdAt: number;
  /** That were ever written there. */
  readonly messages: number;
}

/** Rooms are logs in clear, by name. The lobby is made with the store, and whoever gets an account is in it. */
export interface RoomStore {
  /** In order of their names. */
  all(): Promise<StoredRoom[]>;
  /** In order of their names. */
  measured(): Promise<MeasuredRoom[]>;
  byName(room: string): Promise<StoredRoom | undefined>;
  /** Those of these accounts that are in the room. */
  membersAmong(log: LogNo, accounts: readonly AccountNo[]): Promise<AccountNo[]>;
  /** How many of these accounts are in each room; a room that has none of them is not named. */
  countsAmong(accounts: readonly AccountNo[]): Promise<Map<LogNo, number>>;
  /** The rooms that the account is in. */
  ofAccount(account: AccountNo): Promise<LogNo[]>;
  create(room: {
    readonly conversation: string;
    readonly room: string;
    readonly at: number;
    readonly audit: AuditDraft;
  }): Promise<'created' | 'room_exists'>;
  /** With everything that was said in it, which is overwritten afterwards, little by little. Its name is free. Answers who was in it; undefined: there is none. */
  remove(room: string, audit: AuditDraft): Promise<{ conversation: string; members: AccountNo[] } | undefined>;
  /** What was said before counts as read. Nothing happens to who is in it already. */
  join(log: LogNo, account: AccountNo, at: number): Promise<void>;
  leave(log: LogNo, account: AccountNo): Promise<void>;
}
