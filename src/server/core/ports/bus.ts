import type { AccountNo, LogNo } from './numbers.ts';

/** A wake-up, not the message: a lost one costs a moment, never data. */
export type WakeUp =
  | {
      readonly about: 'log';
      readonly log: LogNo;
      readonly conversation: string;
      readonly seq: number;
      /** Something that came counts as unread. */
      readonly counts: boolean;
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
  /** The conversation is to be read anew by these accounts; `ended`: they are in it no more. */
  | {
      readonly about: 'conversation';
      readonly conversation: string;
      readonly members: readonly AccountNo[];
      readonly ended?: true;
    }
  | { readonly about: 'chain'; readonly account: string; readonly no: AccountNo; readonly number: number }
  | { readonly about: 'account'; readonly no: AccountNo }
  /** A machine's stream has grown up to that seq. */
  | { readonly about: 'stream'; readonly machine: string; readonly seq: number }
  /** An account has read a stream up to there, on one of its devices. */
  | {
      readonly about: 'stream read';
      readonly machine: string;
      readonly no: AccountNo;
      readonly head: number;
      readonly read: number;
    }
  /** A machine is new or changed, or it is followed by others: these accounts begin or stop, or (null) any may. */
  | { readonly about: 'followers'; readonly machine: string; readonly accounts: readonly AccountNo[] | null }
  /** Something about a machine has changed: its tokens, how far it has come, or its address. */
  | { readonly about: 'machine'; readonly machine: string }
  /** A stream has other rules. */
  | { readonly about: 'rules'; readonly machine: string }
  /** Sessions, rights or switches changed: sockets look up theirs again. */
  | { readonly about: 'rights'; readonly no: AccountNo | null };

export interface Bus {
  publish(wakeUp: WakeUp): void;
  subscribe(listener: (wakeUp: WakeUp) => void): () => void;
  close(): Promise<void>;
}
