import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renewNotices, showNotice } from './board.ts';

interface Shown {
  readonly title: string;
  readonly tag: string;
  readonly body: string;
  readonly silent: boolean;
  readonly renotify: boolean;
}

const board = new Map<string, Shown>();
beforeEach(() => {
  board.clear();
  const showNotification = async (title: string, options: Omit<Shown, 'title'>): Promise<void> =>
    void board.set(options.tag, { title, ...options });
  const registration = { showNotification, getNotifications: async () => [...board.values()] };
  vi.stubGlobal('Notification', {});
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => registration } });
});
afterEach(() => vi.unstubAllGlobals());

const notice = (tag: string, text: string) => ({ tag, title: 'Finn', text, path: `/c/${tag}` });

test('what is shown of a message that was deleted or edited says so, without a sound, and nothing else is shown', async () => {
  await showNotice(notice('a', 'the old words'), true);
  await showNotice(notice('b', 'stays'), true);
  await renewNotices([notice('a', 'Deleted'), notice('b', 'stays'), notice('c', 'not shown')]);
  expect([...board.values()]).toMatchObject([
    { tag: 'a', body: 'Deleted', silent: true, renotify: false },
    { tag: 'b', body: 'stays', silent: false, renotify: true },
  ]);
});
