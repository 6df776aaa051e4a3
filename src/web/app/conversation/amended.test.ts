import { expect, test } from 'vitest';
import type { Item, Reaction } from '../../../client/api.ts';
import { amendedSince } from './amended.ts';

const person = (username: string) => ({ account: username, username, displayName: username.toUpperCase() });

const item = (key: string, change: Partial<Item> = {}): Item => ({
  key,
  seq: 1,
  mine: false,
  author: person('bram'),
  at: 0,
  state: 'received',
  failure: null,
  body: { type: 'text', text: key, edited: false },
  reply: null,
  reactions: [],
  blocked: false,
  progress: null,
  gapBefore: false,
  ...change,
});

const edited = (text: string) => ({ body: { type: 'text', text, edited: true } }) as const;
const with_ = (emoji: string, names: string[], mine = false): Reaction => ({ emoji, people: names.map(person), mine });

test('an edit and a reaction of somebody else are read out, one’s own and what is taken back are not', () => {
  const one = item('one');
  expect(amendedSince([one], [one])).toBeNull();
  expect(amendedSince([one], [item('one', edited('two'))])).toBe('BRAM edited: two');
  expect(amendedSince([one], [item('one', { mine: true, ...edited('two') })])).toBeNull();
  expect(amendedSince([one], [item('one', { reactions: [with_('👍', ['bram'])] })])).toBe('BRAM reacted with 👍');
  expect(amendedSince([one], [item('one', { reactions: [with_('👍', ['amara'], true)] })])).toBeNull();
  expect(amendedSince([item('one', { reactions: [with_('👍', ['bram'])] })], [one])).toBeNull();
  const both = item('one', { reactions: [with_('👍', ['amara', 'bram'], true)] });
  expect(amendedSince([item('one', { reactions: [with_('👍', ['amara'], true)] })], [both])).toBe(
    'BRAM reacted with 👍',
  );
});

test('a message that comes into sight has not changed', () => {
  expect(amendedSince([item('two')], [item('one', edited('old')), item('two')])).toBeNull();
});
