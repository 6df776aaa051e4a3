import type { CommentInReview, StoredComment } from '../../core/ports.ts';

/** The columns of a comment `c` as the ports know it; beside it stands `p`, what it answers, if there is such. */
export const COMMENT_COLUMNS = `c.no, c.comment, c.thread, p.comment AS parent, c.name, c.surname, c.email, c.message,
  c.state, c.held, c.author, c.address, c.at, c.edited_at`;

export interface CommentRow {
  no: number;
  comment: string;
  thread: number;
  parent: string | null;
  name: string;
  surname: string;
  email: string;
  message: string;
  state: StoredComment['state'];
  held: StoredComment['held'];
  author: Uint8Array | null;
  address: string | null;
  at: number;
  edited_at: number | null;
}

export function commentOf({ no: _, edited_at, ...row }: CommentRow): StoredComment {
  return { ...row, editedAt: edited_at };
}

/** Beside it `t`, its thread. */
export const REVIEW_COLUMNS = `${COMMENT_COLUMNS}, t.thread AS key, t.title, substr(coalesce(p.message, ''), 1, 280) AS answers,
  CASE c.email WHEN '' THEN 0 ELSE
    (SELECT count(*) FROM comments b WHERE lower(b.email) = lower(c.email) AND b.state = 'approved' AND b.no <> c.no) END AS approved_before`;

export interface ReviewRow extends CommentRow {
  key: string;
  title: string;
  answers: string;
  approved_before: number;
}

export function inReviewOf({ approved_before, ...row }: ReviewRow): CommentInReview {
  const { key, title, answers } = row;
  return { ...commentOf(row), key, title, answers, approvedBefore: approved_before };
}
