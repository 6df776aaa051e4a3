import type { Item } from '../../../../client/api.ts';
import { bodyLine } from '../../inbox/preview.ts';
import { exactTime } from '../../words/time.ts';
import { locale, t } from '../../words/words.ts';
import type { Conversation, Gathered } from './gather.ts';

const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
section { margin-top: 3rem; } h2 { border-bottom: 1px solid; padding-bottom: 0.25rem; }
article { margin: 0.75rem 0; } header { font-size: 0.875rem; opacity: 0.75; } header b { font-weight: 600; }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; } blockquote { margin: 0 0 0.25rem; padding-inline-start: 0.75rem; border-inline-start: 3px solid; opacity: 0.75; }`;

/** Nothing in it runs, and nothing is loaded: it is to be opened from wherever it was put. */
const head = (): string => `<!doctype html>
<html lang="${locale}" dir="${document.documentElement.dir}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>${STYLE}</style>`;

/** One page for people, in parts. What others wrote is put in as text, and the browser writes it out. */
export async function* asPage({ account, conversations }: Gathered): AsyncGenerator<string> {
  const { username, displayName, server, at } = account;
  const title = t('exportTitle', { name: displayName || username });
  yield `${head()}${written('title', title)}</head><body>${written('h1', title)}`;
  yield written('p', t('exportFrom', { name: username, server, when: exactTime(at) }));
  for await (const conversation of conversations) yield* section(conversation);
  yield '</body></html>\n';
}

async function* section({ name, with: other, encrypted, pages }: Conversation): AsyncGenerator<string> {
  yield `<section>${written('h2', other === null || other === name ? name : `${name} (${other})`)}`;
  yield written('p', t(encrypted ? 'exportEncrypted' : 'exportReadable'));
  for await (const items of pages) yield items.map((item) => article(item).outerHTML).join('\n');
  yield '</section>';
}

const written = (tag: string, text: string): string => element(tag, text).outerHTML;

/** Made where no script runs and nothing loads. */
const draft = document.implementation.createHTMLDocument();

function element(tag: string, ...inside: (string | Node)[]): HTMLElement {
  const made = draft.createElement(tag);
  made.append(...inside);
  return made;
}

function article({ author, at, body, reply, reactions }: Item): HTMLElement {
  const time = element('time', exactTime(at));
  time.setAttribute('datetime', new Date(at).toISOString());
  const edited = body.type === 'text' && body.edited ? ` · ${t('edited')}` : '';
  const head = element('header', element('b', author.displayName), ` ${author.username} · `, time, edited);
  const quoted = reply?.excerpt ? [element('blockquote', reply.excerpt)] : [];
  const said = element('p', body.type === 'text' ? body.text : bodyLine(body));
  said.setAttribute('dir', 'auto');
  const put = reactions.map(({ emoji, people }) => `${emoji} ${people.map((one) => one.displayName).join(', ')}`);
  return element('article', head, ...quoted, said, ...(put.length > 0 ? [element('small', put.join(' · '))] : []));
}
