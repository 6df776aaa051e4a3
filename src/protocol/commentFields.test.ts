import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEmailAddress, sanitise, validate } from './commentFields.ts';
import { fieldNames, Submission, type FieldName } from './comments.ts';
import { limits } from './limits.ts';

const good = { name: 'Ada', surname: 'Lovelace', email: 'ada@example.org', message: 'Hello' };
const sent = (changed: Partial<Submission>): Submission => Submission.parse({ ...good, ...changed });
const cleaned = (field: FieldName, text: string): string => sanitise(sent({ [field]: text }))[field];
const problem = (field: FieldName, text: string) => validate(sanitise(sent({ [field]: text })))?.problems[field];

const label63 = 'a'.repeat(63);

const goodAddresses = [
  'ada@example.org',
  'ada.lovelace@example.org',
  'ada+comments@example.org',
  'a@b',
  'ada@localhost',
  'ada@127.0.0.1',
  '1@2.3',
  'ADA@EXAMPLE.ORG',
  'ada@sub.domain.example.org',
  'ada@xn--bcher-kva.example',
  'ada@ex-ample.org',
  'ada@e.x',
  '.ada@example.org',
  'ada.@example.org',
  'a..da@example.org',
  "o'brien@example.org",
  '!#$%&@example.org',
  '*+/=?^_`{|}~-@example.org',
  '-@example.org',
  'ada@1example.org',
  'ada@example.123',
  'ada@a-b--c.org',
  `ada@${label63}.org`,
  `ada@${label63}.${label63}.org`,
  `${'a'.repeat(64)}@example.org`,
  `${'a'.repeat(limits.visitorEmail - 12)}@example.org`,
];

const badAddresses = [
  'ada',
  '@',
  'ada@',
  '@example.org',
  'ada@@example.org',
  'ada@example@org',
  'ada example@example.org',
  'ada@exa mple.org',
  'ada@example.org.',
  'ada@.example.org',
  'ada@example..org',
  'ada@-example.org',
  'ada@example-.org',
  'ada@example.-org',
  'ada@exam_ple.org',
  'ada@[127.0.0.1]',
  'ada@[IPv6:::1]',
  '"ada lovelace"@example.org',
  '"ada"@example.org',
  'ada(comment)@example.org',
  'Ada <ada@example.org>',
  '<ada@example.org>',
  'ada@example.org, eve@example.org',
  'ada@example.org;eve@example.org',
  'mailto:ada@example.org',
  'ada\\@example.org',
  'ada@example.org\r\nBcc: eve@example.org',
  'ada@example.org\nX: y',
  'ada\r@example.org',
  'ada%0d%0a@exa%6dple.org',
  'ädä@example.org',
  'ada@exämple.org',
  'ada@еxample.org',
  'аda@example.org',
  'ada＠example.org',
  'ada@example。org',
  'ada@example\u2024org',
  'ada@👍.org',
  `ada@${label63}a.org`,
  'ada@example.org/',
  'ada@example.org:25',
  'ada@exa\u00ADmple.örg',
];

describe('an e-mail address by the HTML standard', () => {
  test('[004.3] the table has more than 60 rows', () => {
    expect(new Set([...goodAddresses, ...badAddresses]).size).toBeGreaterThanOrEqual(60);
  });

  test.each(goodAddresses)('[004.3] is %s', (address) => {
    expect([isEmailAddress(address), problem('email', address)]).toEqual([true, undefined]);
  });

  test.each(badAddresses)('[004.3] is not %j', (address) => {
    expect([isEmailAddress(address), problem('email', address)]).toEqual([false, 'not_an_address']);
  });

  test('[004.3] what only looks like a letter of ASCII is none, unless Unicode says that it is the same', () => {
    expect(problem('email', '\u212Aelvin@example.org')).toBeUndefined();
    expect(cleaned('email', '\u212Aelvin@example.org')).toBe('Kelvin@example.org');
    expect(problem('email', 'ad\u0430@example.org')).toBe('not_an_address');
  });

  test('[004.3] is told of any length in time that grows with it', () => {
    const start = performance.now();
    for (const text of ['a'.repeat(1e6), `${'a.'.repeat(5e5)}@`, `a@${'a.'.repeat(5e5)}`, `a@${'a-'.repeat(5e5)}`]) {
      expect(isEmailAddress(text)).toBe(false);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('lengths, to the character', () => {
  const longest = { name: limits.visitorName, surname: limits.visitorName, message: limits.comment };
  const letters = ['a', 'ü', '漢', '😀', '𝔄'];

  test.each(Object.entries(longest))('[004.3] of %s', (field, most) => {
    for (const letter of letters) {
      expect(problem(field as FieldName, letter.repeat(most))).toBeUndefined();
      expect(problem(field as FieldName, letter.repeat(most + 1))).toBe('too_long');
    }
  });

  test('[004.3] of an e-mail address', () => {
    const at = (length: number): string => `${'a'.repeat(length - 12)}@example.org`;
    expect(problem('email', at(limits.visitorEmail))).toBeUndefined();
    expect(problem('email', at(limits.visitorEmail + 1))).toBe('too_long');
  });

  test('[004.3] what is taken away does not count, and a letter with its mark is one', () => {
    expect(problem('name', `  ${'a\u200B'.repeat(limits.visitorName)}\u202E\n`)).toBeUndefined();
    expect(problem('name', 'u\u0308'.repeat(limits.visitorName))).toBeUndefined();
  });

  test.each(['', ' ', '\t\n\r ', '\u200B', '\u3000', '\u2028', '\u202E\u202C', '\u3164', '\u2800', '\u200D', '\uFEFF'])(
    '[004.3] nothing to be seen is nothing: %j',
    (nothing) => {
      const problems = validate(sanitise(sent({ name: nothing, surname: '', email: nothing, message: nothing })));
      expect(problems).toEqual({ problems: { name: 'required', email: 'required', message: 'required' } });
    },
  );

  test('[004.3] a surname may be missing, for people with one name exist', () => {
    expect(validate(sanitise(sent({ surname: ' ' })))).toBeNull();
  });
});

describe('what is taken away', () => {
  test.each(fieldNames)('[004.2] marks of direction, controls and what has no width, from %s', (field) => {
    const hidden = ['\u202E', '\u202D', '\u2066', '\u2069', '\u200E', '\u200F', '\u061C', '\0', '\b', '\x1B', '\x7F'];
    for (const one of [...hidden, '\x9B', '\u200B', '\uFEFF', '\u00AD', '\uFFFE', '\uFDD0']) {
      expect(cleaned(field, `${one}ab${one}cd${one}`)).toBe('abcd');
    }
  });

  test.each(['name', 'surname', 'email'] as const)('[004.2] line breaks from %s: they are spaces', (field) => {
    for (const end of ['\r\n', '\r', '\n', '\v', '\f', '\x85', '\u2028', '\u2029', '\t']) {
      expect(cleaned(field, `${end}one${end}two${end}`)).toBe('one two');
    }
  });

  test('[004.2] line breaks in a message are kept, all of one kind; tabs are spaces', () => {
    expect(cleaned('message', '\r\none\r\ntwo\rthree\nfour\u2028five\tsix\n\n')).toBe(
      'one\ntwo\nthree\nfour\nfive six',
    );
  });

  test('[004.2] a header cannot be put in behind an address', () => {
    const email = 'ada@example.org\r\nBcc: everybody@example.org';
    expect(validate(sanitise(sent({ email })))).toEqual({ problems: { email: 'not_an_address' } });
  });

  test('joiners stay: scripts and emoji need them', () => {
    expect(cleaned('message', '👩‍👩‍👧 می‌خواهم')).toBe('👩‍👩‍👧 می‌خواهم');
  });

  test('[004.2] markup is not touched: it is escaped where it shows', () => {
    expect(cleaned('message', '<script>alert(1)</script> &amp; "')).toBe('<script>alert(1)</script> &amp; "');
  });
});

describe('what is no text', () => {
  test.each(fieldNames)('[004.3] half a character in %s', (field) => {
    expect([problem(field, 'a\uD800b'), problem(field, '\uDC00')]).toEqual(['not_text', 'not_text']);
  });

  test('[004.3] a pile of marks, which would take the square of its length in time', () => {
    const start = performance.now();
    expect(problem('message', `a${'\u0301\u0316'.repeat(200_000)}`)).toBe('not_text');
    expect(problem('message', `a${'\u0301\u0316'.repeat(15)}`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test('only the fields that people fill in are touched', () => {
  const website = ' x\n';
  expect(sanitise(sent({ website }))).toEqual({ ...sent({}), website });
});

test('[004.2] whatever comes: twice is once, what is stored holds no control, and nothing but line breaks in one field', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(...fieldNames), (text, field) => {
      const once = cleaned(field, text);
      expect(cleaned(field, once)).toBe(once);
      expect(once).toBe(once.trim());
      const allowed = field === 'message' ? once.replaceAll('\n', '') : once;
      expect(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(allowed)).toBe(false);
      expect(once).toBe(once.normalize('NFC'));
    }),
    { numRuns: 500 },
  );
});
