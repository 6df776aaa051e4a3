import type { Block } from '../../../protocol/api/threads.ts';
import type { Submission } from '../../../protocol/comments.ts';
import { UNSEEN, withoutPiles } from '../../../protocol/unseen.ts';
import { networkOf } from '../rates.ts';

type Written = Pick<Submission, 'name' | 'surname' | 'email' | 'message'>;

export type BlockList = (written: Written, address: string) => Block | null;

/**
 * Finds the first block that a comment runs into. Words count wherever they stand as whole words, in any case and
 * width; an address of the network counts with those that share its line (see `networkOf`), a domain with all below it.
 * @param blocks as reviewers put them in
 */
export function createBlockList(blocks: readonly Block[]): BlockList {
  const matchers = blocks.map((block) => ({ block, matches: matcherOf(block) }));
  return ({ name, surname, email, message }, address) => {
    const seen: Seen = {
      words: folded([name, surname, message].join('\n')),
      email: email.toLowerCase(),
      network: networkOf(address),
    };
    return matchers.find(({ matches }) => matches(seen))?.block ?? null;
  };
}

interface Seen {
  readonly words: string;
  readonly email: string;
  readonly network: string;
}

function matcherOf({ kind, value }: Block): (seen: Seen) => boolean {
  if (kind === 'address') {
    const network = networkOf(value);
    return (seen) => seen.network === network;
  }
  if (kind === 'word') {
    const word = folded(value);
    return (seen) => holdsWord(seen.words, word);
  }
  if (!value.startsWith('@')) return (seen) => seen.email === value;
  return (seen) => seen.email.endsWith(value) || seen.email.endsWith(`.${value.slice(1)}`);
}

const JOINERS = /[\u200C\u200D]/g;

/** What looks alike in other widths and cases, and with something unseen between its letters, is the same. */
const folded = (text: string): string =>
  withoutPiles(text.replace(UNSEEN, (unseen) => (unseen === '\n' ? ' ' : '')).replace(JOINERS, ''))
    .normalize('NFKC')
    .toLowerCase();

/** Scripts that write their words without spaces between them have no edge to look for. */
const LETTER = String.raw`[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]]`;
const LETTER_BEFORE = new RegExp(`${LETTER}$`, 'v');
const LETTER_AFTER = new RegExp(`^${LETTER}`, 'v');

/** Inside of a longer word it is another word. */
function holdsWord(text: string, word: string): boolean {
  if (word === '') return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = LETTER_AFTER.test(word) && LETTER_BEFORE.test(text.slice(Math.max(0, at - 2), at));
    const after = LETTER_BEFORE.test(word) && LETTER_AFTER.test(text.slice(at + word.length, at + word.length + 2));
    if (!before && !after) return true;
  }
  return false;
}
