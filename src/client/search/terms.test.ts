import { expect, test } from 'vitest';
import { Terms } from './terms.ts';

const ordered = ['a', 'la', 'lad', 'ladder', 'lantern', 'rain', '東京', '\u{20000}a', '\uFB2A'].toSorted();

test.each(['', 'a', 'l', 'la', 'lad', 'ladders', 'm', 'z', '東', '\u{20000}', '\uFB2A', '\uFFFF'])(
  'the terms that begin with "%s" lie side by side, wherever they are',
  (beginning) => {
    const [first, end] = Terms.of(ordered).beginning(beginning);
    expect(ordered.slice(first, end)).toEqual(ordered.filter((term) => term.startsWith(beginning)));
  },
);

test.each([[[]], [['one']], [ordered]])('they come back as they were joined: %j', (terms) => {
  const { joined } = Terms.of(terms);
  expect(new Terms(joined, terms.length).all()).toEqual(terms);
});
