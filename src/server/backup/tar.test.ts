import { expect, test } from 'vitest';
import { padding, readTarHeader, TAR_END, tarHeader } from './tar.ts';

test.each([0, 1, 511, 512, 8 ** 11 - 1, 8 ** 11, 2 ** 45])('a header says name and size: %d bytes', (size) => {
  const header = tarHeader({ name: 'streams/dale/2026-11-20.jsonl', size }, 0);
  expect(header).toHaveLength(512);
  expect(readTarHeader(header)).toEqual({ name: 'streams/dale/2026-11-20.jsonl', size });
  expect((size + padding(size)) % 512).toBe(0);
});

test('an empty block is the end, and a header that was altered is none', () => {
  expect(readTarHeader(TAR_END.subarray(0, 512))).toBeNull();
  const header = tarHeader({ name: 'waxwing.db', size: 5 }, 0);
  header[0] = 0x41;
  expect(() => readTarHeader(header)).toThrow(RangeError);
  expect(() => readTarHeader(header.subarray(0, 100))).toThrow(RangeError);
  expect(() => tarHeader({ name: 'a'.repeat(101), size: 0 }, 0)).toThrow(RangeError);
});
