import fs from 'node:fs';
import { expect, test } from 'vitest';
import { t } from './words.ts';

test('no two pages have a word of the same name: the one would stand in place of the other', async () => {
  const pages = await Promise.all(
    fs.globSync('en/*.ts', { cwd: import.meta.dirname }).map((page) => import(`./${page}`) as Promise<object>),
  );
  const ids = pages.flatMap((page) => Object.values(page)).flatMap(Object.keys);
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
});

test.each(['\\u202Eevil', '\\x3cb\\x3e', '\\\\u0041', '\\', 'C:\\x41', '{name}', "'{name}'", '#'])(
  '[004.2] %j is put into a sentence as it is',
  (name) => {
    expect(t('noticeOf', { name, title: 'T' })).toBe(`${name} on T`);
  },
);
