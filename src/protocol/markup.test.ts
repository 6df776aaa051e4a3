import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkup, type Block, type Inline } from './markup.ts';

const text = (written: string): Inline => ({ kind: 'text', text: written });
const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children });
const link = (href: string, written: string): Inline => ({ kind: 'link', href, text: written });
const emphasis = (...children: Inline[]): Inline => ({ kind: 'emphasis', children });
const strong = (...children: Inline[]): Inline => ({ kind: 'strong', children });
const code = (written: string): Inline => ({ kind: 'code', text: written });

const lineOf = (written: string): readonly Inline[] => {
  const [only] = parseMarkup(written);
  return only?.kind === 'paragraph' ? only.children : [];
};

describe('blocks', () => {
  test('[004.1] paragraphs stand between empty lines, and a line break stays one', () => {
    expect(parseMarkup('\n\none\ntwo\n \n\nthree\n')).toEqual([
      paragraph(text('one'), { kind: 'break' }, text('two')),
      paragraph(text('three')),
    ]);
    expect(parseMarkup('')).toEqual([]);
  });

  test('[004.1] code between fences is as it was written', () => {
    expect(parseMarkup('a\n```js\n*b*\n\n> c\n```\nd')).toEqual([
      paragraph(text('a')),
      { kind: 'code', text: '*b*\n\n> c' },
      paragraph(text('d')),
    ]);
  });

  test('a fence that nobody closes is text', () => {
    expect(parseMarkup('```\na')).toEqual([paragraph(text('```'), { kind: 'break' }, text('a'))]);
  });

  test('[004.1] quotes nest to three, and no deeper', () => {
    const quote = (...children: Block[]): Block => ({ kind: 'quote', children });
    expect(parseMarkup('> a\n>\n> b\nc')).toEqual([
      quote(paragraph(text('a')), paragraph(text('b'))),
      paragraph(text('c')),
    ]);
    expect(parseMarkup('> > > > a')).toEqual([quote(quote(quote(paragraph(text('> a')))))]);
    expect(parseMarkup('>a')).toEqual([paragraph(text('>a'))]);
  });
});

describe('within a line', () => {
  test.each<[string, Inline[]]>([
    ['a *b* c', [text('a '), emphasis(text('b')), text(' c')]],
    ['a _b_ c', [text('a '), emphasis(text('b')), text(' c')]],
    ['**a**', [strong(text('a'))]],
    ['**a *b* c**.', [strong(text('a '), emphasis(text('b')), text(' c')), text('.')]],
    ['(`a*b*`)', [text('('), code('a*b*'), text(')')]],
    ['*a **b* c', [emphasis(text('a '), text('**'), text('b')), text(' c')]],
    ['*a\nb*', [emphasis(text('a'), { kind: 'break' }, text('b'))]],
  ])('[004.1] %j', (written, inlines) => {
    expect(lineOf(written)).toEqual(inlines);
  });

  test.each([
    '2*3*4',
    'snake_case_name',
    '* a *',
    '*a',
    'a*',
    '**',
    '***a***',
    'f`a`b',
    '``',
    '`a',
    '`a\nb`',
    '[a]',
    '[a](b)',
  ])('[004.1] no mark, but text as it was written: %j', (written) => {
    expect(plain(parseMarkup(written))).toBe(written);
  });
});

describe('links', () => {
  test.each<[string, Inline[]]>([
    ['https://example.org', [link('https://example.org/', 'https://example.org')]],
    ['see HTTP://Example.org/A.', [text('see '), link('http://example.org/A', 'HTTP://Example.org/A'), text('.')]],
    ['(https://e.org/a_(b))', [text('('), link('https://e.org/a_(b)', 'https://e.org/a_(b)'), text(')')]],
    ['https://e.org/*a*b_c_', [link('https://e.org/*a*b_c', 'https://e.org/*a*b_c'), text('_')]],
    ['[a *b*](https://e.org/?c=d)', [link('https://e.org/?c=d', 'a *b*')]],
    [`https://e.org/'"><b>`, [link(`https://e.org/`, `https://e.org/`), text(`'"><b>`)]],
    ['https://bücher.example', [link('https://xn--bcher-kva.example/', 'https://bücher.example')]],
  ])('[004.1] %j', (written, inlines) => {
    expect(lineOf(written)).toEqual(inlines);
  });

  test.each([
    'javascript:alert(1)',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,b)',
    '[a](//example.org)',
    '[a](/b)',
    '![a](https://',
    'https://',
    'http://[',
    'xhttps://example.org',
    'https://bank.example@evil.example/',
    'https://user:word@evil.example/',
    'ftp://example.org',
    'www.example.org',
  ])('[004.1] leads nowhere: %j', (written) => {
    expect(JSON.stringify(parseMarkup(written))).not.toContain('"link"');
    expect(plain(parseMarkup(written))).toBe(written);
  });

  test('[004.1] a name that promises another address is no name', () => {
    expect(plain(parseMarkup('[https://bank.example](https://evil.example)'))).toBe(
      '[https://bank.example](https://evil.example)',
    );
  });
});

const marks = [
  '*',
  '**',
  '_',
  '`',
  '```',
  '> ',
  '[',
  '](',
  ')',
  'http://',
  'https://a.b/',
  '\n',
  '\n\n',
  ' ',
  'a',
  '<',
  '&',
  '"',
];
const marked = fc.array(fc.constantFrom(...marks), { maxLength: 60 }).map((pieces) => pieces.join(''));

test('[004.1] whatever is written: links are http(s), nothing is invented, and nothing but marks goes missing', () => {
  fc.assert(
    fc.property(marked, (written) => {
      const blocks = parseMarkup(written);
      for (const href of hrefs(blocks)) expect(href).toMatch(/^https?:\/\/[^\s"<>]+$/);
      expect(isWithin(plain(blocks), written)).toBe(true);
      const lost = /[^*_`>\s[\]()a-z:/.]/g;
      expect(plain(blocks).match(lost)).toEqual(written.match(lost));
      expect(depthOf(blocks)).toBeLessThanOrEqual(7);
    }),
    { numRuns: 2000 },
  );
});

const hostile = [
  ...marks.map((mark) => mark.repeat(10_000).slice(0, 10_000)),
  ...[
    '*a',
    'a*',
    '*a ',
    ' *a',
    '**a *b _c ',
    '`a',
    ' `a',
    '[a](',
    '[a](http://',
    '[a](http://a',
    'http://a@',
    'http://[',
    '> > > ',
  ].map((piece) => piece.repeat(10_000).slice(0, 10_000)),
  ...['```\n', '> \n', '> a\n', '```\n\n', '>\n```\n', ' *_**', '(*', '*(', '"*\'', 'http://(', 'http://a)'].map(
    (piece) => piece.repeat(10_000).slice(0, 10_000),
  ),
  `http://${')'.repeat(9993)}`,
  `http://${'('.repeat(5000)}${')'.repeat(4993)}`,
  `[${'a'.repeat(9999)}`,
  `\`${'a'.repeat(9999)}`,
  `*${'a*'.repeat(4999)}`,
];

test('[004.1] ten times the text takes about ten times the time, whatever it holds', () => {
  const slow = hostile.flatMap((written) => {
    parseMarkup(written);
    const took = Math.min(...[1, 2, 3].map(() => timed(written)));
    return took > 25 ? [`${written.slice(0, 20)}: ${took} ms`] : [];
  });
  expect(slow).toEqual([]);
  for (const written of hostile) {
    const long = written.repeat(10);
    expect(Math.min(timed(long), timed(long))).toBeLessThan(250);
  }
});

function timed(written: string): number {
  const start = performance.now();
  parseMarkup(written);
  return performance.now() - start;
}

type Node = Block | Inline;

const childrenOf = (node: Node): readonly Node[] => ('children' in node ? node.children : []);
const hrefs = (nodes: readonly Node[]): string[] =>
  nodes.flatMap((node) => (node.kind === 'link' ? [node.href] : hrefs(childrenOf(node))));
const depthOf = (nodes: readonly Node[]): number =>
  nodes.length === 0 ? 0 : 1 + Math.max(...nodes.map((node) => depthOf(childrenOf(node))));
const plain = (nodes: readonly Node[]): string =>
  nodes.map((node) => ('text' in node ? node.text : node.kind === 'break' ? '\n' : plain(childrenOf(node)))).join('');

/** Whether all of `part` stands in `whole`, in its order. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of part.split('')) at = whole.indexOf(letter, at) + 1 || Infinity;
  return at !== Infinity;
}
