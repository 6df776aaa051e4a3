import type { ClientState, PersonView } from '../../../client/api.ts';
import { addTerms, beginningsOf } from '../../../client/search/folding.ts';
import { askedIn } from '../../../client/search/query.ts';
import { Username } from '../../../protocol/ids.ts';
import { pages, pathTo } from '../admin/pages.ts';
import { t } from '../words/words.ts';

/** Where the switcher leads to. */
export interface Destination {
  readonly path: string;
  readonly kind: 'person' | 'room' | 'stream' | 'page' | 'new';
  readonly name: string;
  /** Beside the name, where that alone may be anybody's. */
  readonly handle: string | null;
  readonly person: PersonView | null;
  readonly unread: number;
}

/** Everywhere that one can go: conversations, the newest first, then rooms, streams and pages. */
export function destinations(state: ClientState): Destination[] {
  return [...conversations(state), ...rooms(state), ...streams(state), ...appPages(state)];
}

/** Those of which every word that was typed begins a word; and who has that name, where it is nobody's so far. */
export function matching(all: readonly Destination[], typed: string): Destination[] {
  const asked = beginningsOf(askedIn(typed));
  const found = all.filter(({ name, handle }) => {
    const terms = new Set<string>();
    addTerms(terms, `${name} ${handle ?? ''}`);
    return asked.every((beginning) => [...terms].some((term) => term.startsWith(beginning)));
  });
  const name = Username.safeParse(typed.trim().replace(/^@/, '').toLowerCase()).data;
  const isKnown = name === undefined || all.some(({ person }) => person?.username === name);
  return isKnown ? found : [...found, plain('new', `/u/${name}`, t('switcherNew', { name }))];
}

function conversations({ inbox }: ClientState): Destination[] {
  return inbox.map(({ conversation, kind, machine, with: person, unread }) => {
    const path = `/c/${conversation}`;
    if (kind === 'comments') return { ...plain('page', path, t('comments')), unread };
    if (machine !== null) return { ...plain('stream', path, machine), handle: t('alertsOf'), unread };
    const differs = kind === 'direct' && person.username !== '' && person.displayName !== person.username;
    const handle = differs ? `@${person.username}` : null;
    return { ...plain('person', path, person.displayName), handle, person, unread };
  });
}

const rooms = (state: ClientState): Destination[] =>
  state.rooms.map(({ room, unread }) => ({ ...plain('room', `/rooms/${room}`, room), unread }));

const streams = (state: ClientState): Destination[] =>
  state.streams.map(({ machine, unread }) => ({ ...plain('stream', `/streams/${machine}`, machine), unread }));

function appPages({ self }: ClientState): Destination[] {
  const everybody = [
    plain('page', '/', t('inbox')),
    plain('page', '/rooms', t('rooms')),
    plain('page', '/streams', t('streams')),
    plain('page', '/settings', t('settings')),
  ];
  if (self?.role !== 'admin') return everybody;
  const admin = pages.map(([page, name]) => ({
    ...plain('page', pathTo(page), t('admin')),
    name: page === '' ? t('admin') : `${t('admin')}: ${t(name)}`,
  }));
  return [...everybody, plain('page', '/comments', t('public')), ...admin];
}

const plain = (kind: Destination['kind'], path: string, name: string): Destination => ({
  kind,
  path,
  name,
  handle: null,
  person: null,
  unread: 0,
});
