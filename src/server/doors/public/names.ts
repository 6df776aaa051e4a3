import type { Thread, ThreadPage } from '../../../protocol/comments.ts';

export const pathOf = (thread: string): string => `/public/${encodeURIComponent(thread)}`;

/** A page of the thread, in the order in which it is read. */
export function addressOf(
  page: Pick<ThreadPage, 'thread' | 'order'>,
  query: Readonly<Record<string, string>> = {},
): string {
  const order = page.order === 'oldest' ? {} : { order: page.order };
  const search = new URLSearchParams({ ...order, ...query }).toString();
  return search === '' ? pathOf(page.thread) : `${pathOf(page.thread)}?${search}`;
}

/** What it was called, or the page that it belongs to, or its name. */
export function titleOf({ thread, title }: Pick<Thread, 'thread' | 'title'>): string {
  if (title !== '') return title;
  const page = URL.parse(thread);
  return page === null ? thread : `${page.host}${page.pathname}${page.search}`;
}
