import { type Word, fits, fold, piecesOf, wordsOf } from './folding.ts';

export interface Excerpt {
  readonly text: string;
  /** What was searched for, in it: from, to. */
  readonly marks: readonly (readonly [number, number])[];
}

/** UTF-16 units. */
const LENGTH = 160;
const BEFORE = 36;

/**
 * A piece of the text around the first word that was asked for; null: not all of them stand in it.
 * @param pause between two turns, of a long text
 */
export async function excerptFor(
  text: string,
  asked: readonly Word[],
  pause: () => Promise<void>,
): Promise<Excerpt | null> {
  const missing = new Set(asked);
  let first: { readonly piece: string; readonly at: number } | null = null;
  let at = 0;
  for (const piece of piecesOf(text)) {
    const isHere = findIn(piece, asked, missing);
    if (isHere) first ??= { piece, at };
    if (missing.size === 0) return cutOut(text, marksIn(first?.piece ?? '', first?.at ?? 0, asked));
    at += piece.length;
    await pause();
  }
  return null;
}

/** Whether any of them stands there; those are missing no more. */
function findIn(piece: string, asked: readonly Word[], missing: Set<Word>): boolean {
  let any = false;
  for (const word of wordsOf(fold(piece))) {
    for (const one of asked) {
      if (!fits(word, one)) continue;
      missing.delete(one);
      any = true;
    }
  }
  return any;
}

function marksIn(piece: string, at: number, asked: readonly Word[]): [number, number][] {
  const { folded, origins } = foldedWithOrigins(piece);
  const marks: [number, number][] = [];
  for (const word of wordsOf(folded)) {
    const found = asked.filter((one) => fits(word, one)).toSorted((a, b) => b.text.length - a.text.length);
    const [longest] = found;
    if (!longest) continue;
    const start = word.at + Math.max(0, word.text.indexOf(longest.text));
    marks.push([at + (origins[start] ?? 0), at + (origins[start + longest.text.length] ?? piece.length)]);
  }
  return marks;
}

/** Each character folded by itself, so that it is known where each stood. */
function foldedWithOrigins(text: string): { folded: string; origins: number[] } {
  const origins: number[] = [];
  const parts: string[] = [];
  let at = 0;
  for (const character of text) {
    const folded = fold(character);
    for (let unit = 0; unit < folded.length; unit++) origins.push(at);
    parts.push(folded);
    at += character.length;
  }
  return { folded: parts.join(''), origins };
}

function cutOut(text: string, marks: readonly (readonly [number, number])[]): Excerpt {
  const first = marks[0]?.[0] ?? 0;
  const start = first <= BEFORE ? 0 : beginning(text, first - BEFORE, first);
  const end = Math.min(text.length, whole(text, start + LENGTH));
  const lead = start > 0 ? '…' : '';
  const shift = lead.length - start;
  const shown = text.slice(start, end).replaceAll(/\s/g, ' ');
  return {
    text: lead + shown + (end < text.length ? '…' : ''),
    marks: marks.filter(([, to]) => to <= end).map(([from, to]) => [from + shift, to + shift]),
  };
}

/** After a space, if there is one before the word. */
function beginning(text: string, from: number, word: number): number {
  const space = text.slice(from, word).search(/\s\S/);
  return space === -1 ? whole(text, from) : from + space + 1;
}

/** Not between two halves of one character. */
function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
