const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * Where the text of a box begins, by its first letter, as its message will be shown; as the page does while it has none. A
 * box that finds out by itself (`auto`) does so for each line anew, and a long text stops the page for minutes; one that is
 * told only once it has a text lays all of it out a second time.
 */
export function directionOf(text: string, page: string): string {
  const [first] = LETTER.exec(text) ?? [];
  if (first === undefined) return page;
  return RIGHT_TO_LEFT.test(first) ? 'rtl' : 'ltr';
}
