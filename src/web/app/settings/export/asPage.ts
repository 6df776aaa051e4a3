import type { Item, PersonView } from '../../../../client/api.ts';
import { bodyLine, isTold } from '../../inbox/preview.ts';
import { dayKey, dayOf, exactTime, timeOfDay } from '../../words/time.ts';
import { locale, t } from '../../words/words.ts';
import type { Conversation, Gathered } from './gather.ts';

/** The app's paper and ink, and on real paper only ink. */
const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 ui-sans-serif, system-ui, sans-serif;
  --desk: light-dark(#efece6, #141210); --sheet: light-dark(#fff, #221f1c); --ink: light-dark(#23201c, #f0ebe3);
  --ink-2: light-dark(#5e574d, #bdb4a6); --line: light-dark(#e2ddd3, #35302a); --said: light-dark(#f3f0ea, #292521);
  --wax: light-dark(#a8321f, #e2735f); --mine: light-dark(#f6e3de, #3a211c); }
body { max-width: 48rem; margin: 0 auto; padding: 2rem 1rem; background: var(--desk); color: var(--ink); overflow-wrap: anywhere; }
h1, h2, h3, p { margin: 0; } h1 { font-size: 1.5rem; line-height: 1.2; }
body > p, section > p, header, small { color: var(--ink-2); font-size: 0.8125rem; }
section { margin-top: 2rem; padding: 1.5rem; border: 1px solid var(--line); border-radius: 16px; background: var(--sheet); }
h2 { font-size: 1.125rem; } h3 { margin: 1.5rem 0 0.75rem; color: var(--ink-2); font-size: 0.8125rem; font-weight: 400; text-align: center; }
article { width: fit-content; max-width: 36rem; margin: 0.5rem 0; padding: 0.5rem 0.75rem; border-radius: 16px; border-end-start-radius: 3px; background: var(--said); }
article[data-mine] { margin-inline-start: auto; border-radius: 16px; border-end-end-radius: 3px; background: var(--mine); }
header b { color: var(--ink); font-weight: 600; } article p { white-space: pre-wrap; }
article p[data-told] { color: var(--ink-2); font-style: italic; }
blockquote { margin: 0.25rem 0; padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--wax); color: var(--ink-2); }
@media (max-width: 32rem) { section { padding: 1rem; } }
@media print { :root { color-scheme: light; --desk: #fff; --line: #bbb; } body { padding: 0; }
  section { padding: 0; border: 0; } article { border: 1px solid var(--line); break-inside: avoid; } h2, h3 { break-after: avoid; } }`;

/** Nothing in it runs, and nothing is loaded: it is to be opened from wherever it was put. */
const head = (): string => `<!doctype html>
<html lang="${locale}" dir="${document.documentElement.dir}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style>`;

/** One page for people, in parts. What others wrote is put in as text, and the browser writes it out. */
export async function* asPage({ account, conversations }: Gathered): AsyncGenerator<string> {
  const { username, displayName, server, at } = account;
  const title = t('exportTitle', { name: displayName || username });
  yield `${head()}${written('title', title)}</head><body>${written('h1', title)}`;
  yield written('p', t('exportFrom', { name: username, server, when: exactTime(at) }));
  for await (const conversation of conversations) yield* section(conversation);
  yield '</body></html>\n';
}

async function* section(conversation: Conversation): AsyncGenerator<string> {
  const { encrypted, pages } = conversation;
  yield `<section>${written('h2', headingOf(conversation))}`;
  yield written('p', t(encrypted ? 'exportEncrypted' : 'exportReadable'));
  let day = '';
  for await (const items of pages)
    for (const item of items) {
      if (dayKey(item.at) !== day) yield written('h3', dayOf(item.at));
      day = dayKey(item.at);
      yield `${article(item).outerHTML}\n`;
    }
  if (day === '') yield written('h3', t('emptyRoom'));
  yield '</section>';
}

function headingOf({ name, with: other, kind }: Conversation): string {
  if (other === null || other === name) return name;
  return kind === 'contact' ? other : `${name} (@${other})`;
}

const written = (tag: string, text: string): string => element(tag, text).outerHTML;

/** Made where no script runs and nothing loads. */
const draft = document.implementation.createHTMLDocument();

function element(tag: string, ...inside: (string | Node)[]): HTMLElement {
  const made = draft.createElement(tag);
  made.append(...inside);
  return made;
}

/** Anybody may take any display name; nobody can take another's username. */
function handleOf({ displayName, username, visitor }: PersonView): string {
  if (visitor) return ` · ${t('contactVisitor')}`;
  return username === displayName ? '' : ` @${username}`;
}

function article({ author, at, body, mine, reply, reactions }: Item): HTMLElement {
  const time = element('time', timeOfDay(at));
  time.setAttribute('datetime', new Date(at).toISOString());
  time.title = exactTime(at);
  const edited = body.type === 'text' && body.edited ? ` · ${t('edited')}` : '';
  const head = element('header', element('b', author.displayName), `${handleOf(author)} · `, time, edited);
  const quoted = reply?.excerpt ? [element('blockquote', reply.excerpt)] : [];
  const said = element('p', body.type === 'text' ? body.text : bodyLine(body));
  said.setAttribute('dir', 'auto');
  said.toggleAttribute('data-told', body.type !== 'text' && !isTold(body));
  const put = reactions.map(({ emoji, people }) => `${emoji} ${people.map((one) => one.displayName).join(', ')}`);
  const whole = element(
    'article',
    head,
    ...quoted,
    said,
    ...(put.length > 0 ? [element('small', put.join(' · '))] : []),
  );
  whole.toggleAttribute('data-mine', mine);
  return whole;
}
