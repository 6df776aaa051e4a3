import type { CommentOrder, MoreAnswers } from '../../../protocol/comments.ts';
import type { CommentStore, StoredComment, ThreadNo } from '../../core/ports.ts';
import { COMMENT_COLUMNS, commentOf, type CommentRow } from './commentRows.ts';
import type { Connection, Statement } from './connection.ts';

type Asked<Name extends 'shown' | 'answers'> = Parameters<CommentStore[Name]>[1];
type Shown<Name extends 'shown' | 'answers'> = Awaited<ReturnType<CommentStore[Name]>>;

interface Place {
  at: number;
  no: number;
}
const FROM_THE_FIRST: Place = { at: -1, no: -1 };

interface Rest {
  no: number;
  after: string;
  answers: number;
}

/** A page of a thread in few statements, however much is on it. */
export class ShownComments {
  readonly #place: Statement<Place>;
  readonly #top: Record<CommentOrder, Statement<CommentRow>>;
  readonly #one: Statement<CommentRow>;
  readonly #placeBelow: Statement<Place>;
  readonly #answers: Statement<CommentRow>;
  readonly #following: Statement<CommentRow>;
  readonly #rest: Statement<Rest>;

  constructor(connection: Connection) {
    this.#place = connection.prepare('SELECT at, no FROM comments WHERE comment = ? AND thread = ? AND root IS NULL');
    this.#top = { oldest: top(connection, '>', 'ASC'), newest: top(connection, '<', 'DESC') };
    const joined = 'JOIN comments c ON c.no = o.no LEFT JOIN comments p ON p.no = c.parent ORDER BY c.at, c.no';
    this.#one = connection.prepare(
      `SELECT ${COMMENT_COLUMNS} FROM (SELECT no FROM comments
         WHERE comment = ?1 AND thread = ?2 AND root IS NULL AND shown = 1) o ${joined}`,
    );
    this.#placeBelow = connection.prepare('SELECT at, no FROM comments WHERE comment = ? AND root = ? AND shown = 1');
    this.#answers = connection.prepare(
      `SELECT ${COMMENT_COLUMNS} FROM (
         SELECT c.no FROM json_each(?1) r JOIN comments c ON c.no IN
           (SELECT no FROM comments WHERE root = r.value AND shown = 1 ORDER BY at, no LIMIT ?2)
         UNION
         SELECT no FROM comments WHERE author = ?3 AND thread = ?4 AND state IN ('pending', 'spam')
           AND root IN (SELECT value FROM json_each(?1))
       ) o ${joined}`,
    );
    this.#following = connection.prepare(
      `SELECT ${COMMENT_COLUMNS} FROM (
         SELECT no FROM comments WHERE root = ?1 AND shown = 1 AND (at, no) > (?2, ?3) ORDER BY at, no LIMIT ?4
       ) o ${joined}`,
    );
    this.#rest = connection.prepare(
      `SELECT r.value AS no, l.comment AS after,
         (SELECT count(*) FROM comments WHERE root = r.value AND shown = 1 AND (at, no) > (l.at, l.no)) AS answers
       FROM json_each(?1) r JOIN comments l ON l.no =
         (SELECT no FROM comments WHERE root = r.value AND shown = 1 AND (at, no) > (?2, ?3) ORDER BY at, no LIMIT 1 OFFSET ?4)
       WHERE answers > 0`,
    );
  }

  page(thread: ThreadNo, { order, after, limit, answers, author }: Asked<'shown'>): Shown<'shown'> {
    const start = order === 'oldest' ? FROM_THE_FIRST : { at: Number.MAX_SAFE_INTEGER, no: 0 };
    const place = after === null ? start : this.#place.get(after, thread);
    if (!place) return undefined;
    const rows = this.#top[order].all(thread, place.at, place.no, author, limit);
    return { top: rows.map(commentOf), ...this.#first(thread, rows, answers, author) };
  }

  answers(thread: ThreadNo, { comment, after, limit, author }: Asked<'answers'>): Shown<'answers'> {
    const row = this.#one.get(comment, thread);
    if (!row) return undefined;
    if (after === null) return { top: commentOf(row), ...this.#first(thread, [row], limit, author) };
    const place = this.#placeBelow.get(after, row.no);
    if (!place) return undefined;
    const answers = this.#following.all(row.no, place.at, place.no, limit).map(commentOf);
    return { top: commentOf(row), answers, more: this.#more([row], place, limit) };
  }

  #first(
    thread: ThreadNo,
    rows: readonly CommentRow[],
    limit: number,
    author: Uint8Array | null,
  ): { answers: StoredComment[]; more: MoreAnswers[] } {
    const roots = JSON.stringify(rows.map(({ no }) => no));
    const answers = this.#answers.all(roots, limit, author, thread).map(commentOf);
    return { answers, more: answers.length < limit ? [] : this.#more(rows, FROM_THE_FIRST, limit) };
  }

  /** What follows the first `limit` answers after that place. */
  #more(rows: readonly CommentRow[], { at, no }: Place, limit: number): MoreAnswers[] {
    const comments = new Map(rows.map((row) => [row.no, row.comment]));
    const rest = this.#rest.all(JSON.stringify([...comments.keys()]), at, no, limit - 1);
    return rest.map(({ no: root, after, answers }) => ({ comment: comments.get(root) ?? '', answers, after }));
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
