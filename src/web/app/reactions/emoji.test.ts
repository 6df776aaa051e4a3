import { describe, expect, test } from 'vitest';
import { isEmoji } from '../../../protocol/emoji.ts';
import { de } from '../words/de.ts';
import { en } from '../words/en.ts';
import { es } from '../words/es.ts';
import { fr } from '../words/fr.ts';
import { emoji, emojiNamed, usual } from './emoji.ts';

test('[M19] every emoji that is offered is one that others take, and stands there once', () => {
  expect([...emoji, ...usual].filter((one) => !isEmoji(one))).toEqual([]);
  expect(new Set(emoji).size).toBe(emoji.length);
  expect(usual.filter((one) => !emoji.includes(one))).toEqual([]);
});

describe.each(Object.entries({ en, de, fr, es }))('in %s', (_language, words) => {
  test('each has a name', () => {
    expect(words.emojiNames.split(',').filter((name) => name.trim() !== '')).toHaveLength(emoji.length);
  });
});

test('they are found by any part of a name, whatever its capitals and marks', () => {
  expect(emojiNamed('Heart')).toEqual(['😍', '❤️', '💔']);
  expect(emojiNamed(' rocket ')).toEqual(['🚀']);
  expect(emojiNamed('')).toEqual(emoji);
  expect(emojiNamed('no such thing')).toEqual([]);
});
