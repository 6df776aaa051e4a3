import { isPage } from '../../protocol/pageAddresses.ts';
import type { FindNews, News } from './news.ts';
import { isQuiet, keepTold, type NoticeSettings, readNoticeSettings, readTold } from './noticeSettings.ts';
import { type NoticeData, type OpenPath, POKE_TAG } from './notices.ts';

/** The pages of the app that are open, as a service worker sees them. */
export interface Pages {
  matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly Page[]>;
  openWindow(path: string): Promise<unknown>;
}

interface Page {
  readonly url: string;
  readonly focused: boolean;
  postMessage(message: OpenPath): void;
  focus(): Promise<unknown>;
}

interface Shown {
  readonly tag: string;
  close(): void;
}

/** What of a service worker's surroundings telling takes. */
export interface Surroundings {
  readonly clients: Pages;
  readonly navigator: { setAppBadge?(unread?: number): Promise<void>; clearAppBadge?(): Promise<void> };
  readonly registration: {
    showNotification(
      title: string,
      options: { body: string; tag: string; silent: boolean; renotify: boolean; data: NoticeData },
    ): Promise<void>;
    getNotifications(): Promise<readonly Shown[]>;
    readonly pushManager: { getSubscription(): Promise<{ unsubscribe(): Promise<unknown> } | null> };
  };
}

/** A browser ends a service worker that takes much longer. */
const PATIENCE = 15_000;

/**
 * Tells of what came, as the person wants it: a notification for each conversation. Where it cannot be looked, only that there
 * is something: a browser that was poked has to show something, in quiet hours too, and then without a sound.
 */
export async function tellOfPoke(surroundings: Surroundings, findNews: FindNews): Promise<void> {
  const { clients } = surroundings;
  if (await isSeen(clients)) return;
  const settings = await readNoticeSettings();
  const news = settings.on ? await inTime(find(settings, findNews)).catch((): typeof UNKNOWN => UNKNOWN) : null;
  // Meanwhile the person may have come, or gone for good.
  if (news === null || !(await readNoticeSettings()).on) return giveBack(surroundings);
  if (await isSeen(clients)) return;
  await tell(surroundings, settings, news);
  if (!(await readNoticeSettings()).on) await giveBack(surroundings);
}

/** Somebody looks already, and sees it there. */
const isSeen = async (clients: Pages): Promise<boolean> => (await pagesOf(clients)).some(({ focused }) => focused);

async function find(settings: NoticeSettings, findNews: FindNews): Promise<News | null> {
  return findNews(settings, await readTold().catch(() => ({})));
}

/** Something came, and nothing else is known of it. */
const UNKNOWN = 'unknown' as const;

async function tell(
  { registration, navigator }: Surroundings,
  settings: NoticeSettings,
  news: News | typeof UNKNOWN,
): Promise<void> {
  const [quietHours, notices] = news === UNKNOWN ? [settings.quietHours, []] : [news.quietHours, news.notices];
  const silent = !settings.sound || isQuiet(quietHours, new Date());
  const show = (title: string, body: string, tag: string, path: string): Promise<void> =>
    registration.showNotification(title, { body, tag, silent, renotify: true, data: { path } });
  for (const { title, text, tag, path } of notices) await show(title, text, tag, path);
  if (news === UNKNOWN || !news.isWhole) await show('Waxwing', settings.words.message, POKE_TAG, '/');
  if (news === UNKNOWN) return navigator.setAppBadge?.();
  // Where that is not stored, it is told once more.
  await keepTold(news.told).catch(() => undefined);
  const stays = [...news.unreadIn, ...(news.isWhole ? [] : [POKE_TAG])];
  for (const shown of await registration.getNotifications()) if (!stays.includes(shown.tag)) shown.close();
  await (news.unread > 0 ? navigator.setAppBadge?.(news.unread) : navigator.clearAppBadge?.());
}

/** Nobody here wants to be told any more, as far as this device knows: it takes no pokes either, and says nothing of before. */
async function giveBack({ registration, navigator }: Surroundings): Promise<void> {
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  for (const shown of await registration.getNotifications()) shown.close();
  await navigator.clearAppBadge?.();
}

async function inTime<Value>(act: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('it takes too long')), PATIENCE);
  return Promise.race([act, late.promise]).finally(() => clearTimeout(timer));
}

/** Brings the app to the front, at that place. */
export async function leadTo(clients: Pages, path: string): Promise<void> {
  const pages = await pagesOf(clients);
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) return void (await clients.openWindow(path));
  page.postMessage({ type: 'open path', path });
  await page.focus();
}

/** Not those for visitors, which tell of nothing. */
async function pagesOf(clients: Pages): Promise<readonly Page[]> {
  const all = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  return all.filter(({ url }) => isPage(new URL(url).pathname));
}
