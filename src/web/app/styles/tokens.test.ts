import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const tokens = fs.readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** What is read, on what it stands on. */
const pairs: readonly (readonly [ink: string, on: string])[] = [
  ...['--ink', '--ink-2', '--ink-3'].flatMap((ink) =>
    ['--desk', '--paper', '--sheet', '--hover'].map((on) => [ink, on] as const),
  ),
  ...['--ink', '--ink-2'].flatMap((ink) =>
    ['--selected', '--wax-tint', '--ok-tint', '--warn-tint'].map((on) => [ink, on] as const),
  ),
  ...['--paper', '--sheet', '--desk', '--wax-tint', '--selected'].map((on) => ['--wax-strong', on] as const),
  ...['--paper', '--sheet', '--ok-tint'].map((on) => ['--ok', on] as const),
  ...['--paper', '--sheet', '--warn-tint'].map((on) => ['--warn', on] as const),
  ...['--paper', '--sheet', '--hover', '--selected'].map((on) => ['--danger', on] as const),
  ['--on-wax', '--wax'],
  ['--on-wax', '--wax-strong'],
];

test('what styles name is there: in the tokens, or in the same file', () => {
  const app = fileURLToPath(new URL('..', import.meta.url));
  const named = fs.globSync('**/*.css', { cwd: app }).flatMap((file) => {
    const styles = fs.readFileSync(path.join(app, file), 'utf8');
    const names = [...styles.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name);
    return names.filter((name) => !`${tokens}${styles}`.includes(`${name}:`)).map((name) => `${file}: ${name}`);
  });
  expect(named).toEqual([]);
});

const looks = [
  { contrast: 'usual', scheme: 0, least: 4.5 },
  { contrast: 'usual', scheme: 1, least: 4.5 },
  { contrast: 'more', scheme: 0, least: 7 },
  { contrast: 'more', scheme: 1, least: 7 },
] as const;

describe.each(looks)('$contrast contrast, light or dark: $scheme', ({ contrast, scheme, least }) => {
  test.each(pairs)(`%s on %s is at least ${least}:1`, (ink, on) => {
    expect(contrastOf(colour(ink), colour(on))).toBeGreaterThanOrEqual(least);
  });

  test('the focus and the accent are seen beside what they stand on, at 3:1', () => {
    for (const on of ['--paper', '--sheet', '--desk']) {
      expect(contrastOf(colour('--focus'), colour(on))).toBeGreaterThanOrEqual(3);
      expect(contrastOf(colour('--wax'), colour(on))).toBeGreaterThanOrEqual(3);
    }
  });

  function colour(name: string): string {
    const [usual = '', more = ''] = tokens.split(":root[data-contrast='more']");
    const find = (part: string) => new RegExp(`${name}: light-dark\\((#\\w+), (#\\w+)\\);`).exec(part);
    const found = (contrast === 'more' ? find(more) : null) ?? find(usual);
    return found?.[scheme + 1] ?? `there is no ${name}`;
  }
});

/** As WCAG 2 computes it. */
function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = NaN, green = NaN, blue = NaN] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
