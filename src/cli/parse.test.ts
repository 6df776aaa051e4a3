import { expect, test } from 'vitest';
import { parse } from './parse.ts';

const options = { data: { type: 'string' }, 'twenty-letters-of-it': { type: 'boolean' } } as const;

test('an id that begins with a dash is a word, and an option of that length is one', () => {
  const id = '-abcdefghijklmnopqrst_';
  expect(parse(['approve', id, '--data', 'x'], options)).toMatchObject({
    words: ['approve', id],
    values: { data: 'x' },
  });
  expect(parse([`-${id.slice(0, -1)}`], options).words).toHaveLength(1);
  expect([...parse(['--twenty-letters-of-it'], options).flags]).toEqual(['twenty-letters-of-it']);
  expect(() => parse(['-a'], options)).toThrow('Unknown option');
});
