import type { Comment, CommentOrder, MoreAnswers, ThreadPage } from '../../../protocol/comments.ts';
import { button, make } from '../dom.ts';
import type { ThreadWords } from '../words/words.ts';
import type { Item, ItemOptions } from './item.ts';
import { createList } from './list.ts';
import type { ThreadServer } from './server.ts';

export interface ListingParts {
  readonly server: ThreadServer;
  readonly words: ThreadWords;
  readonly item: ItemOptions;
  readonly announce: (words: string) => void;
}

export interface Listing {
  readonly element: HTMLElement;
  add(comment: Comment): Item;
  /** Its words are gone; the place stays while it has answers. */
  remove(item: Item): void;
}

/** The comments page by page, in the order that somebody chose. */
export function createListing(first: ThreadPage, { server, words, item, announce }: ListingParts): Listing {
  let { order, next } = first;
  let list = createList(item, (rest) => void showAnswers(rest));
  const empty = make('p', { class: 'faint empty' }, words.empty);
  const failed = make('p', { class: 'problem' });
  const more = button(words.more, 'plain', () => void showMore());
  const ordering = createOrdering(order, words, (chosen) => void reorder(chosen));
  const element = make('div', { class: 'listing' }, ordering, list.element, empty, failed, more);
  const settle = (): void => {
    empty.hidden = !list.isEmpty();
    element.hidden = list.isEmpty() && first.form === null;
    ordering.hidden = list.isEmpty();
    more.hidden = next === null;
  };
  const show = (page: ThreadPage): void => {
    list.addPage(page);
    next = page.next;
    settle();
  };
  const fetchPage = async (...[asked]: Parameters<ThreadServer['page']>): Promise<ThreadPage | null> => {
    const answer = await server.page(asked);
    failed.textContent = answer.is === 'here' ? '' : words.unreachable;
    announce(answer.is === 'here' ? words.saidMore : words.unreachable);
    return answer.is === 'here' ? answer.value : null;
  };
  const showMore = async (): Promise<void> => {
    const before = list;
    const last = list.element.lastElementChild;
    const page = await fetchPage({ order, after: next });
    if (!page || list !== before) return;
    show(page);
    last?.nextElementSibling?.querySelector<HTMLElement>('article')?.focus();
  };
  /** When they do not come, the way to them is there again. */
  const showAnswers = async (rest: MoreAnswers): Promise<void> => {
    const before = list;
    const page = await fetchPage({ order, after: rest.after, answers: rest.comment });
    if (list !== before) return;
    const [first, ...comments] = page?.comments ?? [];
    const added = first && comments.map((comment) => list.add(comment, false));
    list.addPage({ comments: [], more: page?.more ?? [rest] });
    added?.[0]?.focus();
  };
  const reorder = async (chosen: CommentOrder): Promise<void> => {
    const page = await fetchPage({ order: chosen, after: null });
    if (!page) return;
    order = chosen;
    const fresh = createList(item, (rest) => void showAnswers(rest));
    list.element.replaceWith(fresh.element);
    list = fresh;
    show(page);
  };
  show(first);
  return {
    element,
    add(comment) {
      const added = list.add(comment, order === 'newest');
      settle();
      return added;
    },
    remove(gone) {
      if (gone.replies.childElementCount > 0)
        gone.show({ ...gone.comment(), name: '', message: '', editableUntil: null });
      else list.remove(gone);
      settle();
    },
  };
}

function createOrdering(order: CommentOrder, words: ThreadWords, choose: (order: CommentOrder) => void): HTMLElement {
  const option = (value: CommentOrder): HTMLOptionElement =>
    make('option', { value, selected: value === order }, words[value]);
  const select = make('select', {}, option('oldest'), option('newest'));
  select.addEventListener('change', () => choose(select.value === 'newest' ? 'newest' : 'oldest'));
  return make('label', { class: 'order' }, make('span', { class: 'unseen' }, words.order), select);
}
