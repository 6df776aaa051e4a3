import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { serverSettings, settingNames } from '../src/protocol/serverSettings.ts';
import { switches, switchNames } from '../src/protocol/switches.ts';
import { routes } from '../src/protocol/routes.ts';
import { errors } from '../src/protocol/errors.ts';
import { labels, purposes } from '../src/crypto/labels.ts';
import { settings } from '../src/server/config.ts';
import { attacks } from './mallory/attacks.ts';
import { attackFiles } from './mallory/support/table.ts';

// What the documents say of the code, as far as a machine can check it.

const read = (file: string): string => readFileSync(file, 'utf8');
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md')];
const tests = globSync(['src/**/*.{test,suite}.{ts,tsx}', 'test/**/*.{test,spec}.ts']);
const protocol = read('docs/protocol.md');

test.each(documents)('%s names files that are there', (document) => {
  const text = read(document);
  const links = found(text, /(?<!!\[[^\]]*)\]\((?!https?:|#|mailto:)([^)#\s]+)/g);
  const paths = found(text, /`((?:src|test|docs|bin|scripts)\/[\w./-]+)`/g);
  const named = [...links.map((link) => path.join(path.dirname(document), link)), ...paths];
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

test.each(['SECURITY.md', 'docs/threat-model.md'])('[000.10] %s names tests that are there', (document) => {
  const promises = tests
    .filter((file) => file.endsWith('.suite.ts'))
    .map(read)
    .join('');
  const missing = found(read(document), /\[(S\d+)\]/g).filter((number) => !promises.includes(`[${number}]`));
  for (const [, file = '', titles = ''] of read(document).matchAll(/`([\w/.-]+\.(?:test|spec)\.ts)`: ([^|`*]+)/g)) {
    const source = read(file).replaceAll("\\'", "'");
    const parts = titles.split(/;|\. |\(|\)/).map((part) => part.trim());
    const claimed = parts.filter((part) => !/^$|^\[S\d+\]|^Not |^after |:$/.test(part));
    missing.push(...claimed.filter((title) => !source.includes(title)).map((title) => `${file}: ${title}`));
  }
  expect(missing).toEqual([]);
});

test('SECURITY.md names every attack, and no test that is not there', () => {
  const table = read('SECURITY.md').split(/<!-- .* -->/)[1] ?? '';
  const rows = [...table.matchAll(/^\| (M\d\d): .* \| [\d., ]+ \| (.*) \| .* \|$/gm)];
  expect(rows.map(([, id]) => id)).toEqual(attacks.map(({ id }) => id));
  for (const [, id = '', cell = ''] of rows) {
    const named = found(cell, /`([^`]+)`/g);
    expect([id, ...named.filter((file) => !existsSync(file) || !read(file).includes(`[${id}]`))]).toEqual([id]);
  }
});

test('titles name attacks that there are', () => {
  const named = attackFiles().flatMap((file) => found(read(file), /\[(M\d\d)\]/g));
  const ids = new Set<string>(attacks.map(({ id }) => id));
  expect([...new Set(named)].filter((id) => !ids.has(id))).toEqual([]);
});

test('no promise of the store has the number of another', () => {
  const suites = globSync('src/server/store/contract/*.suite.ts');
  const numbers = suites.flatMap((file) => found(read(file), /test\(['"]\[(S\d+)\]/g));
  expect(numbers.length).toBeGreaterThan(80);
  expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
});

test('rules are numbered without holes, and every rule that is referred to is there', () => {
  const rules = found(protocol, /^- \*\*\[([A-Z]\d+)\]\*\*/gm);
  const letters = [...new Set(rules.map((rule) => rule.charAt(0)))];
  const expected = letters.flatMap((letter) =>
    rules.filter((rule) => rule.startsWith(letter)).map((_, at) => `${letter}${at + 1}`),
  );
  expect(rules).toEqual(expected);
  const referred = documents.flatMap((document) => found(read(document), /\[([A-RT-Z]\d+)\]/g));
  const suites = /\.suite\.ts$/;
  const carried = tests.filter((file) => !suites.test(file)).flatMap((file) => found(read(file), /'\[([A-Z]\d)\]/g));
  expect([...referred, ...carried].filter((rule) => !rules.includes(rule))).toEqual([]);
});

test('the protocol names every route, code and label', () => {
  const flat = protocol.replaceAll(/\s+/g, ' ');
  const paths = Object.values(routes).map((route) => route.path.replace(/\/finish$/, '').replace('/everywhere', ''));
  const words = [...Object.keys(errors), ...Object.values(purposes), ...Object.values(labels)];
  expect([...paths, ...words].filter((word) => !flat.includes(word))).toEqual([]);
});

test('settings are told where people look for them', () => {
  const names = Object.keys(settings);
  expect(names.filter((name) => !read('README.md').includes(`\`${name}\``))).toEqual([]);
  const set = found(read('.env.example'), /^#(\w+)=/gm);
  const unused = ['DATABASE_URL', 'NATS_URL'];
  expect(set.toSorted()).toEqual(names.filter((name) => !unused.includes(name)).toSorted());
});

test('[003.2] the tables of switches and settings say what the code says', () => {
  const operations = read('docs/operations.md');
  const rows = found(operations, /^(\| `[a-z-]+` \|.*) \|[^|]*\|$/gm);
  const switchRows = switchNames.map((name) => {
    const { label, default: on, binds } = switches[name];
    return `| \`${name}\` | ${label} | ${on ? 'on' : 'off'} | ${binds.join(', ')}`;
  });
  const settingRows = settingNames.map((name) => {
    const { default: value, min, max } = serverSettings[name];
    return `| \`${name}\` | ${value ?? 'not set'} | ${min} | ${max}`;
  });
  const all = [...switchRows, ...settingRows];
  expect(rows.filter((row) => all.some((each) => each.split(' |')[0] === row.split(' |')[0]))).toEqual(all);
});
