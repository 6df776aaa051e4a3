import { expect, test } from 'vitest';
import { complete } from './completion.ts';
import { emptyEditor, withText } from './editor.ts';

const names = ['sam', 'samantha', 'erik', 'lobby'];
const of = (text: string, cursor = text.length) => complete(withText(emptyEditor, text, cursor), names);

test.each([
  ['/reg', '/register '],
  ['@er', '@erik '],
  ['er', 'erik: '],
  ['ask er', 'ask erik '],
  ['/verify eri', '/verify erik '],
  ['@SA', '@sam'],
  ['nothing fits', 'nothing fits'],
  ['', ''],
  ['say /reg', 'say /reg'],
])('Tab after %j makes %j', (typed, completed) => {
  expect(of(typed).editor.text).toBe(completed);
});

test('several that fit are shown; what is behind the cursor stays', () => {
  expect(of('@s').choices).toEqual(['@sam', '@samantha']);
  expect(of('@er there', 3).editor).toMatchObject({ text: '@erik  there', cursor: 6 });
});
