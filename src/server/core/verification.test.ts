import { expect, test } from 'vitest';
import { someOf } from './verification.ts';

test('of very many that do not fit the first are named, and how many more there are', () => {
  const problems = Array.from({ length: 205 }, (_, number) => `account ${number}: malformed`);
  expect(someOf(problems, 'accounts')).toEqual([...problems.slice(0, 5), 'and 200 more accounts']);
  expect(someOf(problems.slice(0, 5), 'accounts')).toEqual(problems.slice(0, 5));
});
