import { expect, test } from 'vitest';
import type { Marking } from '../keys/shortcuts.ts';
import { marked } from './marking.ts';

/** `[` and `]` stand where the selection begins and ends. */
function press(typed: string, marking: Marking): string {
  const [start, end] = [typed.indexOf('['), typed.indexOf(']') - 1];
  const text = typed.replaceAll(/[[\]]/g, '');
  const { from, to, by, select } = marked(text, start, end, marking);
  const after = text.slice(0, from) + by + text.slice(to);
  return `${after.slice(0, select[0])}[${after.slice(...select)}]${after.slice(select[1])}`;
}

test.each<[string, Marking, string]>([
  ['say [it] now', 'bold', 'say **[it]** now'],
  ['say **[it]** now', 'bold', 'say [it] now'],
  ['say[ it ]now', 'italic', 'say *[it]* now'],
  ['say **[it]** now', 'italic', 'say ***[it]*** now'],
  ['say ***[it]*** now', 'italic', 'say **[it]** now'],
  ['[]', 'struck', '~~[]~~'],
  ['~~[]~~', 'struck', '[]'],
  ['a [b]', 'code', 'a `[b]`'],
])('%s with %s becomes %s', (before, marking, after) => {
  expect(press(before, marking)).toBe(after);
});
