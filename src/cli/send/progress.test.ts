import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

test('a bar says how much has arrived, without colours, and goes away', () => {
  let written = '';
  const progress = new Progress((text) => (written += text), 200);
  progress.show(0);
  progress.show(100);
  progress.show(100);
  progress.clear();
  const [first, half, ...rest] = written.split('\r').filter((line) => line !== '');
  expect(first).toBe(`[${'.'.repeat(30)}]   0 %`);
  expect(half).toBe(`[${'#'.repeat(15)}${'.'.repeat(15)}]  50 %`);
  expect(rest.join('').trim()).toBe('');
  // eslint-disable-next-line no-control-regex
  expect(written).not.toMatch(/\u001b/);
});
