import fs from 'node:fs';
import { expect, test } from 'vitest';
import { stylesheet } from './stylesheet.ts';

test('[004.1] pages for visitors have the colours of the web app, light and dark', () => {
  const app = fs.readFileSync(new URL('../../../web/app/styles/tokens.css', import.meta.url), 'utf8');
  const tokens = [...stylesheet.matchAll(/(--[a-z0-9-]+): (light-dark\([^)]+\))/g)];
  expect(tokens.length).toBeGreaterThan(10);
  for (const [, name = '', value] of tokens) {
    expect([name, value]).toEqual([name, new RegExp(`${name}: ([^;]+);`).exec(app)?.[1]]);
  }
});

test('[004.1] nothing in it comes from elsewhere', () => {
  expect(stylesheet).not.toMatch(/url\(|@import|https?:/);
});
