import { describe, expect, test } from 'vitest';
import { cpuTime } from '../../../../test/support/cpuTime.ts';
import { inline } from './marks.ts';
import { type Span, wordsOf } from './spans.ts';

const bold = (...inside: Span[]): Span => ({ mark: 'strong', inside });
const italic = (...inside: Span[]): Span => ({ mark: 'em', inside });
const struck = (...inside: Span[]): Span => ({ mark: 's', inside });
const code = (text: string): Span => ({ mark: 'code', text });
const link = (text: string): Span => ({ mark: 'link', text });

test.each<[string, Span[]]>([
  ['**bold** and *italic* and ~~struck~~', [bold('bold'), ' and ', italic('italic'), ' and ', struck('struck')]],
  ['***both***, **with *one* inside**', [italic(bold('both')), ', ', bold('with ', italic('one'), ' inside')]],
  ['(**Achtung:** *„ganz"* neu!)', ['(', bold('Achtung:'), ' ', italic('„ganz"'), ' neu!)']],
  ['**👍🏽** *Ça va?* **5 €**', [bold('👍🏽'), ' ', italic('Ça va?'), ' ', bold('5 €')]],
  ['`a * b * c` and ``a ` b``', [code('a * b * c'), ' and ', code('a ` b')]],
  ['`**not bold**` `https://example.org`', [code('**not bold**'), ' ', code('https://example.org')]],
  ['**https://example.org/a_b*c*d**.', [bold(link('https://example.org/a_b*c*d')), '.']],
  ['https://example.org/~~a~~ *b*', [link('https://example.org/~~a'), '~~ ', italic('b')]],
])('%s is marked', (line, spans) => {
  expect(inline(line)).toEqual(spans);
});

test.each([
  '_snake_case_words_ and __init__',
  '2*3*4 = 24, 2**3**4, 5 * 3 * 2',
  ':) :* ;-* ^^ >:( *_* ~~> ~.~ o_O',
  String.raw`C:\*\notes\*.txt  \\server\share\_old_ ¯\_(ツ)_/¯`,
  '~/.config/** src/**/*.test.ts and src/**/*.ts',
  'rm *.log and cache.* /tmp/*/x',
  'def f(*args, **kwargs): return g(*args, **kwargs)',
  'int **p = *q; if (*p == *q) { *r = 1; }',
  '/* one */ a(/* two */ b) /** three */',
  'x = a ~~ b ~~ c; "*" and "*"; SELECT * FROM a; SELECT * FROM b',
  'f*** this, p*** that, **** and *** and * and ** end',
  'geht`s and can`t, tag`x`',
  '* * *',
  '&amp; &lt;b&gt; <b>no</b> <!-- no --> <https:x>',
  '# no heading',
  '![no](image) [no](words) [no]: address',
  '| no | table |',
  '1) and a) *',
  'trailing spaces   ',
  '**not\u00a0 closed, ~~nor this, *nor that',
])('%s comes out as it was typed', (line) => {
  expect(inline(line)).toEqual([line]);
});

test('other words for an address are none', () => {
  expect(inline('**[my bank](https://evil.example)**')).toEqual([
    bold('[my bank](', link('https://evil.example'), ')'),
  ]);
});

const depth = (spans: readonly Span[]): number =>
  Math.max(0, ...spans.map((span) => (typeof span !== 'string' && 'inside' in span ? 1 + depth(span.inside) : 0)));

describe('whatever was typed', () => {
  const units = [
    '[',
    '*a ',
    'a* ',
    '**',
    '~~',
    '`',
    '``a',
    '*a **b ',
    ' ***a*** ',
    '*a* ',
    'https://a.b/ ',
    '*https://a.b* ',
    '\\',
    '😀*',
  ];

  test.each(units)('thousands of %j are done in no time, and all of it is there', (unit) => {
    const line = unit.repeat(4096 / unit.length);
    let spans: readonly Span[] = [];
    expect(cpuTime(() => (spans = inline(line)))).toBeLessThan(1000);
    expect(depth(spans)).toBeLessThan(6);
    expect(wordsOf(spans).replaceAll(/[*~`]/g, '')).toBe(line.replaceAll(/[*~`]/g, ''));
  });

  test.each(units)('in a line of a MiB of %j nothing is looked for but addresses', (unit) => {
    const line = unit.repeat((1024 * 1024) / unit.length);
    let words = '';
    expect(cpuTime(() => (words = wordsOf(inline(line))))).toBeLessThan(1000);
    expect(words).toBe(line);
  });

  test('nested without end, no more than some of it is', () => {
    const spans = inline(`${'*a '.repeat(50)}b${' c*'.repeat(50)}`);
    expect(depth(spans)).toBe(5);
    expect(wordsOf(spans)).toBe(`${'a '.repeat(5)}${'*a '.repeat(45)}b${' c*'.repeat(45)}${' c'.repeat(5)}`);
  });
});
