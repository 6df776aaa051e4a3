import type { Block, ReviewCounts } from '../../../protocol/api/threads.ts';
import type {
  AuditDraft,
  CommentDraft,
  CommentInReview,
  CommentStore,
  ImportedComment,
  NoticeDraft,
  ServerSaid,
  StoredComment,
  PageThread,
  ThreadNo,
} from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import { Blocks } from './blocks.ts';
import { CommentPlaces } from './commentPlaces.ts';
import { COMMENT_COLUMNS, commentOf, type CommentRow } from './commentRows.ts';
import type { CommentNotices } from './commentNotices.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import { ReviewedComments } from './reviewedComments.ts';
import type { Scrub } from './scrub.ts';
import { ShownComments } from './shownComments.ts';
import type { Threads } from './threads.ts';

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly scrub: Scrub;
  readonly threads: Threads;
  readonly notices: CommentNotices;
}

type Edit = Parameters<CommentStore['edit']>[0];

/** Where a comment stands in its thread. */
interface Place {
  no: number;
  parent: number | null;
  root: number | null;
  depth: number;
}

const DEEPEST = 3;
const COMMENTS = `SELECT ${COMMENT_COLUMNS} FROM comments c LEFT JOIN comments p ON p.no = c.parent`;

export class Comments implements CommentStore {
  readonly #given: Given;
  readonly #places: CommentPlaces;
  readonly #shown: ShownComments;
  readonly #reviewed: ReviewedComments;
  readonly #blocks: Blocks;
  readonly #one: Statement<CommentRow>;
  readonly #byNonce: Statement<CommentRow>;
  readonly #isKnown: Statement<{ known: number }>;
  readonly #thread: Statement<{ no: ThreadNo }>;
  readonly #place: Statement<Place & { state: string }>;
  readonly #insert: Statement<{ no: number }>;
  readonly #edit: Statement<{ no: number }>;
  readonly #owned: Statement<{ no: number }>;
  readonly #told: Statement;
  readonly #toldOf: Statement<{ notice: number | null }>;
  readonly #forget: Statement;

  constructor(given: Given) {
    const { connection, queue, audit, scrub, notices } = given;
    this.#given = given;
    this.#places = new CommentPlaces(connection, scrub);
    this.#shown = new ShownComments(connection);
    this.#reviewed = new ReviewedComments({ connection, queue, audit, notices, places: this.#places });
    this.#blocks = new Blocks(connection, queue, audit);
    this.#one = connection.prepare(`${COMMENTS} WHERE c.comment = ?`);
    this.#byNonce = connection.prepare(`${COMMENTS} WHERE c.nonce = ?`);
    this.#isKnown = connection.prepare(
      `SELECT EXISTS (SELECT 1 FROM comments WHERE author = ?2 AND lower(email) = lower(?1) AND email <> '' AND state = 'approved'
         AND reviewed = 1 AND comment IS NOT ?3) AS known`,
    );
    this.#thread = connection.prepare('SELECT no FROM threads WHERE no = ?');
    this.#place = connection.prepare(
      'SELECT no, parent, root, depth, state FROM comments WHERE comment = ? AND thread = ?',
    );
    this.#insert = connection.prepare(
      `INSERT INTO comments (comment, thread, parent, root, depth, name, surname, email, message, state, held, shown,
         author, nonce, address, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING no`,
    );
    this.#edit = connection.prepare(
      `UPDATE comments SET message = ?3, state = ?4, held = ?5, edited_at = ?6, reviewed = 0
       WHERE comment = ?1 AND author = ?2 AND state IN ('pending', 'approved', 'spam') RETURNING no`,
    );
    this.#owned = connection.prepare(
      "SELECT no FROM comments WHERE comment = ? AND author = ? AND state IN ('pending', 'approved', 'spam')",
    );
    this.#told = connection.prepare('UPDATE comments SET notice = ?2 WHERE no = ?1');
    this.#toldOf = connection.prepare('SELECT notice FROM comments WHERE no = ?');
    this.#forget = connection.prepare('UPDATE comments SET address = NULL WHERE at < ? AND address IS NOT NULL');
  }

  async shown(...[thread, page]: Parameters<CommentStore['shown']>): ReturnType<CommentStore['shown']> {
    return this.#shown.page(thread, page);
  }

  async answers(...[thread, page]: Parameters<CommentStore['answers']>): ReturnType<CommentStore['answers']> {
    return this.#shown.answers(thread, page);
  }

  async one(comment: string): Promise<StoredComment | undefined> {
    const row = this.#one.get(comment);
    return row && commentOf(row);
  }

  async isKnown(email: string, author: Uint8Array, besides: string | null): Promise<boolean> {
    return this.#isKnown.get(email, author, besides)?.known === 1;
  }

  add(thread: ThreadNo | PageThread, draft: CommentDraft): ReturnType<CommentStore['add']> {
    return this.#given.queue.run(() => {
      const before = draft.nonce === null ? undefined : this.#byNonce.get(draft.nonce);
      if (before) return { comment: commentOf(before), repeated: true, said: null };
      const no = typeof thread === 'number' ? this.#thread.get(thread)?.no : this.#given.threads.findOrMake(thread);
      if (no === 'full') return 'full';
      const answered = no === undefined || draft.parent === null ? undefined : this.#place.get(draft.parent, no);
      if (no === undefined || (draft.parent !== null && answered?.state !== 'approved')) return 'not_found';
      this.#store(no, draft, answered);
      const added = this.#one.get(draft.comment);
      if (!added) throw new Error('an inserted comment is not there');
      return { comment: commentOf(added), repeated: false, said: this.#tell(added.no, draft.notice, draft.at) };
    });
  }

  #store(
    thread: ThreadNo,
    draft: ImportedComment & Partial<Pick<CommentDraft, 'held' | 'author' | 'nonce' | 'address'>>,
    answered: Place | undefined,
  ): boolean {
    const { parent, root, depth } = placeBelow(answered);
    const { comment, name, surname, email, message, state, at } = draft;
    const { held = null, author = null, nonce = null, address = null } = draft;
    const written = [name, surname, email, message, state, held, author, nonce, address, at] as const;
    const no = this.#insert.get(comment, thread, parent, root, depth, ...written)?.no;
    if (no !== undefined) this.#places.refresh(no);
    return no !== undefined;
  }

  edit({ comment, author, message, state, held, notice, at }: Edit): ReturnType<CommentStore['edit']> {
    const { queue, scrub } = this.#given;
    return queue.run(() => {
      const no = this.#edit.get(comment, author, message, state, held, at)?.no;
      if (no === undefined) return 'not_found';
      this.#places.refresh(no);
      scrub.want();
      return { said: this.#tellAnew(no, notice, at) };
    });
  }

  /** What was told of the words before goes with them. */
  #tellAnew(no: number, notice: NoticeDraft | null, at: number): ServerSaid | null {
    const before = this.#toldOf.get(no)?.notice ?? null;
    const gone = before === null ? null : this.#given.notices.takeBack([before], at);
    const said = this.#tell(no, notice, at);
    return gone && said ? { ...gone, entries: [...gone.entries, ...said.entries] } : (said ?? gone);
  }

  #tell(no: number, notice: NoticeDraft | null, at: number): ServerSaid | null {
    if (notice === null) return null;
    const { said, seq } = this.#given.notices.tell(notice, at);
    this.#told.run(no, seq);
    return said;
  }

  takeBack(comment: string, author: Uint8Array, at: number): ReturnType<CommentStore['takeBack']> {
    return this.#given.queue.run(() => {
      const no = this.#owned.get(comment, author)?.no;
      if (no === undefined) return 'not_found';
      return { said: this.#given.notices.takeBack(this.#places.remove(no), at) };
    });
  }

  async inReview(...asked: Parameters<CommentStore['inReview']>): ReturnType<CommentStore['inReview']> {
    return this.#reviewed.inReview(...asked);
  }

  async pageOf(...asked: Parameters<CommentStore['pageOf']>): Promise<CommentInReview[] | undefined> {
    return this.#reviewed.ofThread(...asked);
  }

  async counts(): Promise<ReviewCounts> {
    return this.#reviewed.counts();
  }

  judge(...asked: Parameters<CommentStore['judge']>): Promise<ServerSaid | null> {
    return this.#reviewed.judge(...asked);
  }

  bring(thread: ThreadNo, comments: readonly ImportedComment[], audit: AuditDraft): Promise<number> {
    return this.#given.queue.run(() => {
      let brought = 0;
      for (const comment of comments) {
        const answered = comment.parent === null ? undefined : this.#place.get(comment.parent, thread);
        const own = { ...comment, held: null, author: null, nonce: null, address: null };
        if (this.#store(thread, own, answered)) brought += 1;
      }
      this.#given.audit.add(audit);
      return brought;
    });
  }

  forgetAddresses(before: number): Promise<void> {
    const { queue, scrub } = this.#given;
    return queue.run(() => {
      if (this.#forget.run(before) > 0) scrub.want();
    });
  }

  async blocks(): Promise<Block[]> {
    return this.#blocks.all();
  }

  addBlock(...asked: Parameters<CommentStore['addBlock']>): Promise<boolean> {
    return this.#blocks.add(...asked);
  }

  removeBlock(...asked: Parameters<CommentStore['removeBlock']>): Promise<boolean> {
    return this.#blocks.remove(...asked);
  }
}

/** Of an answer to that one; what answers the deepest stands beside it. */
function placeBelow(answered: Place | undefined): Omit<Place, 'no'> {
  if (!answered) return { parent: null, root: null, depth: 0 };
  const { no, root, depth } = answered;
  if (depth === DEEPEST) return { parent: answered.parent, root, depth };
  return { parent: no, root: root ?? no, depth: depth + 1 };
}
