import type { FindNews } from './news.ts';

/** The script that finds it (`src/web/app/notices/news.worker.ts`), as the build names it, puts it there. */
export interface WithFindNews {
  findNews?: FindNews;
  importScripts(address: string): void;
}

const policy = globalThis.trustedTypes?.createPolicy('waxwing', {
  createScriptURL(address: string): string {
    if (address !== __NEWS__) throw new TypeError('not the script that finds news');
    return address;
  },
});

/**
 * Runs the script with the client in it. While the service worker is installed the browser stores it, and later on it comes
 * from there: a service worker begins fast, and this is read only when something came.
 */
export function loadFindNews(scope: WithFindNews): FindNews {
  if (!scope.findNews) scope.importScripts((policy?.createScriptURL(__NEWS__) as unknown as string) ?? __NEWS__);
  if (!scope.findNews) throw new Error(`${__NEWS__} finds nothing`);
  return scope.findNews;
}
