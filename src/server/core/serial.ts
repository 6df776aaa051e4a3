import type { Random } from './ports.ts';

/** A certificate's serial number: 32 digits of hexadecimal, of which 126 bits are random, positive and of full length. */
export function newSerial(random: Random): string {
  const bytes = random(16);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
