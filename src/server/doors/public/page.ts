import type { CommentOrder, ThreadPage } from '../../../protocol/comments.ts';
import { commentsHtml } from './commentsHtml.ts';
import { formHtml } from './formHtml.ts';
import { html, type Html } from './html.ts';
import { addressOf, pathOf, titleOf } from './names.ts';
import type { PublicWords } from './publicWords.ts';
import { STYLESHEET_PATH } from './stylesheet.ts';
import type { PageView, Sorry } from './view.ts';

/** The headers of a page, in place of those that all pages have: nothing runs in it, and its forms say where they come from. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  // With no-referrer browsers send `Origin: null` with a form, which could be anybody's.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  vary: 'accept, accept-language, cookie, origin',
} as const;

/** The same for a contact form, which has to be sealed in the browser: our own script runs in it, and no other. */
const sealingHeaders = {
  ...pageHeaders,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; worker-src blob:; connect-src 'self'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types waxwing-embed",
} as const;

export const headersFor = ({ mode }: PageView['page']): Readonly<Record<string, string>> =>
  mode === 'contact' ? sealingHeaders : pageHeaders;

/** The whole document. It needs no script, but for a contact form. */
export function renderPage(view: PageView): string {
  const { page, words, done, sorry, refused, refusedEdit } = view;
  const title = titleOf(page);
  const wrong = Object.keys(refused?.problems ?? {}).length > 0 || refusedEdit !== undefined;
  const feed = html`<link
    rel="alternate"
    type="application/atom+xml"
    title="${title}"
    href="${pathOf(page.thread)}/feed"
  />`;
  return documentOf(
    words,
    wrong ? `${words.check} - ${title}` : title,
    page.mode === 'contact' ? null : feed,
    html`<h1 dir="auto">${title}</h1>
      ${done === undefined ? null : html`<p class="notice" id="done" role="status">${words.done[done]}</p>`}
      ${sorry === undefined ? null : html`<p class="notice sorry" role="alert">${words.sorry[sorry]}</p>`}
      ${page.mode === 'contact' ? contactHtml(view) : threadHtml(view)}`,
  );
}

/** A document that only says why there is no other. */
export const renderSorry = (words: PublicWords, sorry: Sorry): string =>
  documentOf(
    words,
    words.sorry[sorry],
    null,
    html`<h1>${words.sorry[sorry]}</h1>
      ${sorry === 'not_found' ? wayHome(words) : null}`,
  );

const wayHome = (words: PublicWords): Html =>
  html`<p>${words.nowhere}</p>
    <p class="home"><a href="/">${words.home}</a></p>`;

function documentOf({ language }: PublicWords, title: string, link: Html | null, main: Html): string {
  const document = html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <link rel="stylesheet" href="${STYLESHEET_PATH}" />
      ${link}
    </head>
    <body>
      <main>${main}</main>
    </body>
  </html> `;
  return `<!doctype html>\n${document.source}`;
}

/** The tag that other sites have; without JavaScript there is nothing to fill in. */
const contactHtml = ({ page, words }: PageView): Html =>
  html`<script src="/embed.js" data-thread="${page.thread}" data-mode="contact" async></script>
    <noscript><p>${words.needsScript}</p></noscript>`;

function threadHtml(view: PageView): Html {
  const { page, words } = view;
  return html`<h2>${page.comments.length === 0 ? words.none : words.count(page.count)}</h2>
    ${view.part ? allHtml(page, words) : page.comments.length > 0 ? orderHtml(page, words) : null} ${commentsHtml(view)}
    ${page.next === null ? null : html`<p><a rel="next" href="${addressOf(page, { after: page.next })}">${words.more}</a></p>`}
    ${formHtml(view)}
    <p class="feed"><a href="${pathOf(page.thread)}/feed">${words.feed}</a></p>`;
}

const allHtml = ({ thread }: ThreadPage, words: PublicWords): Html =>
  html`<p><a href="${pathOf(thread)}">${words.all}</a></p>`;

function orderHtml(page: ThreadPage, words: PublicWords): Html {
  const link = (order: CommentOrder): Html =>
    html`<a href="${addressOf({ ...page, order })}" ${page.order === order ? html` aria-current="true"` : null}
      >${words[order]}</a
    >`;
  return html`<nav class="order" aria-label="${words.order}">${link('oldest')} ${link('newest')}</nav>`;
}
