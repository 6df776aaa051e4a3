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

/** Another message is worth telling, though the conversation is the same. */
export const showNotice = (notice: Notice, sound: boolean): Promise<void> =>
  show(notice, { silent: !sound, renotify: true });

/** Of those that are shown each says what is there now, and makes nothing of it: what was deleted is gone from here, too. */
export async function renewNotices(notices: readonly Notice[]): Promise<void> {
  const shown = (await (await kept())?.getNotifications()) ?? [];
  const differs = ({ tag, title, text }: Notice): boolean =>
    shown.some((one) => one.tag === tag && (one.title !== title || one.body !== text));
  for (const notice of notices) if (differs(notice)) await show(notice, { silent: true, renotify: false });
}

/** @param how with `renotify`, which types of the DOM do not know */
async function show(
  { tag, title, text, path }: Notice,
  how: { readonly silent: boolean; readonly renotify: boolean },
): Promise<void> {
  const data: NoticeData = { path };
  const options = { body: text, tag, data, ...how };
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
