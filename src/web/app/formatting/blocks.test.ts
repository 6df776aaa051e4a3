import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuTime } from '../../../../test/support/cpuTime.ts';
import { type Block, blocksOf, plainWords } from './blocks.ts';
import { inline } from './marks.ts';
import { wordsOf } from './spans.ts';

const text = (words: string): Block => ({ kind: 'text', spans: [words] });
const code = (words: string): Block => ({ kind: 'code', text: words });
const quote = (...inside: Block[]): Block => ({ kind: 'quote', inside });
const point = (words: string, number: number | null = null, ...inside: Block[]) => ({ number, spans: [words], inside });
const list = (...items: ReturnType<typeof point>[]) => ({ kind: 'list', items }) as Block;

test.each<[string, Block[]]>([
  [
    'Look:\n\n```ts\nconst a = `b`;\n\n  **c**\n```\n\nNice?',
    [text('Look:'), code('const a = `b`;\n\n  **c**'), text('Nice?')],
  ],
  ['```one\ntwo two```', [code('two two')]],
  ['``` one *a*\ntwo```\n3', [code(' one *a*\ntwo'), text('3')]],
  ['```\nnever closed\n', [code('never closed\n')]],
  ['> Coming?\n> Or not?\nYes!', [quote(text('Coming?\nOr not?')), text('Yes!')]],
  ['> > first\n> second\n>\n> third', [quote(quote(text('first')), text('second\n\nthird'))]],
  ['> > > > deep', [quote(quote(quote(text('> deep'))))]],
  [
    'To buy:\n- milk\n- eggs\n  (ten)\nThanks',
    [text('To buy:'), list(point('milk'), point('eggs\n(ten)')), text('Thanks')],
  ],
  [
    '1. one\n   - a\n   - b\n2. two\n4) four',
    [list(point('one', 1, list(point('a'), point('b'))), point('two', 2), point('four', 4))],
  ],
  ['- a\n1. b', [text('- a\n1. b')]],
])('%j has its blocks', (typed, blocks) => {
  expect(blocksOf(typed, inline)).toEqual(blocks);
});

test.each([
  '- said he',
  '3. Oktober',
  '2026. What a year\n2027. And another',
  '-5 °C\n-7 °C',
  '>:(\n>5 people\n>>> print(1)\n>',
  '>',
  '  indented\n\n\n\tmore\n   ',
  'def f(x):\n    if x:\n\n        return -x\n',
  '```',
  'a ```b``` c'.replaceAll('`', "'"),
  '* one\n* two\n+ one\n+ two',
  '# one\n## two\n---\n===\n| a | b |',
  'a\r\nb',
  '\n\n',
])('%j comes out as it was typed', (typed) => {
  expect(blocksOf(typed, inline)).toEqual([text(typed)]);
});

test('marks stand in one line, and lines stay lines', () => {
  const [block] = blocksOf('**a**\n*b\nc*', inline);
  expect(block).toEqual({ kind: 'text', spans: [{ mark: 'strong', inside: ['a'] }, '\n*b\nc*'] });
  expect(block?.kind === 'text' && wordsOf(block.spans)).toBe('a\n*b\nc*');
});

test('the words alone have no marks, but for what begins a line', () => {
  const typed = '**Now** `x`:\n```js\ny\n```\n> *so*\n- a\n- b\n  1. c\n  2. d';
  expect(plainWords(blocksOf(typed, inline))).toBe('Now x:\ny\n> so\n- a\n- b\n1. c\n2. d');
});

describe('whatever was typed', () => {
  const signs = fc.constantFrom(
    '*',
    '**',
    '~~',
    '`',
    '```',
    '\n',
    ' ',
    '> ',
    '- ',
    '  ',
    '1. ',
    'a',
    'b',
    'é',
    '😀',
    '<',
    '[',
    '](',
    'https://a.b',
  );

  test('no letter is lost, and none is added', () => {
    const letters = (words: string) => words.replaceAll(/[\s*~`>.\d-]/g, '');
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 60 }), (typed) => {
        const said = typed.join('').replaceAll(/^```[\w+#.-]{0,20}\s*$/gm, '```');
        expect(letters(plainWords(blocksOf(said, inline)))).toBe(letters(said));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    '>',
    '> ',
    '> > > > ',
    '>\n',
    '> a\n',
    '```\n',
    '```a\n',
    '- a\n',
    ' - a\n',
    '- a\n  b\n',
    '1. a\n   - b\n',
    '\n',
    '- ',
    '  ',
  ])('64 KiB of %j are done in no time', (unit) => {
    const typed = unit.repeat((64 * 1024) / unit.length);
    let blocks = 0;
    expect(cpuTime(() => (blocks = blocksOf(typed, inline).length))).toBeLessThan(1000);
    expect(blocks).toBeGreaterThan(0);
  });
});
