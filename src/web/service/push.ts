/** What comes from a push service, and clicks on notifications: none yet. */
export function listenForPushes(_scope: ServiceWorkerGlobalScope): void {}
