import type { StoredEntry } from './log.ts';
import type { AccountNo, LogNo } from './numbers.ts';

// Logs in which the server alone speaks: the alerts of a machine, and the comments that wait for review.

export interface MessageDraft {
  readonly messageId: Uint8Array;
  readonly payload: Uint8Array;
}

/** What is told of a comment. */
export interface NoticeDraft extends MessageDraft {
  /** Conversation id of the log, where it is made with this. */
  readonly conversation: string;
}

/** What the server said in one of them. */
export interface ServerSaid {
  readonly log: LogNo;
  readonly conversation: string;
  /** The log is new with them. */
  readonly made: boolean;
  /** Something in it was emptied. */
  readonly emptied: boolean;
  readonly members: readonly AccountNo[];
  readonly entries: readonly StoredEntry[];
}

/** Who is in such a log, or in it no more. */
export interface MembersMoved {
  readonly conversation: string;
  readonly joined: readonly AccountNo[];
  readonly left: readonly AccountNo[];
}
