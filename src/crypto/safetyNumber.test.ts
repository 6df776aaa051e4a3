import { describe, expect, test } from 'vitest';
import { fingerprint, safetyNumber } from './safetyNumber.ts';

/** The numeric fingerprint vector (version 0) of Signal's own tests. */
const alice = {
  account: new TextEncoder().encode('+14152222222'),
  identityKey: Uint8Array.fromHex('0506863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868'),
};
const bob = {
  account: new TextEncoder().encode('+14153333333'),
  identityKey: Uint8Array.fromHex('05f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b'),
};

describe('safetyNumber', () => {
  test("[K15] is Signal's", () => {
    expect(safetyNumber(alice, bob)).toBe('300354477692869396892869876765458257569162576843440918079131');
  });

  test('is the same on both sides', () => {
    expect(safetyNumber(bob, alice)).toBe(safetyNumber(alice, bob));
  });

  test('changes with key and account', () => {
    const numbers = [
      fingerprint(alice.identityKey, alice.account),
      fingerprint(bob.identityKey, alice.account),
      fingerprint(alice.identityKey, bob.account),
    ];
    expect(new Set(numbers).size).toBe(3);
    for (const number of numbers) expect(number).toMatch(/^\d{30}$/);
  });
});
