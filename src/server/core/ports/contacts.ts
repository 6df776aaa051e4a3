import type { VisitorLanguage } from '../../../protocol/contact.ts';
import type { Appended, StoredEntry } from './log.ts';
import type { AccountNo, DeviceNo, LogNo } from './numbers.ts';

/** A conversation that a visitor begins. */
export interface ContactDraft {
  readonly conversation: string;
  /** Key and title of the form. */
  readonly thread: string;
  readonly title: string;
  readonly opening: Uint8Array;
  /** Payload of its first entry. */
  readonly line: Uint8Array;
  /** SHA-256 of the token that reads it. */
  readonly reading: Uint8Array;
  /** Who is told of answers; null: nobody. */
  readonly email: string | null;
  /** In which they are. */
  readonly language: VisitorLanguage;
  /** Of the form token: one conversation each. */
  readonly nonce: Uint8Array;
  readonly members: readonly AccountNo[];
  readonly at: number;
}

/** A contact as its visitor has it. */
export interface StoredContact {
  readonly log: LogNo;
  readonly conversation: string;
  readonly title: string;
  readonly head: number;
  /** Up to there its visitor has read. */
  readonly read: number;
  readonly notified: boolean;
}

/** An answer, or (without account, device and message id) what the visitor says. */
export interface ContactEntryDraft {
  readonly log: LogNo;
  /** Where it was sealed for. */
  readonly seq: number;
  readonly author: { readonly account: AccountNo; readonly device: DeviceNo; readonly messageId: Uint8Array } | null;
  readonly payload: Uint8Array;
  readonly at: number;
}

/** An answer that a visitor wants to be told of. */
export interface DueNotice {
  readonly log: LogNo;
  readonly email: string;
  readonly language: VisitorLanguage;
}

/**
 * Conversations with visitors of websites, of kind `contact`: their members are those who answer, as they were when it
 * began. A visitor is no account: what it says is nobody's.
 */
export interface ContactStore {
  /**
   * The conversation with its first entry, both or neither. A repeat of the same is null. `taken`: the id or the nonce
   * stands for another.
   */
  begin(draft: ContactDraft): Promise<{ readonly log: LogNo; readonly entry: StoredEntry } | 'taken' | null>;
  /**
   * Compare-and-set on the place: the next seq, or it is `log_moved`. A repeat of what is there, by message id or (of a
   * visitor) by place and payload, answers what is stored. An answer is due to be told, unless one was told already and
   * not read since. `full`: it has as many as `most`.
   */
  append(draft: ContactEntryDraft, most: number): Promise<Appended | 'log_moved' | 'full'>;
  /** Undefined when there is none, or the visitor has given it up. */
  byReading(conversation: string, reading: Uint8Array): Promise<StoredContact | undefined>;
  opening(log: LogNo): Promise<{ readonly thread: string; readonly opening: Uint8Array } | undefined>;
  /** The visitor has read up to there, which is the end: the next answer is told again. */
  visited(log: LogNo, seq: number): Promise<void>;
  /** The visitor gives it up: its token reads nothing, nothing is told, and no address is kept. */
  giveUp(log: LogNo): Promise<void>;
  /** Nobody is in it any more, all entries are emptied, and nothing else of it is kept. Answers who was. */
  remove(log: LogNo): Promise<AccountNo[]>;
  /** The oldest first. */
  due(limit: number): Promise<DueNotice[]>;
  /** Told, or given up: not due until the visitor has read and there is another answer. */
  told(log: LogNo): Promise<void>;
}
