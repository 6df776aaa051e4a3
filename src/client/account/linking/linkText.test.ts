import { expect, test } from 'vitest';
import { linkPath, readCarried, shownCode } from './linkText.ts';

const scanned = { keysHash: new Uint8Array(32).fill(1), secret: new Uint8Array(32).fill(2) };

test('[N3] a link is read back, whole or from its # on', () => {
  const path = linkPath('AB12CD34', scanned);
  expect(path).toMatch(/^\/link#AB12CD34\./);
  for (const text of [path, `https://chat.example${path}`, path.slice('/link#'.length)])
    expect(readCarried(text)).toEqual({ code: 'AB12CD34', scanned });
});

test('[N2] a code is read as people type it', () => {
  expect(shownCode('AB12CD34')).toBe('AB12-CD34');
  for (const text of ['AB12-CD34', ' ab12 cd34 ', 'abl2-cd34', 'AB12CD34'])
    expect(readCarried(text)).toEqual({ code: 'AB12CD34', scanned: null });
});

test('[N3] half a link is no code, so that nothing is lowered to numbers', () => {
  const path = linkPath('AB12CD34', scanned);
  for (const text of ['', 'AB12', 'AB12-CD34-EF56', path.slice(0, -1), path.slice(0, 30), `${path}.more`, 'AB12CD34.'])
    expect(readCarried(text)).toBeNull();
});
