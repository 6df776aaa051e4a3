import { locale } from './words.ts';

/** Dates or numbers as the reader writes them: made once, and anew when the words are of another language. */
export function inLocale<Format>(make: (locale: string) => Format): () => Format {
  let made: { readonly of: string; readonly format: Format } | undefined;
  return () => {
    if (made?.of !== locale) made = { of: locale, format: make(locale) };
    return made.format;
  };
}
