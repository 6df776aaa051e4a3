import type { Block, CommentState, ReviewCounts, ReviewedComment } from '../../../protocol/api/threads.ts';
import type { CommentOrder, MoreAnswers } from '../../../protocol/comments.ts';
import type { AuditDraft } from './audit.ts';
import type { NoticeDraft, ServerSaid } from './serverLogs.ts';
import type { PageThread, ThreadNo } from './threads.ts';

export interface StoredComment {
  readonly comment: string;
  readonly thread: ThreadNo;
  /** Id of the comment that it answers. */
  readonly parent: string | null;
  readonly name: string;
  readonly surname: string;
  readonly email: string;
  readonly message: string;
  /** Deleted: no words of it are left, and its place is kept for its answers. */
  readonly state: CommentState | 'deleted';
  readonly held: ReviewedComment['held'];
  /** SHA-256 of the id in its author's cookie. */
  readonly author: Uint8Array | null;
  readonly address: string | null;
  readonly at: number;
  readonly editedAt: number | null;
}

export interface CommentDraft extends Pick<
  StoredComment,
  'comment' | 'parent' | 'name' | 'surname' | 'email' | 'message' | 'held' | 'author' | 'address' | 'at'
> {
  readonly state: 'pending' | 'approved' | 'spam';
  /** Of the form that it came with; null: it came without. */
  readonly nonce: string | null;
  /** Told to reviewers in the same step; null: it does not wait. */
  readonly notice: NoticeDraft | null;
}

/** A comment with what its reviewers see beside it. */
export interface CommentInReview extends StoredComment {
  readonly key: string;
  readonly title: string;
  /** Words of what it answers; empty when they are gone. */
  readonly answers: string;
  /** Of the same e-mail address. */
  readonly approvedBefore: number;
}

/** One that was made elsewhere. */
export interface ImportedComment extends Pick<
  StoredComment,
  'comment' | 'parent' | 'name' | 'surname' | 'email' | 'message' | 'at'
> {
  readonly state: CommentState;
}

export interface CommentStore {
  /**
   * A page of comments that answer none, as everybody sees them and as this author does, and then the answers to them:
   * the first `answers` of each, in order of time. Undefined when `after` is none of the thread's.
   */
  shown(
    thread: ThreadNo,
    page: {
      readonly order: CommentOrder;
      readonly after: string | null;
      readonly limit: number;
      readonly answers: number;
      readonly author: Uint8Array | null;
    },
  ): Promise<
    { readonly top: StoredComment[]; readonly answers: StoredComment[]; readonly more: MoreAnswers[] } | undefined
  >;
  /**
   * A comment that answers none, and the answers to it that follow `after`, as everybody sees them; without `after` as in
   * `shown`. Undefined when it, or `after` below it, is not shown.
   */
  answers(
    thread: ThreadNo,
    page: {
      readonly comment: string;
      readonly after: string | null;
      readonly limit: number;
      readonly author: Uint8Array | null;
    },
  ): Promise<
    { readonly top: StoredComment; readonly answers: StoredComment[]; readonly more: MoreAnswers[] } | undefined
  >;
  one(comment: string): Promise<StoredComment | undefined>;
  /**
   * Whether a reviewer has approved a comment of this e-mail address, from this browser, another one than `besides`. What
   * was shown without being looked at does not count.
   */
  isKnown(email: string, author: Uint8Array, besides: string | null): Promise<boolean>;
  /**
   * Into a thread, which is made with it where it is that of a page. A nonce that was used answers what came with it.
   * `not_found`: what it answers is not shown, or the thread is gone. `full`: its site has as many threads as it may. An answer to one that is three deep stands beside it.
   */
  add(
    thread: ThreadNo | PageThread,
    draft: CommentDraft,
  ): Promise<
    | { readonly comment: StoredComment; readonly repeated: boolean; readonly said: ServerSaid | null }
    | 'not_found'
    | 'full'
  >;
  /** Other words, which wait where `state` says so. `not_found`: it is not there, or not this author's. */
  edit(given: {
    readonly comment: string;
    readonly author: Uint8Array;
    readonly message: string;
    readonly state: 'pending' | 'approved' | 'spam';
    readonly held: StoredComment['held'];
    readonly notice: NoticeDraft | null;
    readonly at: number;
  }): Promise<{ readonly said: ServerSaid | null } | 'not_found'>;
  /** By its author: as `judge` does. `not_found`: it is not there, or not this author's. */
  takeBack(
    comment: string,
    author: Uint8Array,
    at: number,
  ): Promise<{ readonly said: ServerSaid | null } | 'not_found'>;

  /** The newest first. Undefined when `before` is not there. */
  inReview(page: {
    readonly state: CommentState;
    readonly thread: ThreadNo | null;
    readonly before: string | null;
    readonly limit: number;
  }): Promise<CommentInReview[] | undefined>;
  counts(): Promise<ReviewCounts>;
  /**
   * Those that are gone are passed over. What is deleted is gone from the disk, also where reviewers were told of it; its
   * place stays while there are answers.
   */
  judge(comments: readonly string[], verdict: CommentState | 'deleted', audit: AuditDraft): Promise<ServerSaid | null>;
  /** Those of a thread whose words are there, the oldest first. Undefined when `after` is not there. */
  pageOf(
    thread: ThreadNo,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<CommentInReview[] | undefined>;
  /** All of them or none; those that are there are passed over. Answers how many are new. */
  bring(thread: ThreadNo, comments: readonly ImportedComment[], audit: AuditDraft): Promise<number>;
  /** Of comments before then the network addresses are forgotten. */
  forgetAddresses(before: number): Promise<void>;

  /** The newest first. */
  blocks(): Promise<Block[]>;
  /** False: there are so many already. */
  addBlock(block: Block, at: number, most: number, audit: AuditDraft): Promise<boolean>;
  /** False: there is none such. */
  removeBlock(block: Block, audit: AuditDraft): Promise<boolean>;
}
