import { expect, test } from 'vitest';
import { anywhere, keysOf, shortcutOf } from './shortcuts.ts';

const none = { key: 'k', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

test.each([
  ['Ctrl+K', { ...none, ctrlKey: true }, 'switcher'],
  ['⌘K', { ...none, metaKey: true }, 'switcher'],
  ['Ctrl+K with caps lock', { ...none, key: 'K', ctrlKey: true }, 'switcher'],
  ['Alt+Ctrl+K', { ...none, ctrlKey: true, altKey: true }, null],
  ['K alone', none, null],
  ['Alt+Down', { ...none, key: 'ArrowDown', altKey: true }, 'next'],
  ['Alt+Shift+Up', { ...none, key: 'ArrowUp', altKey: true, shiftKey: true }, 'previousUnread'],
  ['? behind Shift', { ...none, key: '?', shiftKey: true }, 'keys'],
  ['? on a key of its own', { ...none, key: '?' }, 'keys'],
  ['Ctrl+?', { ...none, key: '?', ctrlKey: true }, null],
])('[000.4] %s', (_what, pressed, shortcut) => {
  expect(shortcutOf(pressed)).toBe(shortcut);
});

test('keys are shown as they are printed', () => {
  expect(keysOf(anywhere.nextUnread.combinations[0], false)).toEqual(['Alt', 'Shift', '↓']);
  expect(keysOf(anywhere.switcher.combinations[0], true)).toEqual(['⌘', 'K']);
  expect(keysOf({ key: 'Escape' }, false)).toEqual(['Esc']);
});
