import type { Bytes } from './encoding.ts';

/** A source of `length` random bytes; simulations pass a seeded one. */
export type Random = (length: number) => Uint8Array;

const platformRandom: Random = (length) => crypto.getRandomValues(new Uint8Array(length));

/**
 * A copy of its own of `length` random bytes.
 * @throws RangeError when the source gives another length.
 */
export function randomBytes(length: number, random: Random = platformRandom): Bytes {
  const bytes = new Uint8Array(random(length));
  if (bytes.length !== length) throw new RangeError('random: wrong length');
  return bytes;
}
