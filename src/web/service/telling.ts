import { isQuiet, readNoticeSettings } from './noticeSettings.ts';
import { type NoticeData, type OpenPath, POKE_TAG } from './notices.ts';

/** The pages of the app that are open, as a service worker sees them. */
export interface Pages {
  matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly Page[]>;
  openWindow(path: string): Promise<unknown>;
}

interface Page {
  readonly focused: boolean;
  postMessage(message: OpenPath): void;
  focus(): Promise<unknown>;
}

/** What of a service worker's surroundings telling takes. */
export interface Surroundings {
  readonly clients: Pages;
  readonly navigator: { setAppBadge?(): Promise<void> };
  readonly registration: {
    showNotification(
      title: string,
      options: { body: string; tag: string; silent: boolean; data: NoticeData },
    ): Promise<void>;
  };
}

/** A browser that was poked has to show something, in quiet hours too: then it makes no sound. */
export async function tellOfPoke({ registration, navigator, clients }: Surroundings): Promise<void> {
  // Somebody looks already, and sees it there.
  if ((await pagesOf(clients)).some(({ focused }) => focused)) return;
  const { words, sound, quietHours } = await readNoticeSettings();
  await registration.showNotification('Waxwing', {
    body: words.message,
    tag: POKE_TAG,
    silent: !sound || isQuiet(quietHours, new Date()),
    data: { path: '/' },
  });
  await navigator.setAppBadge?.();
}

/** Brings the app to the front, at that place. */
export async function leadTo(clients: Pages, path: string): Promise<void> {
  const pages = await pagesOf(clients);
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) return void (await clients.openWindow(path));
  page.postMessage({ type: 'open path', path });
  await page.focus();
}

const pagesOf = (clients: Pages): Promise<readonly Page[]> =>
  clients.matchAll({ type: 'window', includeUncontrolled: true });
