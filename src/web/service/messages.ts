/** From a page to a service worker that waits: the person wants the new version now. */
export const TAKE_OVER = 'take over';
/** Of the caches that hold the app; each build's is named by it and its own name. */
export const CACHE_PREFIX = 'waxwing-app-';
/** Where the build puts the service worker. */
export const SERVICE_ADDRESS = '/sw.js';
