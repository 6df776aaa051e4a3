import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_LINE, createLineReader, type ReadLine } from './lineReader.ts';

/** The same bytes, cut where it says. */
function readIn(bytes: Uint8Array, cuts: readonly number[]): ReadLine[] {
  const reader = createLineReader();
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).flatMap((end, index) => reader.read(bytes.subarray(at[index], end)));
}
const everyByte = (bytes: Uint8Array): number[] => Array.from(bytes.keys());

test('[T1] lines end in LF or CR LF, and a line may be empty', () => {
  expect(readIn(Buffer.from('/users\r\n\nhi\n half'), [])).toEqual([{ text: '/users' }, { text: '' }, { text: 'hi' }]);
});

test('[T1] half a character is no character until the rest is there', () => {
  const bytes = Buffer.from('日本語 👩‍👩‍👧\n');
  expect(readIn(bytes, everyByte(bytes))).toEqual([{ text: '日本語 👩‍👩‍👧' }]);
});

test('[T1] what is no UTF-8 is said once for its line, and the next line is read', () => {
  const bytes = Buffer.concat([Buffer.from([0xc3, 0x28, 0x0a, 0xed, 0xa0, 0x80, 0x0a]), Buffer.from('a\0b\n')]);
  expect(readIn(bytes, [])).toEqual([{ wrong: 'not text' }, { wrong: 'not text' }, { text: 'a\0b' }]);
});

test('[T1] 4,096 bytes are a line, with either end; one more is too long, and nothing is read after it', () => {
  const most = 'x'.repeat(LONGEST_LINE);
  expect(readIn(Buffer.from(`${most}\r\n${most}\n`), [LONGEST_LINE + 1])).toEqual([{ text: most }, { text: most }]);
  expect(readIn(Buffer.from(`${most}x\n/users\n`), [])).toEqual([{ wrong: 'too long' }]);
  expect(readIn(Buffer.from(`${most}xx`), [])).toEqual([{ wrong: 'too long' }]);
});

test('[T1] [001.15] any bytes give the same lines however they are cut, and no more than one line is kept', () => {
  const bytes = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('\n', '\r\n', 'hi\n', 'é', '\0').map((text) => new Uint8Array(Buffer.from(text))),
      fc.integer({ min: 4090, max: 4100 }).map((length) => new Uint8Array(length).fill(0x61)),
    ),
  );
  fc.assert(
    fc.property(
      bytes.map((parts) => new Uint8Array(Buffer.concat(parts))),
      fc.array(fc.nat()),
      (all, cuts) => {
        expect(readIn(all, cuts)).toEqual(readIn(all, []));
        expect(readIn(all, everyByte(all))).toEqual(readIn(all, []));
      },
    ),
    { numRuns: 200 },
  );
});
