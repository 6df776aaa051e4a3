import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../protocol/limits.ts';
import { contentFields, contentOf, type Content } from './content.ts';
import { EncodingError, decodeCbor, encodeCbor } from './encoding.ts';

const id = new Uint8Array(16).fill(1);
const hash = new Uint8Array(32).fill(2);
const all: Content[] = [
  { type: 'text', text: 'Hallo 👋', reply: null },
  { type: 'text', text: '', reply: id },
  { type: 'edit', target: id, text: 'Hello' },
  { type: 'reaction', target: id, emoji: '👩‍👩‍👧', remove: false },
  { type: 'deletion', target: id, hash },
  { type: 'clearing', through: 9 },
  { type: 'piece', of: id, index: 32, count: 33, text: 'the end', reply: null },
  { type: 'file', name: 'a.pdf', mediaType: 'application/pdf', size: 0, key: hash, blob: hash, hash },
  { type: 'system', event: 'history shared' },
  { type: 'lifetime', days: 30 },
  { type: 'contact', account: hash, identity: hash, verified: true },
  { type: 'draft', conversation: hash, text: 'Dear Bram,', reply: id, over: 7 },
  { type: 'notify', conversation: hash, level: 'mentions', until: 0 },
  { type: 'quiet', from: 22 * 60, to: 7 * 60 },
  { type: 'unread', conversation: hash, from: 12 },
  { type: 'block', account: hash, blocked: true },
  { type: 'again', place: 3, word: { type: 'block', account: hash, blocked: false } },
  { type: 'tidied', through: 400 },
];
const read = (fields: unknown) => contentOf(decodeCbor(encodeCbor(fields)));

describe('content', () => {
  test.each(all.map((content) => [content.type, content] as const))('%s comes back as it was', (_, content) => {
    expect(read(contentFields(content))).toEqual(content);
  });

  test.each(all.map((content) => [content.type, contentFields(content)] as const))(
    '%s has its fields, and no more',
    (_, fields) => {
      for (const wrong of [[...fields, null], fields.slice(0, -1)]) {
        expect(() => read(wrong)).toThrow(new EncodingError('wrong shape'));
      }
    },
  );

  test('of a newer version or an unknown type is kept as such', () => {
    expect(read([1, 'poll', 'what', 'ever'])).toEqual({ type: 'unknown', version: 1, name: 'poll' });
    expect(read([2, 'text', { more: true }])).toEqual({ type: 'unknown', version: 2, name: 'text' });
    expect(read([1, 'unknown'])).toEqual({ type: 'unknown', version: 1, name: 'unknown' });
    expect(read([1, 'again', 1, 'poll', 'what'])).toEqual({ type: 'unknown', version: 1, name: 'again' });
    expect(read([1, 'constructor'])).toEqual({ type: 'unknown', version: 1, name: 'constructor' });
    expect(() => contentFields({ type: 'unknown', version: 2, name: 'poll' })).toThrow(RangeError);
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['an empty list', []],
    ['a version alone', [1]],
    ['version 0', [0, 'text', 'a', null]],
    ['a version in letters', ['1', 'poll']],
    ['a type that is no text', [1, 2]],
    ['a field more', [1, 'text', 'a', null, null]],
    ['a field less', [1, 'text', 'a']],
    ['text that is none', [1, 'text', id, null]],
    ['a reply that is no id', [1, 'text', 'a', hash]],
    ['text too long in letters', [1, 'text', 'a'.repeat(limits.messageText + 1), null]],
    ['text too long in bytes', [1, 'text', 'ä'.repeat(limits.messageText / 2 + 1), null]],
    ['an edit without a target', [1, 'edit', null, 'a']],
    ['an edit too long', [1, 'edit', id, 'a'.repeat(limits.messageText + 1)]],
    ['a reaction of nothing', [1, 'reaction', id, '', false]],
    ['a reaction too long', [1, 'reaction', id, 'a'.repeat(65), false]],
    ['a reaction that neither comes nor goes', [1, 'reaction', id, 'a', 0]],
    ['a deletion without a hash', [1, 'deletion', id, id]],
    ['a clearing of nothing', [1, 'clearing', 0]],
    ['a clearing up to half an entry', [1, 'clearing', 1.5]],
    ['a piece after the last', [1, 'piece', id, 2, 2, 'a', null]],
    ['a piece before the first', [1, 'piece', id, -1, 2, 'a', null]],
    ['more pieces than a long text has', [1, 'piece', id, 0, 34, 'a', null]],
    ['a piece too long', [1, 'piece', id, 0, 2, 'a'.repeat(limits.messageText + 1), null]],
    ['a file without a name', [1, 'file', '', 'text/plain', 1, hash, hash, hash]],
    ['a file with a name too long', [1, 'file', 'a'.repeat(256), 'text/plain', 1, hash, hash, hash]],
    ['a file of no type', [1, 'file', 'a', '', 1, hash, hash, hash]],
    ['a file of less than nothing', [1, 'file', 'a', 'text/plain', -1, hash, hash, hash]],
    ['a file with a short key', [1, 'file', 'a', 'text/plain', 1, id, hash, hash]],
    ['a file without a place', [1, 'file', 'a', 'text/plain', 1, hash, null, hash]],
    ['a file without a hash', [1, 'file', 'a', 'text/plain', 1, hash, hash, null]],
    ['an event without a name', [1, 'system', '']],
    ['a draft too long', [1, 'draft', hash, 'a'.repeat(limits.draftText + 1), null, 0]],
    ['a level that there is not', [1, 'notify', hash, 'some', 0]],
    ['a minute after the last of a day', [1, 'quiet', 0, 24 * 60]],
    ['a word of nowhere said again', [1, 'again', 0, 'unread', hash, 1]],
    ['nothing said again', [1, 'again', 1]],
  ])('%s is refused', (_, fields) => {
    expect(() => read(fields)).toThrow(new EncodingError('wrong shape'));
  });

  test('at its limits is taken', () => {
    const text = 'a'.repeat(limits.messageText);
    expect(read([1, 'text', text, null])).toEqual({ type: 'text', text, reply: null });
    expect(read([1, 'reaction', id, 'a'.repeat(64), true])).toMatchObject({ remove: true });
  });

  test('random values are read, or refused as an EncodingError', () => {
    const types = fc.constantFrom('text', 'edit', 'reaction', 'deletion', 'clearing', 'piece', 'file', 'system');
    const field = fc.oneof(fc.anything({ maxDepth: 1 }), fc.constantFrom(id, hash, null, true, 'a', 1));
    fc.assert(
      fc.property(types, fc.array(field, { maxLength: 6 }), (type, fields) => {
        try {
          return contentFields(contentOf([1, type, ...fields])).length > 0;
        } catch (error) {
          return error instanceof EncodingError;
        }
      }),
      { numRuns: 1000 },
    );
  });
});
