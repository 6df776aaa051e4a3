/** What is a word of its own: pictures, and what is written without spaces between words. */
const ALONE =
  /[\p{So}\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
// eslint-disable-next-line no-control-regex
const MORE_THAN_ASCII = /[^\u0000-\u007F]/;

/** The tokenizer of the words, of SQLite's FTS5: letters and numbers, and what the pattern above puts alone. */
export const TOKENIZER = `unicode61 remove_diacritics 2 categories 'L* N* Co So'`;

/**
 * Text as it goes to the tokenizer. Signs that are words of their own have spaces around them, so that any part of a
 * text in Chinese or Japanese is found as a phrase.
 */
export const spaced = (text: string): string =>
  MORE_THAN_ASCII.test(text) ? text.toWellFormed().replace(ALONE, ' $& ') : text;

/**
 * The query of FTS5 for what people typed: each word a phrase of its tokens, all of them, the last one by its beginning.
 * Nothing that was typed is syntax. Null when no word was typed.
 */
export function matchOf(typed: string): string | null {
  const words = typed.replaceAll('\0', ' ').split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  return `${words.map((word) => `"${spaced(word).replaceAll('"', '""')}"`).join(' ')}*`;
}
