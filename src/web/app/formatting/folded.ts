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
  const head = lines.length > HEAD.lines ? lines.slice(0, HEAD.lines).join('\n') : upToBreak(start);
  return { head, rest: text.slice(head.length), plain };
}

function upToBreak(start: string): string {
  for (const mark of ['\n', ' ']) {
    const end = start.lastIndexOf(mark);
    if (end > start.length / 2) return start.slice(0, end);
  }
  return /[\uD800-\uDBFF]$/.test(start) ? start.slice(0, -1) : start;
}
