import type { CommentState, ReviewCounts } from '../../../protocol/api/threads.ts';
import type { AuditDraft, CommentInReview, CommentStore, ServerSaid, ThreadNo } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommentNotices } from './commentNotices.ts';
import type { CommentPlaces } from './commentPlaces.ts';
import { inReviewOf, REVIEW_COLUMNS, type ReviewRow } from './commentRows.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly places: CommentPlaces;
  readonly notices: CommentNotices;
}

interface Place {
  no: number;
  at: number;
}

const REVIEWED = `SELECT ${REVIEW_COLUMNS} FROM comments c JOIN threads t ON t.no = c.thread
  LEFT JOIN comments p ON p.no = c.parent`;
const FROM_THE_FIRST: Place = { at: -1, no: -1 };
const FROM_THE_LAST: Place = { at: Number.MAX_SAFE_INTEGER, no: 0 };

/** Comments as their reviewers see them, and what reviewers say of them. */
export class ReviewedComments {
  readonly #given: Given;
  readonly #place: Statement<Place>;
  readonly #ofState: Statement<ReviewRow>;
  readonly #ofThreadAndState: Statement<ReviewRow>;
  readonly #ofThread: Statement<ReviewRow>;
  readonly #counts: Statement<{ state: string; count: number }>;
  readonly #judge: Statement<{ no: number }>;

  constructor(given: Given) {
    const { connection } = given;
    this.#given = given;
    this.#place = connection.prepare('SELECT at, no FROM comments WHERE comment = ?');
    const before = '(c.at, c.no) < (?2, ?3) ORDER BY c.at DESC, c.no DESC LIMIT ?4';
    this.#ofState = connection.prepare(`${REVIEWED} WHERE c.state = ?1 AND ${before}`);
    this.#ofThreadAndState = connection.prepare(`${REVIEWED} WHERE c.thread = ?5 AND c.state = ?1 AND ${before}`);
    this.#ofThread = connection.prepare(
      `${REVIEWED} WHERE c.thread = ?1 AND c.state <> 'deleted' AND (c.at, c.no) > (?2, ?3) ORDER BY c.at, c.no LIMIT ?4`,
    );
    this.#counts = connection.prepare('SELECT state, count(*) AS count FROM comments GROUP BY state');
    this.#judge = connection.prepare(
      `UPDATE comments SET state = ?2, reviewed = (?2 = 'approved'), held = CASE ?2 WHEN 'pending' THEN held END
       WHERE no = ?1 AND state <> 'deleted' RETURNING no`,
    );
  }

  inReview({ state, thread, before, limit }: Parameters<CommentStore['inReview']>[0]): CommentInReview[] | undefined {
    const place = before === null ? FROM_THE_LAST : this.#place.get(before);
    if (!place) return undefined;
    const asked = [state, place.at, place.no, limit] as const;
    const rows = thread === null ? this.#ofState.all(...asked) : this.#ofThreadAndState.all(...asked, thread);
    return rows.map(inReviewOf);
  }

  ofThread(thread: ThreadNo, { after, limit }: Parameters<CommentStore['pageOf']>[1]): CommentInReview[] | undefined {
    const place = after === null ? FROM_THE_FIRST : this.#place.get(after);
    return place && this.#ofThread.all(thread, place.at, place.no, limit).map(inReviewOf);
  }

  counts(): ReviewCounts {
    const found = new Map(this.#counts.all().map(({ state, count }) => [state, count]));
    return { pending: found.get('pending') ?? 0, approved: found.get('approved') ?? 0, spam: found.get('spam') ?? 0 };
  }

  judge(comments: readonly string[], verdict: CommentState | 'deleted', audit: AuditDraft): Promise<ServerSaid | null> {
    const { queue, places, notices } = this.#given;
    return queue.run(() => {
      const told: number[] = [];
      for (const comment of comments) {
        const no = this.#place.get(comment)?.no;
        if (no === undefined) continue;
        if (verdict === 'deleted') told.push(...places.remove(no));
        else if (this.#judge.get(no, verdict)) places.refresh(no);
      }
      this.#given.audit.add(audit);
      return notices.takeBack(told, audit.at);
    });
  }
}
