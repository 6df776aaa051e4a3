import { html } from './html.ts';
import type { PublicWords } from './publicWords.ts';
import { STYLESHEET_PATH } from './stylesheet.ts';

/** The page behind every private link: the same for all, since what it shows is opened in the browser. */
export function renderContactPage({ language, needsScript }: PublicWords): string {
  const document = html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>Waxwing</title>
      <link rel="stylesheet" href="${STYLESHEET_PATH}" />
      <script type="module" src="/contact.js"></script>
    </head>
    <body>
      <main>
        <noscript><p>${needsScript}</p></noscript>
      </main>
    </body>
  </html> `;
  return `<!doctype html>\n${document.source}`;
}
