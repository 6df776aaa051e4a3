import { beforeEach, expect, test, vi } from 'vitest';
import type * as Settings from './noticeSettings.ts';
import { type NoticeSettings, unsettled } from './noticeSettings.ts';
import { leadTo, tellOfPoke, type Surroundings } from './telling.ts';

let settings: NoticeSettings;
vi.mock('./noticeSettings.ts', async (original) => ({
  ...(await original<typeof Settings>()),
  readNoticeSettings: async () => settings,
}));
beforeEach(() => {
  settings = unsettled;
});

/** A service worker's surroundings with these pages, and what came of telling. */
function world(...pages: { focused: boolean }[]) {
  const [shown, opened, told]: [object[], string[], object[]] = [[], [], []];
  const windows = pages.map(({ focused }, page) => ({
    focused,
    postMessage: (message: object) => void told.push({ page, ...message }),
    focus: async () => void told.push({ page, type: 'focus' }),
  }));
  const surroundings: Surroundings = {
    navigator: {},
    clients: { matchAll: async () => windows, openWindow: async (path) => void opened.push(path) },
    registration: { showNotification: async (title, options) => void shown.push({ title, ...options }) },
  };
  return { surroundings, shown, opened, told };
}

test('a poke says that there is something, in the person’s language, and makes no sound unless that is wanted now', async () => {
  const { surroundings, shown } = world({ focused: false });
  const all = { from: 0, to: 24 * 60 };
  settings = { ...unsettled, words: { ...unsettled.words, message: 'Neue Nachricht' } };
  await tellOfPoke(surroundings);
  settings = { ...unsettled, sound: true };
  await tellOfPoke(surroundings);
  settings = { ...unsettled, sound: true, quietHours: all };
  await tellOfPoke(surroundings);
  const one = { title: 'Waxwing', body: 'New message', tag: 'waxwing', data: { path: '/' } };
  expect(shown).toEqual([
    { ...one, body: 'Neue Nachricht', silent: true },
    { ...one, silent: false },
    { ...one, silent: true },
  ]);
});

test('whoever looks already is told nothing', async () => {
  const { surroundings, shown } = world({ focused: false }, { focused: true });
  await tellOfPoke(surroundings);
  expect(shown).toEqual([]);
});

test('a click leads to the conversation in the page that is open, or in a new one', async () => {
  const open = world({ focused: false }, { focused: false });
  await leadTo(open.surroundings.clients, '/c/id');
  expect(open.told).toEqual([
    { page: 0, type: 'open path', path: '/c/id' },
    { page: 0, type: 'focus' },
  ]);
  expect(open.opened).toEqual([]);
  const closed = world();
  await leadTo(closed.surroundings.clients, '/c/id');
  expect(closed.opened).toEqual(['/c/id']);
});
