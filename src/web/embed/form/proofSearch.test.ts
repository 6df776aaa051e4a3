import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createProofSearch } from './proofSearch.ts';

const zeroBits = (text: string): number => Math.clz32(createHash('sha256').update(text).digest().readUInt32BE());

test('[004] what is found is a proof, and the first one that there is', () => {
  for (let length = 0; length < 140; length++) {
    const token = `v1.${'t'.repeat(length)}`;
    const found = createProofSearch(token, 6)(100_000);
    expect(zeroBits(`${token}:${found}`)).toBeGreaterThanOrEqual(6);
    for (let less = 0; less < Number(found); less++) expect(zeroBits(`${token}:${less}`)).toBeLessThan(6);
  }
});

test('[004] the search goes on where it stopped, and answers null until something is found', () => {
  const whole = createProofSearch('token', 10)(1_000_000);
  const search = createProofSearch('token', 10);
  let found: string | null = null;
  let calls = 0;
  while (found === null) {
    found = search(7);
    calls += 1;
  }
  expect(found).toBe(whole);
  expect(calls).toBe(Math.floor(Number(whole) / 7) + 1);
});

test('[004] its source text stands alone, as a worker runs it', () => {
  const alone = runInNewContext(`(${createProofSearch.toString()})`) as typeof createProofSearch;
  expect(alone('token', 12)(1_000_000)).toBe(createProofSearch('token', 12)(1_000_000));
});
