import { expect, test } from 'vitest';
import { localeOf, preferredLanguage } from './language.ts';

test.each([
  [['de-AT', 'en'], 'de'],
  [['nl', 'fr-CA', 'en'], 'fr'],
  [['ES'], 'es'],
  [['est', 'end'], 'en'],
  [[], 'en'],
])('of %j the language is %s', (tags, language) => {
  expect(preferredLanguage(tags)).toBe(language);
});

test.each([
  ['en', ['de', 'en-US'], 'en-US'],
  ['en', ['de'], 'en-GB'],
  ['en', ['en-US@posix', 'en-AU'], 'en-AU'],
  ['de', ['en', 'de-CH'], 'de-CH'],
  ['fr', ['en'], 'fr'],
] as const)('beside words in %s, for a reader of %j, dates are those of %s', (language, tags, locale) => {
  expect(localeOf(language, tags)).toBe(locale);
});
