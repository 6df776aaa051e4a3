// Reads a QR code off a terminal, square by square, as ISO/IEC 18004 has it: versions 1 to 10, level L, text in bytes.
// What is read stands there sharply, so nothing is corrected.

type Squares = readonly (readonly boolean[])[];

/** What the QR code says that stands among these rows; the signs paint what is light. @throws Error if there is none */
export function readQr(screen: string): string {
  const squares = squaresIn(screen);
  const version = (squares.length - 17) / 4;
  if (!Number.isInteger(version) || version < 1 || version > 10)
    throw new Error(`${squares.length} squares are no code`);
  return textIn(dataOf(codewordsOf(squares, version), version), version);
}

const PAINTED: Readonly<Record<string, readonly [boolean, boolean]>> = {
  ' ': [false, false],
  '▀': [true, false],
  '▄': [false, true],
  '█': [true, true],
};

/** The code without the quiet around it. True is dark. */
function squaresIn(screen: string): Squares {
  const lines = screen.split('\n').filter((line) => /^[ ▀▄█]*[▀▄█][ ▀▄█]*$/.test(line));
  const width = Math.max(0, ...lines.map((line) => line.length));
  const halves = lines.flatMap((line) => {
    const signs = Array.from(line.padEnd(width)).map((sign) => PAINTED[sign] ?? [false, false]);
    return [signs.map(([upper]) => !upper), signs.map(([, lower]) => !lower)];
  });
  const dark = halves.flatMap((row, y) => row.flatMap((is, x) => (is ? [{ x, y }] : [])));
  const [left, right] = [Math.min(...dark.map(({ x }) => x)), Math.max(...dark.map(({ x }) => x))];
  const [top, size] = [Math.min(...dark.map(({ y }) => y)), right - left + 1];
  return halves.slice(top, top + size).map((row) => row.slice(left, left + size));
}

const LEVEL_L = 1;
const FORMAT_MASK = 0x5412;

/** Which of the eight patterns the data lie under. */
function patternOf(squares: Squares): number {
  const along = [0, 1, 2, 3, 4, 5, 7, 8].map((y) => squares[y]?.[8]);
  const back = [7, 5, 4, 3, 2, 1, 0].map((x) => squares[8]?.[x]);
  const bits = [...along, ...back].reduce((sum, is, place) => sum | (Number(is) << place), 0) ^ FORMAT_MASK;
  if (bits >> 13 !== LEVEL_L) throw new Error('this is no code of level L');
  return (bits >> 10) & 7;
}

const PATTERNS: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (x + y) % 2,
  (_x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** Those of data and of correction, as they stand there: up and down in pairs of columns, from the right. */
function codewordsOf(squares: Squares, version: number): number[] {
  const size = squares.length;
  const pattern = PATTERNS[patternOf(squares)] ?? (() => 0);
  const bits: number[] = [];
  let upward = true;
  for (let right = size - 1; right > 0; right -= 2, upward = !upward) {
    if (right === 6) right -= 1;
    for (let step = 0; step < size; step += 1) {
      const y = upward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (isOfTheFrame(x, y, version)) continue;
        bits.push(Number((squares[y]?.[x] ?? false) !== (pattern(x, y) === 0)));
      }
    }
  }
  return Array.from({ length: bits.length >> 3 }, (_, at) => numberIn(bits, at * 8, 8));
}

/** What is there to be found by, and holds no data. */
function isOfTheFrame(x: number, y: number, version: number): boolean {
  const size = version * 4 + 17;
  const [far, isFarX, isFarY] = [size - 8, x >= size - 8, y >= size - 8];
  if (x === 6 || y === 6) return true;
  if ((x <= 8 && y <= 8) || (x <= 8 && isFarY) || (isFarX && y <= 8)) return true;
  if (version >= 7 && ((x < 6 && y >= far - 3) || (y < 6 && x >= far - 3))) return true;
  const marks = version === 1 ? [] : version < 7 ? [6, size - 7] : [6, (size - 1) / 2, size - 7];
  return marks.some((my) =>
    marks.some((mx) => {
      const isInCorner = (mx === 6 && (my === 6 || my === size - 7)) || (my === 6 && mx === size - 7);
      return !isInCorner && Math.abs(x - mx) <= 2 && Math.abs(y - my) <= 2;
    }),
  );
}

/** For level L, by version from 1 on: blocks, and codewords of correction in each. */
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4];
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18];

/** Bytes of data, out of the blocks among which they are dealt. */
function dataOf(codewords: readonly number[], version: number): number[] {
  const [blocks, correction] = [BLOCKS[version - 1] ?? 1, CORRECTION[version - 1] ?? 0];
  const all = codewords.length - blocks * correction;
  const short = Math.floor(all / blocks);
  const longOnes = all % blocks;
  const dealt: number[][] = Array.from({ length: blocks }, () => []);
  codewords.slice(0, short * blocks).forEach((word, at) => dealt[at % blocks]?.push(word));
  codewords.slice(short * blocks, all).forEach((word, at) => dealt[blocks - longOnes + at]?.push(word));
  return dealt.flat();
}

const BYTES = 0b0100;

function textIn(data: readonly number[], version: number): string {
  const bits = data.flatMap((word) => Array.from({ length: 8 }, (_, at) => (word >> (7 - at)) & 1));
  if (numberIn(bits, 0, 4) !== BYTES) throw new Error('this is no text in bytes');
  const counting = version < 10 ? 8 : 16;
  const length = numberIn(bits, 4, counting);
  const bytes = Array.from({ length }, (_, at) => numberIn(bits, 4 + counting + at * 8, 8));
  return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes));
}

const numberIn = (bits: readonly number[], from: number, length: number): number =>
  bits.slice(from, from + length).reduce((sum, bit) => sum * 2 + bit, 0);
