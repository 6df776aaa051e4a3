import { expect, test } from 'vitest';
import { pieces } from './links.ts';

const links = (text: string) => pieces(text).flatMap(({ link }) => link ?? []);

test('addresses are found without what surrounds them', () => {
  expect(links('see https://example.org/a?b=c, or (http://example.net/x).')).toEqual([
    'https://example.org/a?b=c',
    'http://example.net/x',
  ]);
  expect(links('https://en.wikipedia.org/wiki/Seal_(emblem)')).toEqual(['https://en.wikipedia.org/wiki/Seal_(emblem)']);
});

test('nothing but http becomes a link, and no letter is lost', () => {
  const text = 'javascript:alert(1) ftp://x https:// and plain';
  expect(links(text)).toEqual([]);
  expect(
    pieces(`a ${text} https://example.org.`)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(`a ${text} https://example.org.`);
});
