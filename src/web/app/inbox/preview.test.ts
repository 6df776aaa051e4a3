import { expect, test } from 'vitest';
import { previewLine } from './preview.ts';

const author = { account: 'a', username: 'noor', displayName: 'Noor' };
const text = (words: string) => ({ type: 'text', text: words, edited: false }) as const;

test('one line, with who wrote it when it was me', () => {
  expect(previewLine({ author, body: text(' Saturday\n\nworks '), mine: false })).toBe('Saturday works');
  expect(previewLine({ author, body: text('ok'), mine: true })).toBe('You: ok');
});

test('what is gone says so, whoever wrote it', () => {
  expect(previewLine({ author, body: { type: 'deleted' }, mine: true })).toBe('Deleted message');
  expect(previewLine(null)).toBe('');
});
