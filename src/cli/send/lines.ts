import { limits } from '../../protocol/limits.ts';

const NEWLINE = 10;
/** As many bytes as the longest message may have, and more than it mostly has. */
const LONGEST = limits.recordText * 4;

/** Bytes that are read at once, enough for whole lines to be among them. */
export const CHUNK = 2 * LONGEST;

/**
 * The first records in what has been read, and how many of the bytes they take; what is left are further lines, or the beginning of one.
 * A line ends in LF or CR LF. Empty ones are left out, what is no UTF-8 becomes U+FFFD, and a line that is longer than a
 * record may be becomes several.
 * @param ended there is no more: the last line needs no end
 * @param most lines that are taken at once
 */
export function linesIn(
  bytes: Buffer,
  ended: boolean,
  most: number,
): { readonly lines: string[]; readonly used: number } {
  const whole = endOfLines(bytes, most);
  const used = whole || (ended ? bytes.length : cut(bytes));
  const text = new TextDecoder().decode(bytes.subarray(0, used));
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  return { lines: lines.filter((line) => line !== '').flatMap((line) => pieces(line)), used };
}

/** Behind as many whole lines as there are and may be; 0: there is none. */
function endOfLines(bytes: Buffer, most: number): number {
  let end = 0;
  for (let lines = 0; lines < most; lines++) {
    const next = bytes.indexOf(NEWLINE, end) + 1;
    if (next === 0) break;
    end = next;
  }
  return end;
}

/** Where a line without an end is cut: before a character; nowhere while it may still be short enough. */
function cut(bytes: Buffer): number {
  if (bytes.length < LONGEST) return 0;
  const isContinued = (at: number) => ((bytes[at] ?? 0) & 0xc0) === 0x80;
  const near = [0, 1, 2, 3].find((back) => !isContinued(LONGEST - 4 - back)) ?? 0;
  return LONGEST - 4 - near;
}

/** A text in parts of at most so many UTF-16 units, so that each fits into a record; no character is cut. */
export function pieces(text: string, most: number = limits.recordText): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = start + most;
    const isPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(end));
    const next = isPair ? end - 1 : end;
    parts.push(text.slice(start, next));
    start = next;
  }
  return parts;
}
