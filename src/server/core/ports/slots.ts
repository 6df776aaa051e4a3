import type { AccountNo, LogNo } from './numbers.ts';

export interface AskedSlot {
  readonly conversation: string;
  readonly number: number;
  readonly account: string;
}

/** Slots of epochs that did not give an account its key: asked for, and sealed anew by a member of the same epoch. */
export interface SlotStore {
  /** What was sealed anew before is gone with it. False: the account has no slot in that epoch. */
  ask(slot: {
    readonly log: LogNo;
    readonly number: number;
    readonly account: AccountNo;
    readonly at: number;
  }): Promise<boolean>;
  /** Of all epochs in which the account has a slot, the oldest first. */
  asked(account: AccountNo, limit: number): Promise<AskedSlot[]>;
  /** False: `account` does not ask for it, or `by` has no slot in that epoch. */
  put(slot: {
    readonly log: LogNo;
    readonly number: number;
    readonly account: AccountNo;
    readonly by: AccountNo;
    readonly generation: number;
    readonly sealed: string;
  }): Promise<boolean>;
}
