import { withoutPiles } from '../../protocol/unseen.ts';

// What a reader takes for the same word: without case, accents and the like. It depends on no language, so that the index
// fits whichever one reads, and it finds rather too much than too little: an i is an i, with a dot or without.

/** Accents and points; not the marks that are vowels (of Hindi, say), nor those that make another kana. */
const MARKS = /(?![\u3099\u309A])(?=\p{M})[\p{Script=Inherited}\p{Script=Hebrew}]/gu;
/** Letters that are one with others and that Unicode does not take apart. */
const ALIKE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
};
const UNLIKE = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'gu');

export function fold(text: string): string {
  const lower = withoutPiles(text).normalize('NFKD').toLowerCase();
  return lower.replace(MARKS, '').replace(UNLIKE, (letter) => ALIKE[letter] ?? letter);
}

/** Runs of letters and figures, and each picture alone. */
export const WORD = /[\p{L}\p{N}\p{M}_]+|\p{Extended_Pictographic}/gu;

/** Of scripts that put no space between words: each character with the marks on it. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const ANY_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');
const RUN = new RegExp(`(?:[${UNSPACED}]\\p{M}*)+|(?:(?![${UNSPACED}])[^])+`, 'gu');
const CHARACTER = /\P{M}\p{M}*/gu;

/** UTF-16 units; what follows in a longer word is not looked at. */
const LONGEST = 40;

/** A run of characters that have to stand there together, folded. */
export interface Word {
  readonly text: string;
  /** It may begin anywhere in a run of its script; else a word of the text has to begin with it. */
  readonly unspaced: boolean;
}

/** The words of a folded text, each as often as it stands there. */
export function* wordsOf(folded: string): Generator<Word & { readonly at: number }> {
  for (const { 0: text, index } of folded.matchAll(WORD)) {
    if (!ANY_UNSPACED.test(text)) yield { text, unspaced: false, at: index };
    else {
      for (const run of text.matchAll(RUN))
        yield { text: run[0], unspaced: ANY_UNSPACED.test(run[0]), at: index + run.index };
    }
  }
}

/** What of a text is in the index: its words, and of those without spaces between them each two characters. */
export function addTerms(terms: Set<string>, text: string): void {
  for (const word of wordsOf(fold(text))) {
    if (word.unspaced) for (const pair of pairsOf(word.text, true)) terms.add(pair);
    else terms.add(cut(word.text));
  }
}

/** UTF-16 units of a text that are looked at in one turn. */
const PIECE = 16_384;

/** A long text in pieces that end between words, as far as there are any. */
export function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = start + PIECE;
    const space = end >= text.length ? -1 : text.lastIndexOf(' ', end);
    const next = space > start ? space + 1 : end;
    yield text.slice(start, next);
    start = next;
  }
}

/** What a message has in the index in which all these words stand: terms that begin so. None is the beginning of another. */
export function beginningsOf(words: readonly Word[]): string[] {
  const all = words.flatMap(({ text, unspaced }) => (unspaced ? pairsOf(text, false) : [cut(text)]));
  const longestFirst = [...new Set(all)].toSorted((a, b) => b.length - a.length);
  return longestFirst.filter((one, index) => !longestFirst.slice(0, index).some((longer) => longer.startsWith(one)));
}

function pairsOf(text: string, withLast: boolean): string[] {
  const characters = text.match(CHARACTER) ?? [];
  const pairs = characters.map((character, index) => cut(character + (characters[index + 1] ?? '')));
  return withLast || pairs.length < 2 ? pairs : pairs.slice(0, -1);
}

/** Never between the halves of one character. */
const cut = (text: string): string =>
  text.length <= LONGEST ? text : text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '');

/** Whether a word of a text is what was asked for: it begins with it, or has it in it where nothing parts the words. */
export function fits(word: Word, asked: Word): boolean {
  return asked.unspaced ? word.unspaced && word.text.includes(asked.text) : !word.unspaced && startsWith(word, asked);
}

const startsWith = (word: Word, asked: Word): boolean => word.text.startsWith(asked.text);
