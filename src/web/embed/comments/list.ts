import type { Comment, MoreAnswers, ThreadPage } from '../../../protocol/comments.ts';
import { button, make } from '../dom.ts';
import { createItem, type Item, type ItemOptions } from './item.ts';

/** What answers the third level stands beside it. */
const DEEPEST = 3;

export interface CommentList {
  readonly element: HTMLOListElement;
  /** A page of the thread, after what is there. */
  addPage(page: Pick<ThreadPage, 'comments' | 'more'>): void;
  /** One that was just written. */
  add(comment: Comment, first: boolean): Item;
  remove(item: Item): void;
  isEmpty(): boolean;
}

/**
 * Comments nested below what they answer.
 * @param showAnswers somebody asks for the answers that are not there yet
 */
export function createList(options: ItemOptions, showAnswers: (more: MoreAnswers) => void): CommentList {
  const element = make('ol', { class: 'comments top' });
  const items = new Map<string, Item>();
  const place = (comment: Comment, first: boolean): Item => {
    const parent = comment.parent === null ? undefined : items.get(comment.parent);
    const level = Math.min(DEEPEST, (parent?.level ?? 0) + 1);
    const item = createItem(comment, level, options);
    items.get(comment.comment)?.element.remove();
    items.set(comment.comment, item);
    if (parent) (parent.level < DEEPEST ? parent.replies : parent.element.parentElement)?.append(item.element);
    else if (first) element.prepend(item.element);
    else element.append(item.element);
    return item;
  };
  return {
    element,
    addPage({ comments, more }) {
      for (const comment of comments) place(comment, false);
      for (const rest of more) {
        const ask = button(options.words.moreAnswers(rest.answers), 'plain', () => {
          ask.remove();
          showAnswers(rest);
        });
        items.get(rest.comment)?.element.append(ask);
      }
    },
    add: place,
    remove(item) {
      items.delete(item.comment().comment);
      item.element.remove();
    },
    isEmpty: () => element.childElementCount === 0,
  };
}
