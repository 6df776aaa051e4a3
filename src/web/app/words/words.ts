import { setupI18n } from '@lingui/core';
import { en } from './en.ts';
import { localeOf, type Language } from './language.ts';
import { compile, type Translation } from './message.ts';

export type WordId = keyof typeof en;

/** All words in one language. */
export type Catalogue = Translation<typeof en>;

/** English is there from the beginning; another is fetched once it is spoken. */
const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
};

const i18n = setupI18n();
const readersTags = globalThis.navigator?.languages ?? [];

/** Dates and numbers as the reader writes them, as far as that is of the language of the words. */
export let locale: string;
take('en', en);

let asked: Language = 'en';

/** From now on words are in this language. Where it cannot be fetched, they stay as they were. */
export async function speak(language: Language): Promise<void> {
  asked = language;
  const catalogue = await catalogues[language]();
  if (asked === language) take(language, catalogue);
}

function take(language: Language, catalogue: Catalogue): void {
  locale = localeOf(language, readersTags);
  const messages = Object.entries(catalogue).map(([id, message]) => [id, compile(message)]);
  i18n.loadAndActivate({ locale: language, locales: [locale], messages: Object.fromEntries(messages) });
}

/** Calls back whenever the words have become those of another language. */
export const onSpoken = (listener: () => void): (() => void) => i18n.on('change', listener);

export const spokenLanguage = (): Language => i18n.locale as Language;

/** The words for an id, with values put in. */
export function t(id: WordId, values?: Record<string, string | number>): string {
  return i18n._(
    id,
    values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, verbatim(value)])),
  );
}

/** The runtime reads `\u202e` as the letter of that number, also where somebody is called so: a backslash stays one. */
const verbatim = <Value extends string | number>(value: Value): Value | string =>
  typeof value === 'string' ? value.replaceAll('\\', String.raw`\x5c`) : value;
