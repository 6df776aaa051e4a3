import { equalBytes, sha256 } from '../../../crypto/encoding.ts';
import type { Comment, Thread } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import type { StoredComment, StoredThread } from '../ports.ts';

/** Who wrote from this browser, as comments keep it. @param author of the cookie */
export const authorHash = (author: string): Uint8Array => sha256(new TextEncoder().encode(author));

export const isAuthor = (comment: StoredComment, author: Uint8Array | null): boolean =>
  author !== null && comment.author !== null && equalBytes(comment.author, author);

/**
 * A comment as somebody sees it; without words where only its place is there for them.
 * @param mine whoever sees it has written it
 */
export function seenBy(mine: boolean, comment: StoredComment, now: number): Comment {
  const { name, surname, message, at, editedAt, state, parent } = comment;
  // Nobody is told that they are blocked.
  const waiting = mine && (state === 'pending' || state === 'spam');
  const readable = waiting || state === 'approved';
  const until = at + limits.commentEditing;
  return {
    comment: comment.comment,
    parent,
    name: readable ? fullName(name, surname) : '',
    message: readable ? message : '',
    at,
    editedAt: readable ? editedAt : null,
    editableUntil: mine && readable && comment.author !== null && now < until ? until : null,
    waiting,
  };
}

export const fullName = (name: string, surname: string): string => (surname === '' ? name : `${name} ${surname}`);

export function threadOf({ thread, title, mode, policy, approved }: StoredThread): Thread {
  return { thread, title, mode, policy, count: approved };
}
