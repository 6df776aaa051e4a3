import { button, make } from '../dom.ts';
import type { Given } from '../given.ts';
import { threadWords } from '../words/threads.ts';
import { createThreadServer } from './server.ts';
import { createThread } from './thread.ts';

/** Shows the comments of a page; nothing at all where there is no such thread. */
export function mountComments(root: ShadowRoot, given: Given): void {
  const words = threadWords[given.language];
  const host = root.host as HTMLElement;
  const server = createThreadServer(given.server, given.thread);
  const live = make('p', { role: 'status', class: 'unseen' });
  const content = make('div', { class: 'content' });
  const section = make('section', { lang: given.language, 'aria-label': words.comments }, content, live);
  root.append(section);
  const announce = (said: string): void => {
    live.textContent = said;
  };
  const load = async (): Promise<void> => {
    content.replaceChildren(make('p', { class: 'skeleton' }, words.loading));
    const answer = await server.page({ order: given.order, after: null });
    host.hidden = answer.is === 'gone';
    host.toggleAttribute('data-short', answer.is !== 'here' || answer.value.form === null);
    if (answer.is === 'here') return content.replaceChildren(...createThread(answer.value, given, server, announce));
    content.replaceChildren(
      make('p', {}, words.unreachable),
      button(words.tryAgain, 'plain', () => void load()),
    );
    announce(words.unreachable);
    if (!navigator.onLine) addEventListener('online', () => void load(), { once: true });
  };
  void load();
}
