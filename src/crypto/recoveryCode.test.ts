import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/support/keys.ts';
import { newRecoveryCode, parseRecoveryCode, recoveryLoginKey, recoveryWrappingKey } from './recoveryCode.ts';

const text = newRecoveryCode(seededRandom('code'));
const bytes = seededRandom('code')(32);

test('is fourteen groups of four, and holds all 256 bits', () => {
  expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(parseRecoveryCode(text)).toEqual(bytes);
  expect(newRecoveryCode()).not.toBe(newRecoveryCode());
});

test('every code can be read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (code) => {
      expect(parseRecoveryCode(newRecoveryCode(() => code))).toEqual(new Uint8Array(code));
    }),
  );
});

test('forgives how it is typed', () => {
  const typed = [
    text.toLowerCase(),
    text.replaceAll('-', ''),
    ` ${text.replaceAll('-', ' ')}\n`,
    text.replaceAll('-', '–'),
    text.replaceAll('0', 'O').replaceAll('1', 'l'),
    text.replaceAll('0', 'o').replaceAll('1', 'I'),
  ];
  expect(text).toMatch(/0/);
  expect(text).toMatch(/1/);
  for (const each of typed) expect(parseRecoveryCode(each)).toEqual(bytes);
});

test('one wrong sign is noticed, wherever it is', () => {
  for (const [at, sign] of text.split('').entries()) {
    if (sign === '-') continue;
    const wrong = text.slice(0, at) + (sign === 'A' ? 'B' : 'A') + text.slice(at + 1);
    expect(parseRecoveryCode(wrong)).toBeNull();
  }
});

test('whatever is not a code is none', () => {
  expect(parseRecoveryCode('')).toBeNull();
  expect(parseRecoveryCode(text.slice(0, -1))).toBeNull();
  expect(parseRecoveryCode(`${text}0`)).toBeNull();
  expect(parseRecoveryCode(text.replace(/.$/, 'U'))).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => {
      expect(parseRecoveryCode(typed)).toBeNull();
    }),
  );
});

test('what it wraps with and what it logs in with have nothing in common', () => {
  const wrapping = recoveryWrappingKey(bytes);
  const login = recoveryLoginKey(bytes);
  expect(wrapping).toHaveLength(32);
  expect(login.seed).not.toEqual(wrapping);
  expect(recoveryLoginKey(bytes)).toEqual(login);
});
