export const languages = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof languages)[number];

/** Words in the language that was asked for, else in English; times and numbers go with the words. */
export function readLanguage(asked: string): { readonly language: Language; readonly locale: string } {
  const language = languages.find((one) => one === asked.slice(0, 2).toLowerCase() && !/^[a-z]/i.test(asked.slice(2)));
  return language ? { language, locale: isLocale(asked) ? asked : language } : { language: 'en', locale: 'en' };
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
