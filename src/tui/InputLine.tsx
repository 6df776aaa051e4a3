import { Box, Text, useCursor } from 'ink';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { oneLine } from '../protocol/oneLine.ts';

interface InputLineProps {
  readonly prompt: string;
  readonly text: string;
  readonly cursor: number;
  /** Dots instead of what is typed. */
  readonly unseen: boolean;
  readonly columns: number;
  /** How many rows of the screen are above. */
  readonly top: number;
}

const MOST_ROWS = 6;

/** What is being typed, in as many rows as it takes; of more than six, those around the cursor. */
export function InputLine({ prompt, text, cursor, unseen, columns, top }: InputLineProps) {
  const { setCursorPosition } = useCursor();
  const typed = unseen ? '*'.repeat(Array.from(text).length) : shownText(text);
  const before = unseen ? '*'.repeat(Array.from(text.slice(0, cursor)).length) : shownText(text.slice(0, cursor));
  const rows = wrapped(prompt + typed, columns);
  const upTo = wrapped(`${prompt + before}|`, columns);
  const at = upTo.length - 1;
  const first = Math.max(0, Math.min(at, rows.length - MOST_ROWS));
  setCursorPosition({ x: stringWidth(upTo[at] ?? '') - 1, y: top + at - first });
  return (
    <Box flexDirection="column">
      {rows.slice(first, first + MOST_ROWS).map((row, index) => (
        // A row has nothing of its own but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <Text key={index}>{row === '' ? ' ' : row}</Text>
      ))}
    </Box>
  );
}

/** Rows that the line takes. */
export function inputHeight(prompt: string, text: string, columns: number): number {
  return Math.min(MOST_ROWS, wrapped(prompt + shownText(text), columns).length);
}

/** What was pasted may hold what a terminal obeys, too. */
const shownText = (text: string) => text.split('\n').map(kept).join('\n');
const kept = (line: string) => {
  const [blanks = ''] = /\s*$/.exec(line) ?? [];
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  return line.trim() === ''
    ? ' '.repeat(line.length)
    : ' '.repeat(indent.length) + oneLine(line) + ' '.repeat(blanks.length);
};

const wrapped = (text: string, columns: number) =>
  wrapAnsi(text, Math.max(8, columns - 1), { hard: true, trim: false, wordWrap: false }).split('\n');
