import { type Marking, markingOf } from '../keys/shortcuts.ts';

const signs: Readonly<Record<Marking, string>> = { bold: '**', italic: '*', struck: '~~', code: '`' };

/** What the keys for bold and the like do with a text: what is selected is marked, or no longer. */
export interface Marked {
  /** What is replaced, by what, and what is selected then. */
  readonly from: number;
  readonly to: number;
  readonly by: string;
  readonly select: readonly [number, number];
}

export function marked(text: string, start: number, end: number, marking: Marking): Marked {
  const sign = signs[marking];
  const { length } = sign;
  // Spaces at the edges stay outside: marks stand beside words.
  const selected = text.slice(start, end);
  const first = start + (selected.length - selected.trimStart().length);
  const last = selected.trim() === '' ? first : end - (selected.length - selected.trimEnd().length);
  const words = text.slice(first, last);
  const isSign = (at: number): boolean =>
    text.slice(at, at + length) === sign && (sign !== '*' || text[at - 1] !== '*' || text[at - 2] === '*');
  if (isSign(first - length) && isSign(last)) {
    return { from: first - length, to: last + length, by: words, select: [first - length, last - length] };
  }
  return { from: first, to: last, by: `${sign}${words}${sign}`, select: [first + length, last + length] };
}

/** Whether it was one of those keys. The browser's own undo takes back what it did. */
export function pressedMarking(event: KeyboardEvent, box: HTMLTextAreaElement): boolean {
  const marking = markingOf(event);
  if (marking === null) return false;
  event.preventDefault();
  const { from, to, by, select } = marked(box.value, box.selectionStart, box.selectionEnd, marking);
  box.setSelectionRange(from, to);
  // Of what puts words into a box it is the one that undo knows of.
  document.execCommand(by === '' ? 'delete' : 'insertText', false, by);
  box.setSelectionRange(...select);
  return true;
}
