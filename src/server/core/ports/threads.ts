import type { Thread, ThreadPolicy } from '../../../protocol/comments.ts';
import type { StoredAccount } from './accounts.ts';
import type { AuditDraft } from './audit.ts';
import type { AccountNo } from './numbers.ts';
import type { ServerSaid } from './serverLogs.ts';

export type ThreadNo = number;

export interface StoredSite {
  readonly site: string;
  readonly policy: ThreadPolicy | null;
  readonly createdAt: number;
  /** Of its pages there are so many. */
  readonly threads: number;
}

export interface StoredThread {
  readonly no: ThreadNo;
  readonly thread: string;
  readonly mode: Thread['mode'];
  readonly title: string;
  readonly policy: ThreadPolicy;
  /** In order of their names. */
  readonly sites: readonly string[];
  /** Comments that are shown, and that wait. */
  readonly approved: number;
  readonly pending: number;
  readonly createdAt: number;
}

export interface ThreadDraft {
  readonly thread: string;
  readonly mode: Thread['mode'];
  readonly title: string;
  readonly policy: ThreadPolicy;
  readonly sites: readonly string[];
  readonly answerers: readonly AccountNo[];
  readonly at: number;
}

/** Of a page, made by its first comment, unless there are `most` of its site. */
export interface PageThread extends ThreadDraft {
  readonly most: number;
}

/** What is undefined stays as it is. */
export interface ThreadChange {
  readonly title?: string | undefined;
  readonly policy?: ThreadPolicy | undefined;
  readonly sites?: readonly string[] | undefined;
  readonly answerers?: readonly AccountNo[] | undefined;
}

export interface ThreadStore {
  /** In order of their names. */
  sites(): Promise<StoredSite[]>;
  site(site: string): Promise<StoredSite | undefined>;
  /** The time of one that is there stays. False: it is new, and there are so many already. */
  putSite(site: Omit<StoredSite, 'threads'>, most: number, audit: AuditDraft): Promise<boolean>;
  /** False: there is none. */
  removeSite(site: string, audit: AuditDraft): Promise<boolean>;

  byKey(thread: string): Promise<StoredThread | undefined>;
  /** In order of their keys. */
  page(page: { after: string | null; limit: number }): Promise<StoredThread[]>;
  /** Active ones, in order of their names, by thread. */
  answerers(threads: readonly ThreadNo[]): Promise<ReadonlyMap<ThreadNo, readonly StoredAccount[]>>;
  /** False: there is one of that key. */
  create(draft: ThreadDraft, audit: AuditDraft): Promise<boolean>;
  change(thread: ThreadNo, change: ThreadChange, audit: AuditDraft): Promise<void>;
  /**
   * A step on the way: at most so many of its comments, answers before what they answer, go, from the disk, too, also where
   * reviewers were told of them. `done`: there were none left, and the thread is gone; until then it is closed.
   */
  remove(
    thread: ThreadNo,
    most: number,
    audit: AuditDraft,
  ): Promise<{ readonly said: ServerSaid | null; readonly done: boolean }>;
}
