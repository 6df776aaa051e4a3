import { expect, test } from 'vitest';
import { uuidv7 } from './uuid.ts';

test('a UUIDv7 has its time first, its version and its variant (RFC 9562, 5.7)', () => {
  // The RFC's own example, A.6: 2022-02-22 19:22:22 UTC.
  const random = () => Uint8Array.from([0, 0, 0, 0, 0, 0, 0xcc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuidv7(0x017f22e279b0, random).toHex()).toBe('017f22e279b07cc398c4dc0c0c07398f');
});

test('ids made later sort later', () => {
  const random = () => new Uint8Array(16).fill(255);
  expect(uuidv7(1000, random).toHex() < uuidv7(1001, () => new Uint8Array(16)).toHex()).toBe(true);
});
