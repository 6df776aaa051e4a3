import type { Content } from '../../crypto/content.ts';
import { limits } from '../../protocol/limits.ts';

export type Piece = Extract<Content, { type: 'piece' }>;

const utf8 = new TextEncoder();

export const sizeOf = (text: string): number => utf8.encode(text).length;

/**
 * Cuts a text into pieces of at most `limits.messageText` UTF-8 bytes, never within a character. One piece: it is no long
 * text at all.
 */
export function cut(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let size = 0;
  for (const character of text) {
    const width = widthOf(character);
    if (size + width > limits.messageText) {
      pieces.push(piece);
      piece = '';
      size = 0;
    }
    piece += character;
    size += width;
  }
  return [...pieces, piece];
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
