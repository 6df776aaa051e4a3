import { expect, test } from 'vitest';
import { readQr } from '../../test/support/readQr.ts';
import { hasBlocks, qrRows } from './qrRows.ts';

const SECRETS = `#AB12CD34.${'x'.repeat(43)}.${'-_'.repeat(21)}y`;

test('[N3] a link can be read off the rows again, however long the address is', () => {
  for (const server of ['http://localhost:9290', 'https://chat.example.org', `https://${'long.'.repeat(20)}example`]) {
    const rows = qrRows(`${server}/link${SECRETS}`);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(readQr(['some words', ...rows, 'more'].join('\n'))).toBe(`${server}/link${SECRETS}`);
  }
});

test('[N3] four squares of quiet are all around', () => {
  const rows = qrRows('quiet');
  for (const row of rows) expect(row).toMatch(/^█{4}.*█{4}$/);
  for (const row of [...rows.slice(0, 2), ...rows.slice(-2)]) expect(row).toMatch(/^█+$/);
});

test('only a terminal that has the signs gets them', () => {
  expect(hasBlocks({ TERM: 'xterm', LANG: 'en_GB.UTF-8' })).toBe(true);
  expect(hasBlocks({})).toBe(true);
  expect(hasBlocks({ LANG: 'en_GB.UTF-8', LC_ALL: 'C' })).toBe(false);
  expect(hasBlocks({ TERM: 'dumb' })).toBe(false);
});
