import type { Notice } from '../../service/news.ts';
import { type NoticeData, POKE_TAG } from '../../service/notices.ts';

/** Whether this browser can tell of anything at all. */
export const canTell = (): boolean => globalThis.Notification !== undefined && navigator.serviceWorker !== undefined;

/** Asks the person, who has to have clicked. Answers whether they allow it. */
export async function askToTell(): Promise<boolean> {
  return canTell() && (await Notification.requestPermission()) === 'granted';
}

/** The notifications are the service worker's, so that they outlive the page, and on phones too. */
const kept = async (): Promise<ServiceWorkerRegistration | undefined> =>
  canTell() ? navigator.serviceWorker.getRegistration() : undefined;

export async function showNotice({ tag, title, text, path }: Notice, sound: boolean): Promise<void> {
  const data: NoticeData = { path };
  // `renotify`, which types of the DOM do not know: another message is worth telling, though the conversation is the same.
  const options = { body: text, tag, data, silent: !sound, renotify: true };
  // Whoever took the permission back is told of nothing.
  await (await kept())?.showNotification(title, options).catch(() => undefined);
}

/** Takes away those of these conversations. */
export async function takeNotices(tags: readonly string[]): Promise<void> {
  for (const notice of (await (await kept())?.getNotifications()) ?? []) if (tags.includes(notice.tag)) notice.close();
}

export const takePoke = (): Promise<void> => takeNotices([POKE_TAG]);

export async function takeAllNotices(): Promise<void> {
  for (const notice of (await (await kept())?.getNotifications()) ?? []) notice.close();
}
