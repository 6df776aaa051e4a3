import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Locator, type Page } from '@playwright/test';
import type { z } from 'zod';
import { createThread, judgeComments, listComments } from '../../../src/protocol/api/threads.ts';
import type { ThreadPolicy } from '../../../src/protocol/comments.ts';
import { type Member, newMember } from '../../support/member.ts';
import { type BootOptions, bootServer, type TestServer } from '../../support/server.ts';
import { quickPages } from './quickBuild.ts';

/** A site of somebody else, on another host than Waxwing: 127.0.0.1, where Waxwing is localhost. */
export interface OtherSite {
  readonly origin: string;
  /** Puts a page there. @returns its address */
  put(path: string, html: string, headers?: Readonly<Record<string, string>>): string;
  close(): void;
}

export async function openSite(): Promise<OtherSite> {
  const pages = new Map<string, { readonly html: string; readonly headers: Readonly<Record<string, string>> }>();
  const server = http.createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...page?.headers });
    response.end(page?.html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    put(path, html, headers = {}) {
      pages.set(path, { html, headers });
      return origin + path;
    },
    close: () => server.close(),
  };
}

/** Waxwing with comments on, its admin, and another site. */
export interface CommentsWorld {
  readonly server: TestServer;
  readonly admin: Member;
  readonly site: OtherSite;
  /** Makes a thread that the other site may show. */
  thread(key: string, policy?: ThreadPolicy, more?: Partial<z.input<typeof createThread.body>>): Promise<void>;
  /** What waits in a thread, approved. */
  approve(key: string): Promise<void>;
  close(): Promise<void>;
}

const roomy = { burst: 10_000, perMinute: 10_000 };
const rates = {
  'address: request': roomy,
  'address: comment': roomy,
  'address: comment without proof': roomy,
  'thread: comment': roomy,
  'thread: comment without proof': roomy,
  'address: contact': roomy,
  'address: contact read': roomy,
  'thread: contact': roomy,
};

/** @param options `flags.origin` where Waxwing stands behind something else */
export async function commentsWorld(options: BootOptions = {}): Promise<CommentsWorld> {
  const [server, site] = await Promise.all([bootServer({ pages: quickPages(), ...options, rates }), openSite()]);
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  const admin = await newMember(`http://localhost:${server.port}`, 'amara', { setup });
  const pending = async (thread: string): Promise<string[]> => {
    const { comments } = await admin.api.call(listComments, { query: { state: 'pending', thread } });
    return comments.map(({ comment }) => comment);
  };
  return {
    server,
    admin,
    site,
    async thread(thread, policy = 'open', more = {}) {
      const about = { thread, mode: 'comments' as const, title: 'A new pump', policy, answerers: [] };
      await admin.api.call(createThread, { body: { ...about, sites: [site.origin], ...more } });
    },
    async approve(key) {
      for (let comments = await pending(key); comments.length > 0; comments = await pending(key))
        await admin.api.call(judgeComments, { body: { comments, verdict: 'approved' } });
    },
    async close() {
      site.close();
      await server.close();
    },
  };
}

interface Article {
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly style?: string;
  readonly title?: string;
  readonly text?: string;
  readonly body: string;
}

/** A page as people write them, light or dark as the visitor likes it. */
export function article({ lang = 'en', dir = 'ltr', style = '', body, ...said }: Article): string {
  const { title = 'A new pump', text = 'The old one is thirty years old, and this winter it stopped twice.' } = said;
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>
      :root { color-scheme: light dark; }
      body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 17px/1.6 system-ui, sans-serif; background: #fff; color: #222; }
      @media (prefers-color-scheme: dark) { body { background: #1c1c1e; color: #e5e5e7; } }
      ${style}
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
      ${body}
    </main>
    <footer>A page of somebody else</footer>
  </body>
</html>`;
}

/** The tag as the documentation has it. */
export const tag = (server: string, key: string, more = ''): string =>
  `<script src="${server}/embed.js" data-thread="${key}" ${more} async></script>
<noscript><a href="${server}/public/${encodeURIComponent(key)}">Comments</a></noscript>`;

export const comments = (page: Page): Locator => page.getByRole('region', { name: 'Comments' });
export const articleOf = (page: Page, text: string): Locator =>
  page.getByRole('article').filter({ has: page.getByText(text, { exact: true }) });

/** Fills in a form and sends it. */
export async function write(form: Locator, message: string, name = 'Ada'): Promise<void> {
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('E-mail').fill('ada@example.org');
  await form.getByLabel('Message').fill(message);
  await form.getByRole('button', { name: 'Send' }).click();
}

export const mainForm = (page: Page): Locator => page.getByRole('form', { name: 'Comments' });

/** Written and shown, and the focus is there. */
export async function expectWritten(page: Page, text: string): Promise<void> {
  await expect(articleOf(page, text)).toBeFocused();
}
