/** Characters and lines that are shown at once. */
const CHARACTERS = 4_000;
const LINES = 80;
const HEAD = { characters: 2_000, lines: 40 };
/** Marks are looked for in what somebody may have typed, not in what was poured in. */
const FORMATTED = 64 * 1024;

interface Folded {
  /** What is shown at first; all of it, unless it is long. */
  readonly head: string;
  readonly rest: string;
  /** Too long to look for marks in it. */
  readonly plain: boolean;
}

/** Where a long text is folded: between lines if it can be, else between words, never within a character. */
export function folded(text: string): Folded {
  const plain = text.length > FORMATTED;
  if (text.length <= CHARACTERS && text.split('\n').length <= LINES) return { head: text, rest: '', plain };
  const start = text.slice(0, HEAD.characters);
  const lines = start.split('\n');
  const head = lines.length > 2 ? lines.slice(0, Math.min(HEAD.lines, lines.length - 1)).join('\n') : upToWord(start);
  return { head, rest: text.slice(head.length), plain };
}

function upToWord(start: string): string {
  const space = start.lastIndexOf(' ');
  if (space > start.length / 2) return start.slice(0, space);
  return /[\uD800-\uDBFF]$/.test(start) ? start.slice(0, -1) : start;
}
