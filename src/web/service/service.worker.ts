import { loadFindNews, type WithFindNews } from './findNews.ts';
import { KeptApp } from './keptApp.ts';
import { TAKE_OVER } from './messages.ts';
import { listenForPushes } from './push.ts';

// The service worker: opens the app from this device, with the network or without.
const scope = globalThis as unknown as ServiceWorkerGlobalScope & WithFindNews;
const app = new KeptApp(__BUILD__, __PRECACHE__);

scope.addEventListener('install', (event) => {
  const stored = Promise.try(() => loadFindNews(scope));
  event.waitUntil(Promise.all([stored, app.install()]));
});

scope.addEventListener('activate', (event) => event.waitUntil(app.tidy().then(() => scope.clients.claim())));

scope.addEventListener('fetch', (event) => {
  const answer = app.answer(event.request);
  if (answer !== null) event.respondWith(answer);
});

// Pages live on the build that they began with until somebody says otherwise.
scope.addEventListener('message', ({ data }) => {
  if (data === TAKE_OVER) void scope.skipWaiting();
});

listenForPushes(scope);
