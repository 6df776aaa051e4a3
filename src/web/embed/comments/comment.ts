import type { Comment } from '../../../protocol/comments.ts';
import { make } from '../dom.ts';
import type { ThreadWords } from '../words/words.ts';
import { messageOf } from './markup.ts';
import type { Times } from './times.ts';

/** Its words were taken away, and only its answers are left. */
export const isDeleted = (comment: Comment): boolean => comment.name === '' && comment.message === '';

/** Who wrote when, and what. */
export function commentParts(comment: Comment, words: ThreadWords, times: Times): Node[] {
  if (isDeleted(comment)) return [make('p', { class: 'deleted' }, words.deleted)];
  return [
    make(
      'header',
      {},
      make('span', { class: 'author', dir: 'auto' }, comment.name),
      timeOf(comment.at, times),
      comment.editedAt === null
        ? null
        : make('span', { class: 'faint', title: times.exact(comment.editedAt) }, words.edited),
      comment.waiting ? make('span', { class: 'waiting' }, words.waiting) : null,
    ),
    make('div', { class: 'text', dir: 'auto' }, ...messageOf(comment.message)),
  ];
}

function timeOf(at: number, times: Times): HTMLTimeElement {
  const attributes = { datetime: new Date(at).toISOString(), title: times.exact(at), class: 'faint' };
  return make('time', attributes, times.near(at));
}
