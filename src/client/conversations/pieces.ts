import type { Content } from '../../crypto/content.ts';
import type { Bytes } from '../../crypto/encoding.ts';
import { limits } from '../../protocol/limits.ts';
import type { Draft } from './queue.ts';

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

/** A text as it goes out: in one message, or in pieces, of which the first has the id that all refer to. */
export function draftsOf(
  { id, text, reply }: { readonly id: Bytes; readonly text: string; readonly reply: Bytes | null },
  newId: () => Bytes,
): Draft[] {
  const pieces = cut(text);
  if (pieces.length === 1) return [{ id, content: { type: 'text', text, reply }, counts: true }];
  return pieces.map((piece, index) => ({
    id: index === 0 ? id : newId(),
    content: { type: 'piece', of: id, index, count: pieces.length, text: piece, reply },
    counts: index === 0,
  }));
}
