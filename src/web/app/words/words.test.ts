import { expect, test } from 'vitest';
import { t } from './words.ts';

test.each(['\\u202Eevil', '\\x3cb\\x3e', '\\\\u0041', '\\', 'C:\\x41', '{name}', "'{name}'", '#'])(
  '[004.2] %j is put into a sentence as it is',
  (name) => {
    expect(t('noticeOf', { name, title: 'T' })).toBe(`${name} on T`);
  },
);
