import { encode } from 'uqr';

/** Squares of quiet on each side, as the standard asks. */
const QUIET = 4;

/**
 * A QR code for a terminal, two squares above each other a sign. All rows have the same width. The signs paint what is
 * light, the quiet around it too: the ground has to be dark, as it is in most terminals.
 */
export function qrRows(text: string): string[] {
  const { data } = encode(text, { ecc: 'L', border: QUIET });
  const paints = (row: number, column: number) => !data[row]?.[column];
  const height = Math.ceil(data.length / 2);
  return Array.from({ length: height }, (_, row) =>
    data
      .map((_square, column) => SIGNS[Number(paints(2 * row, column))]?.[Number(paints(2 * row + 1, column))])
      .join(''),
  );
}

/** By whether the upper square is painted, and the lower one. */
const SIGNS = [
  [' ', '▄'],
  ['▀', '█'],
] as const;

/** Whether this terminal has the signs. What says nothing of its characters is taken for one of today. */
export function hasBlocks({ TERM, LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return TERM !== 'dumb' && (locale === '' || /utf-?8/i.test(locale));
}
