import type { CommentOrder } from '../../../protocol/comments.ts';
import type { CommentStore, StoredComment, ThreadNo } from '../../core/ports.ts';
import { COMMENT_COLUMNS, commentOf, type CommentRow } from './commentRows.ts';
import type { Connection, Statement } from './connection.ts';

type Page = Parameters<CommentStore['shown']>[1];

/** A page of a thread in two statements, however much is on it. */
export class ShownComments {
  readonly #place: Statement<{ at: number; no: number }>;
  readonly #top: Record<CommentOrder, Statement<CommentRow>>;
  readonly #answers: Statement<CommentRow>;

  constructor(connection: Connection) {
    this.#place = connection.prepare('SELECT at, no FROM comments WHERE comment = ? AND thread = ? AND root IS NULL');
    this.#top = { oldest: top(connection, '>', 'ASC'), newest: top(connection, '<', 'DESC') };
    this.#answers = connection.prepare(
      `SELECT ${COMMENT_COLUMNS} FROM (
         SELECT c.no FROM json_each(?1) r JOIN comments c ON c.no IN
           (SELECT no FROM comments WHERE root = r.value AND shown = 1 ORDER BY at, no LIMIT ?2)
         UNION
         SELECT no FROM comments WHERE author = ?3 AND thread = ?4 AND state IN ('pending', 'spam')
           AND root IN (SELECT value FROM json_each(?1))
       ) o JOIN comments c ON c.no = o.no LEFT JOIN comments p ON p.no = c.parent ORDER BY c.at, c.no`,
    );
  }

  page(
    thread: ThreadNo,
    { order, after, limit, answers, author }: Page,
  ): { top: StoredComment[]; answers: StoredComment[] } | undefined {
    const start = order === 'oldest' ? { at: -1, no: -1 } : { at: Number.MAX_SAFE_INTEGER, no: 0 };
    const place = after === null ? start : this.#place.get(after, thread);
    if (!place) return undefined;
    const rows = this.#top[order].all(thread, place.at, place.no, author, limit);
    const roots = JSON.stringify(rows.map(({ no }) => no));
    return { top: rows.map(commentOf), answers: this.#answers.all(roots, answers, author, thread).map(commentOf) };
  }
}

/** Those that everybody sees, and those of the author ?4 that wait. Left alone, SQLite takes indexes that hold all comments. */
function top(connection: Connection, beyond: '<' | '>', order: 'ASC' | 'DESC'): Statement<CommentRow> {
  const follows = `(at, no) ${beyond} (?2, ?3)`;
  return connection.prepare(
    `SELECT ${COMMENT_COLUMNS} FROM (
       SELECT at, no FROM comments INDEXED BY comments_shown WHERE thread = ?1 AND root IS NULL AND shown = 1 AND ${follows}
       UNION ALL
       SELECT at, no FROM comments INDEXED BY comments_by_author
       WHERE author = ?4 AND thread = ?1 AND root IS NULL AND shown = 0 AND state IN ('pending', 'spam') AND ${follows}
       ORDER BY at ${order}, no ${order} LIMIT ?5
     ) o JOIN comments c ON c.no = o.no LEFT JOIN comments p ON p.no = c.parent ORDER BY c.at ${order}, c.no ${order}`,
  );
}
