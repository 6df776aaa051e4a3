import type { BrowserContext, Page } from '@playwright/test';

/** As in a browser that has no SharedWorker: the client runs in one tab at a time. */
export async function withoutSharedWorker(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'SharedWorker');
  });
}

/** Everything that would show that a page ran, loaded or broke what it must not; grows while the page lives. */
export async function watchForHarm(page: Page): Promise<string[]> {
  const harm: string[] = [];
  page.on('dialog', (dialog) => harm.push(`dialog: ${dialog.message()}`));
  page.on('pageerror', (error) => harm.push(`error: ${error.message}`));
  page.on('popup', (popup) => harm.push(`popup: ${popup.url()}`));
  page.on('console', (message) => message.type() === 'error' && harm.push(`console: ${message.text()}`));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && hostname !== 'localhost')
      harm.push(`request: ${request.url()}`);
  });
  await page.exposeFunction('reportHarm', (what: string) => void harm.push(what));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { reportHarm } = globalThis as unknown as { reportHarm: (what: string) => void };
      reportHarm(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  return harm;
}
