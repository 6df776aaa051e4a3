interface LanguageFacts {
  /** What it calls itself. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** Whose dates and numbers it takes where the reader's browser says nothing nearer. */
  readonly locale: string;
}

/** The languages that the app speaks. */
export const languages = {
  en: { name: 'English', dir: 'ltr', locale: 'en-GB' },
  de: { name: 'Deutsch', dir: 'ltr', locale: 'de' },
  fr: { name: 'Français', dir: 'ltr', locale: 'fr' },
  es: { name: 'Español', dir: 'ltr', locale: 'es' },
} as const satisfies Record<string, LanguageFacts>;

export type Language = keyof typeof languages;
export const languageNames = Object.keys(languages) as Language[];

/** The language among ours of a tag like `de-AT`. */
export const languageOf = (tag: string): Language | undefined =>
  languageNames.find((language) => language === tag.split('-', 1)[0]?.toLowerCase());

/** The first of the reader's languages that is ours, else English. */
export function preferredLanguage(tags: readonly string[]): Language {
  return tags.map(languageOf).find((language) => language !== undefined) ?? 'en';
}

/** Whose dates and numbers stand beside the words of a language: the reader's own, as far as they are of that language. */
export function localeOf(language: Language, tags: readonly string[]): string {
  return tags.find((tag) => languageOf(tag) === language && isLocale(tag)) ?? languages[language].locale;
}

/** Browsers pass on what the system calls its language, also where it is none: `en-US@posix`. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
