import { loadFindNews, type WithFindNews } from './findNews.ts';
import { inTurn } from './inTurn.ts';
import type { NoticeData } from './notices.ts';
import { leadTo, tellOfPoke } from './telling.ts';

/** What comes from a push service, which says nothing but that there is something, and clicks on notifications. */
export function listenForPushes(scope: ServiceWorkerGlobalScope & WithFindNews): void {
  const tell = inTurn(() => tellOfPoke(scope, (settings, told) => loadFindNews(scope)(settings, told)));
  scope.addEventListener('push', (event) => event.waitUntil(tell()));
  scope.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const { path = '/' } = (event.notification.data ?? {}) as Partial<NoticeData>;
    event.waitUntil(leadTo(scope.clients, path));
  });
}
