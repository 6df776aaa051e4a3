import type { Block, CommentState, OwnThread, ReviewCounts, ReviewedComment, Site } from '../protocol/api/threads.ts';
import type { ThreadPolicy } from '../protocol/comments.ts';
import type { Outcome } from './outcome.ts';

export type Verdict = CommentState | 'deleted';

/** What may be said of a thread at any time. */
export type ThreadSettings = Pick<OwnThread, 'title' | 'policy' | 'sites' | 'answerers'>;

/** What admins do with what visitors of websites write. All of it fails with `forbidden` for anybody else. */
export interface Reviewing {
  /** In order of their keys, from the one after `after`; `on`: whether anybody can see them. */
  threads(after?: string): Promise<Outcome<{ threads: OwnThread[]; next: string | null; on: boolean }>>;
  createThread(thread: ThreadSettings & Pick<OwnThread, 'thread' | 'mode'>): Promise<Outcome<OwnThread>>;
  /** What is left out stays as it is. */
  changeThread(thread: string, change: Partial<ThreadSettings>): Promise<Outcome<OwnThread>>;
  /** With everything in it, for ever. */
  removeThread(thread: string): Promise<Outcome>;
  sites(): Promise<Outcome<{ sites: Site[] }>>;
  /** Policy null: its pages make no threads by themselves. */
  putSite(site: string, policy: ThreadPolicy | null): Promise<Outcome<Site>>;
  removeSite(site: string): Promise<Outcome>;
  /** The newest first, of all threads or of one, from the one before `before`. */
  comments(
    state: CommentState,
    page?: { thread?: string; before?: string },
  ): Promise<Outcome<{ comments: ReviewedComment[]; next: string | null; counts: ReviewCounts }>>;
  judgeComments(comments: readonly string[], verdict: Verdict): Promise<Outcome<ReviewCounts>>;
  blocks(): Promise<Outcome<{ blocks: Block[] }>>;
  addBlock(block: Block): Promise<Outcome>;
  removeBlock(block: Block): Promise<Outcome>;
}
