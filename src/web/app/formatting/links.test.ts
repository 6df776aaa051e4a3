import { expect, test } from 'vitest';
import { linksAlone, linksIn } from './links.ts';
import { wordsOf } from './spans.ts';

const links = (text: string) => linksIn(text).map((link) => link.text);

test('addresses are found without what surrounds them', () => {
  expect(links('see https://example.org/a?b=c, or (http://example.net/x).')).toEqual([
    'https://example.org/a?b=c',
    'http://example.net/x',
  ]);
  expect(links('https://en.wikipedia.org/wiki/Seal_(emblem)')).toEqual(['https://en.wikipedia.org/wiki/Seal_(emblem)']);
  expect(links('~~https://example.org/~~ and mailto:noor@example.org.')).toEqual([
    'https://example.org/',
    'mailto:noor@example.org',
  ]);
});

test('nothing but http and mailto becomes a link, and no letter is lost', () => {
  const text = 'javascript:alert(1) ftp://x https:// mailto: mailto:@ noor@example.org and plain';
  expect(links(text)).toEqual([]);
  expect(wordsOf(linksAlone(`a ${text} https://example.org.`))).toBe(`a ${text} https://example.org.`);
});

test('a letter that is written to somebody says nothing that was not seen', () => {
  expect(links('mailto:noor@example.org?bcc=eve@example.org&attach=/etc/passwd')).toEqual(['mailto:noor@example.org']);
});

test('an address ends before what turns the direction or has no width: it reads as it leads', () => {
  expect(links('https://evil.example/\u202Emoc.knab//:sptth')).toEqual(['https://evil.example/']);
  expect(links('https://bank.example\u200B.evil.example/')).toEqual(['https://bank.example']);
  expect(wordsOf(linksAlone('https://evil.example/\u202Emoc'))).toBe('https://evil.example/\u202Emoc');
});
