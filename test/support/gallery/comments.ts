import type { Block, CommentState, OwnThread, ReviewedComment, Site } from '../../../src/protocol/api/threads.ts';

const NOW = Date.now();
const minute = 60_000;

const thread = (key: string, title: string, given: Partial<OwnThread> = {}): OwnThread => ({
  thread: key,
  title,
  mode: 'comments',
  policy: 'approval',
  count: 12,
  sites: ['https://blog.example.org'],
  answerers: [],
  pending: 0,
  createdAt: NOW - 900 * minute,
  ...given,
});

export const threads = (): OwnThread[] => [
  thread('contact', 'Write to us', { mode: 'contact', policy: 'open', count: 0, answerers: ['noor'] }),
  thread('guestbook', 'Guest book', { pending: 3 }),
  thread('https://blog.example.org/2026/11/a-stove-that-lasts', '', { count: 41, pending: 1 }),
  thread('old-news', 'Old news', { policy: 'closed', count: 3 }),
];

export const sites = (): Site[] => [
  { site: 'https://blog.example.org', policy: 'approval', threads: 12, createdAt: NOW },
  { site: 'https://shop.example.org', policy: 'open', threads: 12, createdAt: NOW },
];

export const blocks = (): Block[] => [
  { kind: 'word', value: 'casino' },
  { kind: 'email', value: '@spam.example' },
  { kind: 'address', value: '192.0.2.7' },
];

const idOf = (index: number): string => `comment${String(index).padStart(15, '0')}`;

const comment = (index: number, given: Partial<ReviewedComment>): ReviewedComment => ({
  comment: idOf(index),
  thread: 'guestbook',
  title: 'Guest book',
  parent: null,
  answers: '',
  name: 'Ida',
  surname: 'Lund',
  email: 'ida@example.org',
  message: 'We have been coming here since I was small, and it is as lovely as ever.',
  state: 'pending',
  held: null,
  address: '198.51.100.23',
  approvedBefore: 4,
  at: NOW - index * 17 * minute,
  editedAt: null,
  ...given,
});

const pending = (): ReviewedComment[] => [
  comment(1, {}),
  comment(2, {
    name: 'Bo',
    surname: '',
    email: 'bo@best-offers.example',
    message: 'Great page! See also https://best-offers.example/stoves?ref=9 and https://best-offers.example/kettles',
    held: 'links',
    approvedBefore: 0,
  }),
  comment(3, {
    thread: 'https://blog.example.org/2026/11/a-stove-that-lasts',
    title: '',
    name: 'Márta',
    surname: 'Kovács-Nagy',
    email: 'marta@example.net',
    parent: idOf(9),
    answers: 'Does it take wet wood as well?',
    message: 'It does, but not gladly.\n\nMine smoked for a week until I found out that the seal of the door was worn.',
    editedAt: NOW - 30 * minute,
    approvedBefore: 1,
  }),
  comment(4, { name: 'curl', surname: '', email: 'me@example.org', message: '<b>hello</b>', held: 'no_proof' }),
];

/** As the server answers. */
export function commentsOf(state: CommentState, on?: string): ReviewedComment[] {
  if (state === 'rejected') return [];
  return pending()
    .filter((each) => on === undefined || each.thread === on)
    .slice(0, state === 'pending' ? 4 : 1)
    .map((each) => ({ ...each, state }));
}

export const counts = { pending: 4, approved: 56, spam: 1 };
