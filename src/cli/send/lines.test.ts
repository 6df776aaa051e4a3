import { expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { CHUNK, linesIn, pieces } from './lines.ts';

const bytes = (text: string) => Buffer.from(text);

test('whole lines are taken, and the beginning of the next is left', () => {
  expect(linesIn(bytes('one\ntwo\r\n\r\n\nthr'), false, 100)).toEqual({ lines: ['one', 'two'], used: 12 });
  expect(linesIn(bytes('thr'), false, 100)).toEqual({ lines: [], used: 0 });
  expect(linesIn(bytes('thr'), true, 100)).toEqual({ lines: ['thr'], used: 3 });
  expect(linesIn(bytes(''), true, 100)).toEqual({ lines: [], used: 0 });
  expect(linesIn(bytes('one\ntwo\nthree'), true, 1)).toEqual({ lines: ['one'], used: 4 });
});

test.each([0, 1, 2, 3])('a line that does not end is cut between characters, wherever it begins (%i)', (shift) => {
  const text = 'x'.repeat(shift) + '😀'.repeat(CHUNK / 4);
  const said: string[] = [];
  let held = bytes(text);
  for (let ended = false; !ended;) {
    const { lines, used } = linesIn(held, false, 100);
    said.push(...lines);
    held = held.subarray(used);
    ended = used === 0;
  }
  said.push(...linesIn(held, true, 100).lines);
  expect(said.join('')).toBe(text);
  expect(Math.max(...said.map((each) => each.length))).toBeLessThanOrEqual(limits.recordText);
});

test('a text that is too long is cut, and no pair of units is', () => {
  const text = `${'a'.repeat(limits.recordText - 1)}😀${'b'.repeat(limits.recordText)}`;
  const parts = pieces(text);
  expect(parts.map((part) => part.length)).toEqual([limits.recordText - 1, limits.recordText, 2]);
  expect(parts.join('')).toBe(text);
  expect(pieces('short')).toEqual(['short']);
});
