import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAuthorCookies } from './authorCookie.ts';
import { signed, type SigningKey, type SigningKeys } from './signing.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const key = (number: number): SigningKey => ({ number, key: random(32) });
const cookiesOf = (keys: SigningKeys) => createAuthorCookies({ keys, random });

test('an author is known by the cookie, and is another each time', () => {
  const only = key(1);
  const cookies = cookiesOf(() => [only]);
  const [one, other] = [cookies.make(), cookies.make()];
  expect(one.author).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(one.value).toMatch(/^[A-Za-z0-9_-]{22}\.1\.[A-Za-z0-9_-]{43}$/);
  expect([cookies.read(one.value), cookies.read(other.value)]).toEqual([one.author, other.author]);
  expect(one.author === other.author).toBe(false);
});

test('[004.4] a cookie with any character changed, left out or put in is no cookie', () => {
  const keys: [SigningKey, SigningKey] = [key(2), key(1)];
  const cookies = cookiesOf(() => keys);
  const { value } = cookies.make();
  const others = 'AZaz0123459-_.~% "\0é'.split('');
  for (let at = 0; at <= value.length; at++) {
    const [before, after] = [value.slice(0, at), value.slice(at + 1)];
    const altered = others.flatMap((put) => [before + put + after, before + put + value.slice(at)]);
    for (const forged of [...altered, before + after].filter((text) => text !== value)) {
      expect({ forged, author: cookies.read(forged) }).toEqual({ forged, author: null });
    }
  }
});

test('[004.4] a cookie with any bit of any byte turned is no cookie', () => {
  const only = key(1);
  const cookies = cookiesOf(() => [only]);
  const bytes = Buffer.from(cookies.make().value);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const turned = Buffer.from(bytes);
    turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect({ bit, author: cookies.read(turned.toString('latin1')) }).toEqual({ bit, author: null });
  }
});

test('[004.4] what is signed for a form is no cookie', () => {
  const only = key(1);
  const author = cookiesOf(() => [only]).make().author;
  expect(cookiesOf(() => [only]).read(signed(() => [only], 'form token', author))).toBeNull();
});

test('[004.4] a cookie lives through one rotation, and not through two', () => {
  const [first, second, third] = [key(1), key(2), key(3)];
  const { value, author } = cookiesOf(() => [first]).make();
  expect(cookiesOf(() => [second, first]).read(value)).toBe(author);
  expect(cookiesOf(() => [third, second]).read(value)).toBeNull();
});

test.each(['', '.', '..', '...', 'a.1.b', '.1.', `${'A'.repeat(22)}.1.`, `${'A'.repeat(22)}.01.`, 'x'.repeat(100_000)])(
  'nothing of this sort is a cookie: %.40s',
  (value) => {
    const only = key(1);
    expect(cookiesOf(() => [only]).read(value)).toBeNull();
  },
);
