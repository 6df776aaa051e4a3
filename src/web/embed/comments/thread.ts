import type { Comment, ThreadPage } from '../../../protocol/comments.ts';
import { make } from '../dom.ts';
import { createDrafts } from '../form/draft.ts';
import { createFormTokens } from '../form/tokens.ts';
import type { Given } from '../given.ts';
import { fieldWords } from '../words/fields.ts';
import { threadWords } from '../words/threads.ts';
import { type Changing, deleteItem, editItem } from './changing.ts';
import type { Act, Item } from './item.ts';
import { createListing } from './listing.ts';
import type { ThreadServer } from './server.ts';
import { createTimes } from './times.ts';
import { createWritingForm, type Writing } from './writing.ts';

type Announce = (words: string) => void;

/** The thread as it is once its first page has come: how many, the form, the comments. */
export function createThread(page: ThreadPage, given: Given, server: ThreadServer, announce: Announce): Node[] {
  const words = threadWords[given.language];
  const count = createCount(page.count, words.counted, words.comments);
  const writing = createWriting(page, given, server, announce);
  const written = (comment: Comment): void => {
    if (!comment.waiting) count.add(1);
    announce(comment.waiting ? words.saidWaiting : words.saidSent);
    listing.add(comment).focus();
  };
  const removed = (item: Item): void => {
    if (!item.comment().waiting) count.add(-1);
    listing.remove(item);
    count.element.focus();
  };
  const edited = (before: Comment, after: Comment): void => {
    count.add(Number(before.waiting) - Number(after.waiting));
    announce(after.waiting ? words.saidWaiting : words.saidSaved);
  };
  const changing: Changing = { server, words, fieldWords: fieldWords[given.language], announce, edited, removed };
  const acts: Record<Act, ((item: Item) => void) | null> = {
    reply: writing && ((item) => openReply(item, writing, written)),
    edit: (item) => editItem(item, changing),
    delete: (item) => deleteItem(item, changing),
  };
  const item = { words, times: createTimes(given.locale, Date.now), acts };
  const listing = createListing(page, { server, words, item, announce });
  const form = writing
    ? createWritingForm(writing, { answers: null, written }).element
    : make('p', { class: 'closed' }, words.closed);
  return [count.element, form, listing.element];
}

/** Null: the thread is closed. */
function createWriting(page: ThreadPage, given: Given, server: ThreadServer, announce: Announce): Writing | null {
  if (page.form === null) return null;
  const fetchForm = async () => {
    const answer = await server.page({ order: page.order, after: null });
    if (answer.is === 'here') return answer.value.form;
    throw new Error(`no form: ${answer.is}`);
  };
  return {
    server,
    tokens: createFormTokens(page.form, fetchForm),
    drafts: createDrafts(`${given.server} ${given.thread}`),
    words: fieldWords[given.language],
    threadWords: threadWords[given.language],
    announce,
  };
}

function openReply(item: Item, writing: Writing, written: (comment: Comment) => void): void {
  const form = createWritingForm(writing, {
    answers: item.comment(),
    written(reply) {
      item.close();
      written(reply);
    },
    cancel: () => item.close('reply'),
  });
  item.open(form.element);
  form.focus();
}

function createCount(first: number, counted: (count: number) => string, none: string) {
  let count = first;
  const element = make('h2', { tabindex: '-1' });
  const add = (more: number): void => {
    count = Math.max(0, count + more);
    element.textContent = count === 0 ? none : counted(count);
  };
  add(0);
  return { element, add };
}
