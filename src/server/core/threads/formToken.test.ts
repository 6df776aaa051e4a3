import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import { limits } from '../../../protocol/limits.ts';
import { createAuthorCookies } from './authorCookie.ts';
import { createFormTokens, formAge } from './formToken.ts';
import type { SigningKey, SigningKeys } from './signing.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const only: SigningKey = { number: 1, key: random(32) };

function world(keys: SigningKeys = () => [only]) {
  const clock = handClock();
  return { clock, tokens: createFormTokens({ keys, clock, random }) };
}

test('a token tells when it was given out, and is another each time', () => {
  const { clock, tokens } = world();
  const issuedAt = clock.now();
  const [one, other] = [tokens.issue('guestbook'), tokens.issue('guestbook')];
  clock.advance(formAge.most);
  const read = tokens.read(one.token, 'guestbook');
  expect(read?.issuedAt).toBe(issuedAt);
  expect(read?.nonce).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(tokens.read(other.token, 'guestbook')?.nonce === read?.nonce).toBe(false);
});

test('[O6] a token is good for a day, and not before it was given out', () => {
  const { clock, tokens } = world();
  const { token } = tokens.issue('guestbook');
  clock.advance(formAge.most + 1);
  expect(tokens.read(token, 'guestbook')).toBeNull();
  clock.advance(-formAge.most - 2);
  expect(tokens.read(token, 'guestbook')).toBeNull();
});

test('[O6] a token is good for its own thread only', () => {
  const { tokens } = world();
  const { token } = tokens.issue('guestbook');
  for (const thread of ['guestbook2', 'guestboo', '', 'https://example.org/']) {
    expect(tokens.read(token, thread)).toBeNull();
  }
});

test('[O6] a token with any character changed is none', () => {
  const { tokens } = world();
  const { token } = tokens.issue('guestbook');
  for (let at = 0; at < token.length; at++) {
    for (const put of 'AZaz09-_.~v'.replace(token[at] ?? '', '')) {
      expect(tokens.read(token.slice(0, at) + put + token.slice(at + 1), 'guestbook')).toBeNull();
    }
  }
});

test('[O6] a cookie is no token, and nor is nothing', () => {
  const { tokens } = world();
  const cookie = createAuthorCookies({ keys: () => [only], random }).make().value;
  for (const value of [cookie, '', '.', 'v1', 'v1.a.b.c.1.d']) expect(tokens.read(value, 'guestbook')).toBeNull();
});

test('the longest thread has a token within the limit', () => {
  const { token } = world().tokens.issue(`https://example.org/${'a'.repeat(limits.threadKey - 20)}`);
  expect(token.length).toBeLessThan(limits.formToken);
});

test('[O6] a proof is a number for this token that begins with the zero bits, and no other spelling', () => {
  const { tokens } = world();
  const { token, bits } = tokens.issue('guestbook');
  const begins = (number: number): number =>
    createHash('sha256').update(`${token}:${number}`).digest().readUInt32BE() >>> (32 - bits);
  let found = 0;
  while (begins(found) !== 0) found += 1;
  let close = 0;
  while (begins(close) !== 1) close += 1;
  expect([found, close].map((number) => tokens.isProven(token, String(number)))).toEqual([true, false]);
  const other = tokens.issue('guestbook').token;
  const spellings = [` ${found}`, `${found} `, `+${found}`, `${found}.0`, `-${found}`, '', 'NaN', '9'.repeat(17)];
  expect(spellings.filter((proof) => tokens.isProven(token, proof))).toEqual([]);
  expect(tokens.isProven(other, String(found))).toBe(false);
});
