import type { Comment } from '../../../protocol/comments.ts';
import { make } from '../dom.ts';
import { createItem, type Item, type ItemOptions } from './item.ts';

/** The third level answers beside itself. */
export const DEEPEST = 3;

export interface CommentList {
  readonly element: HTMLOListElement;
  /** A page of the thread, after what is there. */
  addPage(comments: readonly Comment[]): void;
  /** One that was just written. */
  add(comment: Comment, first: boolean): Item;
  remove(item: Item): void;
  isEmpty(): boolean;
}

/** Comments nested below what they answer. */
export function createList(options: ItemOptions): CommentList {
  const element = make('ol', { class: 'comments top' });
  const items = new Map<string, Item>();
  const place = (comment: Comment, first: boolean): Item => {
    const parent = comment.parent === null ? undefined : items.get(comment.parent);
    const item = createItem(comment, (parent?.level ?? 0) + 1, options);
    items.get(comment.comment)?.element.remove();
    items.set(comment.comment, item);
    const siblings = parent?.replies ?? element;
    if (first && !parent) siblings.prepend(item.element);
    else siblings.append(item.element);
    return item;
  };
  return {
    element,
    addPage(comments) {
      for (const comment of comments) place(comment, false);
    },
    add: place,
    remove(item) {
      items.delete(item.comment().comment);
      item.element.remove();
    },
    isEmpty: () => element.childElementCount === 0,
  };
}
