import type { Comment } from '../../../protocol/comments.ts';
import { button, make } from '../dom.ts';
import type { ThreadWords } from '../words/words.ts';
import { commentParts, isDeleted } from './comment.ts';
import type { Times } from './times.ts';

export interface ItemOptions {
  readonly words: ThreadWords;
  readonly times: Times;
  /** What people may do with a comment, and what comes of it. */
  readonly acts: { readonly [A in Act]: ((item: Item) => void) | null };
}

export type Act = 'reply' | 'edit' | 'delete';

/** A comment in the list, with its answers. */
export interface Item {
  readonly element: HTMLLIElement;
  readonly replies: HTMLOListElement;
  /** Counted from one. */
  readonly level: number;
  comment(): Comment;
  show(comment: Comment): void;
  /** Puts something in the place of the buttons, or of all of the comment. */
  open(content: HTMLElement, instead?: 'of all'): void;
  /** @param to the button that has the focus then */
  close(to?: Act): void;
  focus(): void;
}

export function createItem(first: Comment, level: number, options: ItemOptions): Item {
  let comment = first;
  const body = make('div');
  const foot = make('div', { class: 'buttons' });
  const article = make('article', { tabindex: '-1' }, body, foot);
  const replies = make('ol', { class: 'comments' });
  const close = (to?: Act): void => {
    body.hidden = false;
    foot.replaceChildren(...buttonsFor(comment, item, options));
    if (to) foot.querySelector<HTMLElement>(`[data-act=${to}]`)?.focus();
  };
  const item: Item = {
    element: make('li', {}, article, replies),
    replies,
    level,
    comment: () => comment,
    show(next) {
      comment = next;
      article.classList.toggle('waits', next.waiting);
      body.replaceChildren(...commentParts(next, options.words, options.times));
      close();
    },
    open(content, instead) {
      body.hidden = instead !== undefined;
      foot.replaceChildren(content);
    },
    close,
    focus: () => article.focus(),
  };
  item.show(first);
  closeInTime(item, foot);
  return item;
}

function buttonsFor(comment: Comment, item: Item, { words, acts }: ItemOptions): HTMLButtonElement[] {
  const isOwn = (comment.editableUntil ?? 0) > Date.now();
  const may = { reply: !comment.waiting && !isDeleted(comment), edit: isOwn, delete: isOwn };
  return (['reply', 'edit', 'delete'] as const).flatMap((act) => {
    const does = acts[act];
    if (!does || !may[act]) return [];
    const made = button(words[act], 'quiet', () => does(item));
    made.dataset['act'] = act;
    return [made];
  });
}

/** The buttons go when the time to change a comment is over, unless somebody is just at it. */
function closeInTime(item: Item, foot: HTMLElement): void {
  const { editableUntil } = item.comment();
  if (editableUntil === null) return;
  setTimeout(
    () => {
      if (foot.querySelector('[data-act]')) item.close();
    },
    editableUntil - Date.now() + 1000,
  );
}
