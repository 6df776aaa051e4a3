import { expect, test } from 'vitest';
import vector from '../../test/vectors/labels.json' with { type: 'json' };
import { SIGNATURE_PREFIX, labels, purposes } from './labels.ts';

test('labels and purposes are what they have always been', () => {
  expect({ prefix: SIGNATURE_PREFIX, purposes, labels }).toEqual(vector);
});

test('no two are the same, none holds a zero byte', () => {
  const all = [...Object.values(purposes).map((purpose) => SIGNATURE_PREFIX + purpose), ...Object.values(labels)];
  expect(new Set(all).size).toBe(all.length);
  for (const label of all) {
    expect(label).toMatch(/^waxwing\/1 [a-z -]+$/);
  }
});
