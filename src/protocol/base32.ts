/** Crockford's base32, for codes that people read and type: without I, L, O and U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Five bytes are eight signs; the length has to be a multiple of five. */
export function toBase32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET.charAt(Number.parseInt(five, 2))).join('');
}

/** Null when a sign is not of the alphabet. */
export function fromBase32(signs: string): Uint8Array<ArrayBuffer> | null {
  let bits = '';
  for (const sign of signs) {
    const value = ALPHABET.indexOf(sign);
    if (value < 0) return null;
    bits += value.toString(2).padStart(5, '0');
  }
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}

/** The signs of a code as somebody typed it: case, spaces and hyphens do not matter, O is 0, I and L are 1. */
export function typedSigns(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** In groups of four. */
export function grouped(signs: string): string {
  return (signs.match(/.{4}/g) ?? []).join('-');
}
