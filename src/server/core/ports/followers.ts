import type { StoredAccount } from './accounts.ts';
import type { AuditDraft } from './audit.ts';
import type { MachineNo } from './machines.ts';
import type { AccountNo } from './numbers.ts';
import type { MembersMoved } from './serverLogs.ts';

/** A machine's stream as one account stands to it. */
export interface OwnStream {
  readonly no: MachineNo;
  /** The machine's name. */
  readonly machine: string;
  readonly everyone: boolean;
  readonly disabled: boolean;
  readonly follows: boolean;
  /** Null: nothing is kept for this account yet; it follows because everyone does. */
  readonly read: number | null;
  /** Active accounts that follow it. */
  readonly followers: number;
  /** The machine's log of alerts, once there is one. */
  readonly alerts: string | null;
}

/** One who follows, as the lines hear of it. */
export interface Following {
  readonly account: AccountNo;
  readonly machine: string;
  readonly read: number | null;
}

/**
 * Who follows which machine's stream: whoever was named, and of one that is open to everyone each account that has not
 * stopped. What changes it answers whose place in the machine's log of alerts changed with it; null when there is no log.
 */
export interface FollowerStore {
  /**
   * Undefined when there is no such machine, or it is not open and the account does not follow it: the same for both.
   * @param all it may read every stream
   */
  one(machine: string, account: AccountNo, all: boolean): Promise<OwnStream | undefined>;
  /** Those that this account may read, in order of names. */
  page(account: AccountNo, all: boolean, page: { after: string | null; limit: number }): Promise<OwnStream[]>;
  /** Active ones, in order of their names. */
  followers(machine: MachineNo, page: { after: string | null; limit: number }): Promise<StoredAccount[]>;
  /** What these accounts follow, of one machine or of all. */
  followedBy(accounts: readonly AccountNo[], machine?: string): Promise<Following[]>;

  /** Who begins to follow has read everything up to `read`; nothing happens to who follows already. `add` goes before `remove`. */
  set(given: {
    readonly machine: MachineNo;
    readonly add: readonly AccountNo[];
    readonly remove: readonly AccountNo[];
    /** Undefined: as it is. When it ends, those follow on who were named. */
    readonly everyone: boolean | undefined;
    readonly read: number;
    readonly audit: AuditDraft;
  }): Promise<MembersMoved | null>;
  /** @param named false: only as one of everyone, and nothing happens when the stream is not open */
  follow(
    machine: MachineNo,
    account: AccountNo,
    given: { readonly read: number; readonly named: boolean; readonly at: number },
  ): Promise<MembersMoved | null>;
  unfollow(machine: MachineNo, account: AccountNo, at: number): Promise<MembersMoved | null>;
  /** Keeps where an account begins that follows because everyone does; nothing happens where it is known. */
  begin(account: AccountNo, at: readonly { readonly machine: MachineNo; readonly read: number }[]): Promise<void>;
  /** Only forward, and only for one who follows. Answers whether it moved. */
  moveRead(machine: MachineNo, account: AccountNo, read: number): Promise<boolean>;
}
