import { beforeEach, expect, test, vi } from 'vitest';
import type { News } from './news.ts';
import type * as Settings from './noticeSettings.ts';
import { type NoticeSettings, unsettled } from './noticeSettings.ts';
import { leadTo, tellOfPoke, type Surroundings } from './telling.ts';

let settings: NoticeSettings;
let told: Settings.NoticeSettings | object;
vi.mock('./noticeSettings.ts', async (original) => ({
  ...(await original<typeof Settings>()),
  readNoticeSettings: async () => settings,
  readTold: async () => told,
  keepTold: async (now: object) => void (told = now),
}));
beforeEach(() => {
  settings = { ...unsettled, on: true };
  told = {};
});

/** A service worker's surroundings with these pages, and what came of telling. */
function world(...pages: { focused: boolean; path?: string }[]) {
  const [opened, acts]: [string[], object[]] = [[], []];
  const board = new Map<string, object>();
  const now = { subscribed: true, badge: 0 };
  const windows = pages.map((given, page) => ({
    url: `https://waxwing.example${given.path ?? '/c/id'}`,
    get focused() {
      return given.focused;
    },
    postMessage: (message: object) => void acts.push({ page, ...message }),
    focus: async () => void acts.push({ page, type: 'focus' }),
  }));
  const surroundings: Surroundings = {
    navigator: {
      setAppBadge: async (unread = -1) => void (now.badge = unread),
      clearAppBadge: async () => void (now.badge = 0),
    },
    clients: { matchAll: async () => windows, openWindow: async (path) => void opened.push(path) },
    registration: {
      showNotification: async (title, options) => void board.set(options.tag, { title, ...options }),
      getNotifications: async () => [...board.keys()].map((tag) => ({ tag, close: () => void board.delete(tag) })),
      pushManager: {
        getSubscription: async () => (now.subscribed ? { unsubscribe: async () => (now.subscribed = false) } : null),
      },
    },
  };
  return { surroundings, board, now, shown: () => [...board.values()], opened, acts };
}

const place = { renotify: true, silent: true };
const poke = { title: 'Waxwing', body: 'New message', tag: 'waxwing', data: { path: '/' }, ...place };
const news = (more: Partial<News> = {}): News => ({
  notices: [{ tag: 'a', title: 'Finn', text: 'a lamp', path: '/c/a' }],
  unreadIn: ['a'],
  unread: 1,
  quietHours: null,
  told: { a: 7 },
  isWhole: true,
  ...more,
});
const fails = async (): Promise<News> => {
  throw new Error('the server cannot be reached');
};

test('what came is told, each conversation once, and what was told before only as long as it is unread', async () => {
  const { surroundings, shown, board, now } = world({ focused: false });
  await tellOfPoke(surroundings, fails);
  board.set('read elsewhere', {});
  board.set('b', { body: 'still unread' });
  const a = { title: 'Finn', body: 'a lamp', tag: 'a', data: { path: '/c/a' }, ...place };
  const asked: object[] = [];
  const look = async (_settings: NoticeSettings, before: object) => {
    asked.push(before);
    return news({ unreadIn: ['a', 'b'], unread: 3 });
  };
  await tellOfPoke(surroundings, look);
  await tellOfPoke(surroundings, look);
  expect(shown()).toEqual([{ body: 'still unread' }, a]);
  expect(asked).toEqual([{}, { a: 7 }]);
  expect(now.badge).toBe(3);
  await tellOfPoke(surroundings, async () => news({ notices: [], unreadIn: [], unread: 0 }));
  expect([shown(), now.badge]).toEqual([[], 0]);
});

test('where it cannot be looked, or not all of it opens, a poke says that there is something', async () => {
  const { surroundings, shown } = world();
  settings = { ...settings, words: { message: 'Neue Nachricht' } };
  await tellOfPoke(surroundings, fails);
  expect(shown()).toEqual([{ ...poke, body: 'Neue Nachricht' }]);
  await tellOfPoke(surroundings, async () => news());
  expect(shown()).toMatchObject([{ tag: 'a' }]);
  await tellOfPoke(surroundings, async () => news({ notices: [], isWhole: false }));
  expect(shown()).toMatchObject([{ tag: 'a' }, { tag: 'waxwing' }]);
});

test('a look that takes too long is not waited for', async () => {
  vi.useFakeTimers();
  const { surroundings, shown } = world();
  const telling = tellOfPoke(surroundings, () => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(15_000);
  await telling;
  expect(shown()).toEqual([poke]);
  vi.useRealTimers();
});

test('it makes no sound unless that is wanted, and none in quiet hours, as other devices have set them meanwhile', async () => {
  const { surroundings, board } = world();
  const all = { from: 0, to: 24 * 60 };
  const silent = async (quiet: NoticeSettings['quietHours'], find = async () => news({ quietHours: quiet })) => {
    board.clear();
    await tellOfPoke(surroundings, find);
    return [...board.values()].map((each) => (each as { silent: boolean }).silent);
  };
  expect(await silent(null)).toEqual([true]);
  settings = { ...settings, sound: true, quietHours: all };
  expect([await silent(null), await silent(all), await silent(null, fails)]).toEqual([[false], [true], [true]]);
});

test('whoever looks already is told nothing; who looks at a page for visitors is', async () => {
  const { surroundings, shown } = world({ focused: false }, { focused: true });
  await tellOfPoke(surroundings, async () => news());
  expect(shown()).toEqual([]);
  const visitor = world({ focused: true, path: '/public/guestbook' });
  await tellOfPoke(visitor.surroundings, async () => news());
  expect(visitor.shown()).toHaveLength(1);
  await leadTo(visitor.surroundings.clients, '/c/a');
  expect([visitor.opened, visitor.acts]).toEqual([['/c/a'], []]);
});

test('whoever comes while it looks is told nothing, nor who logs out meanwhile', async () => {
  const page = { focused: false };
  const { surroundings, shown, now } = world(page);
  await tellOfPoke(surroundings, async () => {
    page.focused = true;
    return news();
  });
  expect([shown(), now.subscribed]).toEqual([[], true]);
  page.focused = false;
  await tellOfPoke(surroundings, async () => {
    settings = unsettled;
    return news();
  });
  expect([shown(), now.subscribed]).toEqual([[], false]);
});

test('whoever logs out while it tells is told nothing, and nothing stays of what was told before', async () => {
  const { surroundings, board, shown, now } = world();
  board.set('b', { body: 'of before' });
  const { registration } = surroundings;
  const show = registration.showNotification.bind(registration);
  registration.showNotification = async (...notice) => {
    settings = unsettled;
    await show(...notice);
  };
  await tellOfPoke(surroundings, async () => news());
  expect([shown(), now]).toEqual([[], { subscribed: false, badge: 0 }]);
});

test.each([
  ['nobody is logged in', true, async () => null],
  ['the person wants to be told of nothing', false, async () => news()],
])('where %s, nothing is shown, and pokes are given back', async (_why, on, find) => {
  const { surroundings, board, shown, now } = world();
  board.set('b', { body: 'of before' });
  settings = { ...settings, on };
  await tellOfPoke(surroundings, find);
  expect([shown(), now.subscribed]).toEqual([[], false]);
});

test('a click leads to the conversation in the page that is open, or in a new one', async () => {
  const open = world({ focused: false }, { focused: false });
  await leadTo(open.surroundings.clients, '/c/id');
  expect(open.acts).toEqual([
    { page: 0, type: 'open path', path: '/c/id' },
    { page: 0, type: 'focus' },
  ]);
  expect(open.opened).toEqual([]);
  const closed = world();
  await leadTo(closed.surroundings.clients, '/c/id');
  expect(closed.opened).toEqual(['/c/id']);
});
