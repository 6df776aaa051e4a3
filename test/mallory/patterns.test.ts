import { globSync, readFileSync } from 'node:fs';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { parseKeyLine } from '../../src/crypto/verify/sshKey.ts';
import { limits } from '../../src/protocol/limits.ts';
import { linksAlone } from '../../src/web/app/formatting/links.ts';

/** They look at what one types, or keeps in files, oneself. */
const OWN_WORDS = /^src\/(cli|tui|web\/app\/comments\/blockOf)/;
const LENGTH = 10_000;
/** Milliseconds: a pattern that goes over it once needs less than one. */
const WORTH_A_LOOK = 4;

interface Pattern {
  readonly file: string;
  readonly pattern: RegExp;
}

/** Every pattern that is written in the sources. */
function patterns(): Pattern[] {
  const files = globSync('src/**/*.{ts,tsx}').filter((file) => !/\.(test|suite|d)\.tsx?$/.test(file));
  const found: Pattern[] = [];
  const look = (node: unknown, file: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { regex } = node as { regex?: { pattern: string; flags: string } | null };
    if (regex) found.push({ file, pattern: new RegExp(regex.pattern, regex.flags) });
    for (const part of Object.values(node)) look(part, file);
  };
  for (const file of files) {
    look(parseAst(readFileSync(file, 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }), file);
  }
  return found;
}

const marks = String.raw`a A 0 . , ; : - _ @ / \ ' " ! ? * ( ) [ ] { } < > & # % + = | ~`.split(' ');
const units = [
  ...marks,
  ' ',
  '\t',
  '\n',
  '`',
  '\u0000',
  'é',
  '\u0301',
  '😀',
  '@\u0000',
  'a.',
  'a@',
  ' a',
  '&a',
  '**a',
  'AAAA,sk-A',
];
const ends = ['', '\u0000!', '\n', ' x', '\u0000'];
const textOf = (unit: string, end: string, length: number): string => unit.repeat(length / unit.length) + end;

function timeOf(pattern: RegExp, text: string): number {
  const started = performance.now();
  text.search(pattern);
  return performance.now() - started;
}

/** The shortest of some: a pause of the machine is not the pattern's. */
const leastOf = (pattern: RegExp, text: string): number =>
  Math.min(...Array.from({ length: 3 }, () => timeOf(pattern, text)));

/** Of one that goes over a text once, four times the text takes four times as long; of one that does so from each place, sixteen. */
const isSlow = (pattern: RegExp): boolean =>
  units.some((unit) =>
    ends.some((end) => {
      const text = textOf(unit, end, LENGTH);
      if (timeOf(pattern, text) < WORTH_A_LOOK) return false;
      const whole = leastOf(pattern, text);
      return whole >= WORTH_A_LOOK && whole > 8 * leastOf(pattern, textOf(unit, end, LENGTH / 4));
    }),
  );

test('[M39] no pattern that looks at what others send goes over it again and again', () => {
  const all = patterns();
  expect(all.length).toBeGreaterThan(100);
  const slow = all.filter(({ file, pattern }) => !OWN_WORDS.test(file) && isSlow(pattern));
  expect(slow.map(({ file, pattern }) => `${file} ${String(pattern)}`)).toEqual([]);
  // What was here once, so that the search can find something.
  for (const was of [/[.,;:!?'*_]+$/, /[ ,](?:ssh|ecdsa|sk)-\S+ AAAA/]) expect(isSlow(was)).toBe(true);
});

test('[M39] a link with a million marks behind it, and a line that is almost a key, take no time', () => {
  const started = performance.now();
  for (const mark of ['!', ')', '.)', '(', '*_']) {
    const text = `https://waxwing.example/${mark.repeat(limits.longText / 2)}`;
    expect(linksAlone(`${text}\u0000 and on`).length).toBeGreaterThan(0);
    expect(linksAlone(text).length).toBeGreaterThan(0);
  }
  for (const unit of ['AAAA,sk-A', ' ssh-', ',sk-', 'ssh-a AAA']) {
    expect(() => parseKeyLine(`from="x" ${unit.repeat(limits.sshKeysText / unit.length)}`)).toThrow(/.*/);
  }
  expect(performance.now() - started).toBeLessThan(2000);
});
