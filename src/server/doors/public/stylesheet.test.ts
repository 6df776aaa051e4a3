import fs from 'node:fs';
import { expect, test } from 'vitest';
import { stylesheet } from './stylesheet.ts';

const contact = fs.readFileSync(new URL('../../../web/embed/contact/page.css', import.meta.url), 'utf8');

test('[004.1] pages for visitors take the colours of the web app, light and dark, from where it has them', () => {
  const own = stylesheet.slice(stylesheet.indexOf('* { box-sizing'));
  expect(own).not.toMatch(/#[0-9a-f]{3,8}\b|rgb|hsl|light-dark/i);
  const named = [...`${own}${contact}`.matchAll(/var\((--[\w-]+)\)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((name) => !stylesheet.includes(`${name}:`))).toEqual([]);
});

test('[004.1] nothing in it comes from elsewhere', () => {
  expect(stylesheet).not.toMatch(/url\(|@import|https?:/);
});
