import { describe, expect, test } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { languageNames } from './language.ts';
import type { Plural } from './message.ts';
import type { Catalogue } from './words.ts';

const translations = { de, fr, es } satisfies Record<string, Catalogue>;

/** What is the same word in both: names, marks, and what one language has taken from the other. */
const equal: Record<keyof typeof translations, readonly string[]> = {
  de: ['Admin', 'Code', 'Link', 'Name', 'Online', 'Server', 'Spam', 'Streams', 'Terminals', 'Threads'],
  fr: [
    'Notifications',
    '# message',
    '# messages',
    'Admin',
    'Code',
    'Confinement',
    'Conversations',
    'E-mail',
    'Invitation',
    'Invitations',
    'Machines',
    'Message',
    'Messages',
    'Minutes',
    'Public',
    '`code`',
    'machines',
    '{count} h',
    '{count} min',
    'Notifications',
  ],
  es: ['# error', 'Admin', 'Spam', '{count} h', '{count} min'],
};
const everywhere = ['HTTPS', 'Waxwing', '({count}) Waxwing'];

const ids = Object.keys(en) as (keyof Catalogue)[];
const english: Catalogue = en;
const formsOf = (message: string | Plural): Record<string, string> => {
  if (typeof message === 'string') return { text: message };
  const { value: _value, ...forms } = message;
  return { ...forms };
};
const placeholders = (text: string) => (text.match(/\{\w+\}|#/g) ?? []).toSorted();
const hasWords = (text: string) => /\p{L}/u.test(text.replaceAll(/\{\w+\}/g, ''));

test('every language but English is held against it', () => {
  expect(['en', ...Object.keys(translations)]).toEqual(languageNames);
});

describe.each(Object.keys(translations) as (keyof typeof translations)[])('%s', (language) => {
  const catalogue: Catalogue = translations[language];

  test('has the words of English, and no others', () => {
    expect(Object.keys(catalogue).toSorted()).toEqual(ids.toSorted());
  });

  test('puts in the same values', () => {
    const differing = ids.filter((id) => {
      const wanted = formsOf(english[id]);
      return Object.entries(formsOf(catalogue[id])).some(
        ([form, text]) => String(placeholders(text)) !== String(placeholders(wanted[form] ?? wanted['other'] ?? '')),
      );
    });
    expect(differing).toEqual([]);
  });

  test('says plurals in the forms that its own rules have', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const id of ids) {
      const [message, counterpart] = [catalogue[id], english[id]];
      if (typeof message === 'string' || typeof counterpart === 'string') continue;
      expect([id, message.value, Object.keys(formsOf(message)).toSorted()]).toEqual([
        id,
        counterpart.value,
        categories,
      ]);
    }
  });

  test('leaves nothing in English', () => {
    const known = [...everywhere, ...equal[language]];
    const left = ids.flatMap((id) => {
      const said = Object.values(formsOf(english[id]));
      return Object.values(formsOf(catalogue[id])).filter((text) => hasWords(text) && said.includes(text));
    });
    expect([...new Set(left)].filter((text) => !known.includes(text))).toEqual([]);
    expect(equal[language].filter((text) => !left.includes(text))).toEqual([]);
  });
});
