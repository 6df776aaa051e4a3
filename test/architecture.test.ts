import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { violations, type Tree } from './support/houseRules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the house keeps its rules', () => {
  expect(violations(treeOf('src', 'test'))).toEqual([]);
});

describe('the rules see it when', () => {
  const broken: [string, Record<string, string>, RegExp][] = [
    [
      'the wire imports keys',
      { 'src/protocol/a.ts': "import '../crypto/b.ts';", 'src/crypto/b.ts': '' },
      /protocol\/a\.ts imports src\/crypto\/b\.ts/,
    ],
    [
      'the client imports a screen, only for a type',
      { 'src/client/a.ts': "import type { B } from '../web/app/b.ts';", 'src/web/app/b.ts': 'export type B = 1;' },
      /client must not know it/,
    ],
    [
      'keys import the client, dynamically',
      { 'src/crypto/a.ts': "await import('../client/b.ts');", 'src/client/b.ts': '' },
      /crypto must not know it/,
    ],
    [
      'the client re-exports from the server',
      { 'src/client/a.ts': "export * from '../server/core/b.ts';", 'src/server/core/b.ts': '' },
      /client must not know it/,
    ],
    [
      'a type is imported in place',
      { 'src/protocol/a.ts': "export type T = import('../client/b.ts').T;", 'src/client/b.ts': 'export type T = 1;' },
      /protocol must not know it/,
    ],
    [
      'the server takes what opens messages',
      { 'src/server/core/a.ts': "import '../../crypto/vault.ts';", 'src/crypto/vault.ts': '' },
      /server\/core must not know it/,
    ],
    [
      'the server takes what opens messages through what verifies',
      { 'src/crypto/verify/a.ts': "import '../vault.ts';", 'src/crypto/vault.ts': '' },
      /crypto\/verify must not know it/,
    ],
    [
      'the composition root takes what opens messages',
      { 'src/server/createServer.ts': "import '../crypto/epoch.ts';", 'src/crypto/epoch.ts': '' },
      /server must not know it/,
    ],
    [
      'a door reads certificates by itself',
      { 'src/server/doors/line/a.ts': "import '@peculiar/x509';" },
      /the package @peculiar\/x509/,
    ],
    ['the server takes a package that opens', { 'src/server/doors/api/a.ts': "import '@hpke/core';" }, /@hpke\/core/],
    [
      'the domain imports the store',
      { 'src/server/core/a.ts': "import '../store/sqlite/b.ts';", 'src/server/store/sqlite/b.ts': '' },
      /server\/core must not know it/,
    ],
    ['the domain knows Node', { 'src/server/core/a.ts': "import 'node:fs';" }, /knows nothing of Node/],
    [
      'the domain knows Node without its prefix',
      { 'src/server/core/a.ts': "import 'fs/promises';" },
      /nothing of Node/,
    ],
    ['the domain knows HTTP', { 'src/server/core/a.ts': "import 'fastify';" }, /the package fastify/],
    ['the domain reads a clock', { 'src/server/core/a.ts': 'export const now = () => Date.now();' }, /uses Date\.now/],
    ['the domain makes a date of now', { 'src/server/core/a.ts': 'export const at = new Date();' }, /uses new Date/],
    ['the domain throws dice', { 'src/server/core/a.ts': 'export const die = Math.random();' }, /uses Math\.random/],
    ['the domain sets a timer', { 'src/server/core/a.ts': 'globalThis.setTimeout(() => {}, 1);' }, /uses setTimeout/],
    [
      'the domain reads the environment',
      { 'src/server/core/a.ts': 'export const e = process.env;' },
      /uses process\.env/,
    ],
    [
      'doors know each other',
      { 'src/server/doors/api/a.ts': "import '../socket/b.ts';", 'src/server/doors/socket/b.ts': '' },
      /doors\/api\/a\.ts imports src\/server\/doors\/socket\/b\.ts/,
    ],
    [
      'a door knows the store',
      { 'src/server/doors/api/a.ts': "import '../../store/b.ts';", 'src/server/store/b.ts': '' },
      /must not know it/,
    ],
    [
      'a door knows the composition root',
      { 'src/server/doors/api/a.ts': "import '../../createServer.ts';", 'src/server/createServer.ts': '' },
      /must not know it/,
    ],
    [
      'the store knows the bus',
      { 'src/server/store/a.ts': "import '../bus/b.ts';", 'src/server/bus/b.ts': '' },
      /server\/store must not know it/,
    ],
    [
      'the tag for other sites takes more than sealing',
      { 'src/web/embed/a.ts': "import '../../crypto/vault.ts';", 'src/crypto/vault.ts': '' },
      /web\/embed must not know it/,
    ],
    ['the tag for other sites takes a framework', { 'src/web/embed/a.ts': "import 'react';" }, /the package react/],
    [
      'the service worker takes a screen',
      { 'src/web/service/a.ts': "import '../app/ui/b.ts';", 'src/web/app/ui/b.ts': '' },
      /web\/service must not know it/,
    ],
    ['a page knows Node', { 'src/web/app/a.tsx': "import 'node:fs';" }, /web knows nothing of Node/],
    [
      'a worker is started across rooms',
      {
        'src/web/app/a.ts': "new Worker(new URL('../embed/b.worker.ts', import.meta.url));",
        'src/web/embed/b.worker.ts': '',
      },
      /web must not know it/,
    ],
    [
      'a command reaches into a room of the server',
      { 'src/cli/a.ts': "import '../server/store/b.ts';", 'src/server/store/b.ts': '' },
      /cli must not know it/,
    ],
    [
      'two files import each other for types',
      {
        'src/client/a.ts': "import type { B } from './b.ts'; export type A = B;",
        'src/client/b.ts': "import type { A } from './a.ts'; export type B = A;",
      },
      /import each other: src\/client\/a\.ts -> src\/client\/b\.ts -> src\/client\/a\.ts/,
    ],
    ['a source imports a test', { 'src/client/a.ts': "import './b.test.ts';", 'src/client/b.test.ts': '' }, /the test/],
    ['a source imports a test runner', { 'src/client/a.ts': "import 'vitest';" }, /only tests and suites/],
    ['an import leads nowhere', { 'src/client/a.ts': "import './gone.ts';" }, /which is not there/],
    ['a file stands in no room', { 'src/misc/a.ts': '' }, /in no room/],
    ['a file grows too long', { 'src/client/a.ts': '//\n'.repeat(401) }, /has 401 lines/],
    ['a test is skipped', { 'src/client/a.test.ts': "test.skip('a', () => {});" }, /uses test\.skip/],
    ['a test runs alone', { 'test/a.test.ts': "describe.only('a', () => {});" }, /uses describe\.only/],
    [
      'a page test is put off',
      { 'test/e2e/a.spec.ts': "test.describe.fixme('a', () => {});" },
      /test\.describe\.fixme/,
    ],
  ];

  test.each(broken)('%s', (_what, files, complaint) => {
    const said = violations(new Map(Object.entries(files)));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(complaint);
  });
});

test('the rules have nothing against a house in order', () => {
  const tree: Tree = new Map([
    ['src/protocol/a.ts', "import { z } from 'zod'; export const a = z.string();"],
    ['src/crypto/labels.ts', ''],
    [
      'src/crypto/verify/chain.ts',
      "import '../labels.ts'; import '../../protocol/a.ts'; import '@noble/curves/ed25519.js';",
    ],
    [
      'src/crypto/seal.ts',
      "import './verify/chain.ts'; import '@hpke/core'; crypto.getRandomValues(new Uint8Array(1));",
    ],
    [
      'src/client/a.ts',
      "import '../crypto/seal.ts'; export const s = 'Date.now() test.skip'; // import '../server/x.ts'",
    ],
    ['src/web/embed/a.ts', "import '../../crypto/seal.ts';"],
    ['src/web/app/a.tsx', "import 'react'; import '../../client/a.ts'; import './a.module.css';"],
    ['src/server/core/a.ts', "import '../../crypto/verify/chain.ts'; export const day = new Date(0);"],
    ['src/server/store/sqlite/a.ts', "import 'node:sqlite'; import '../../core/a.ts'; export const t = Date.now();"],
    ['src/server/authority/a.ts', "import '@peculiar/x509'; import 'node:crypto'; import '../core/a.ts';"],
    ['src/server/doors/http.ts', "import 'fastify';"],
    ['src/server/doors/api/a.ts', "import '../http.ts'; import './b.ts';"],
    ['src/server/doors/api/b.ts', "import '../../core/a.ts';"],
    ['src/server/createServer.ts', "import './doors/api/a.ts'; import './store/sqlite/a.ts';"],
    ['src/server/createServer.test.ts', "import '../crypto/seal.ts'; import 'vitest'; import './createServer.ts';"],
    ['src/cli/main.ts', "await import('../server/createServer.ts');"],
  ]);
  expect(violations(tree)).toEqual([]);
});

/** Sources by their path from the root, in the order of their names. */
function treeOf(...folders: string[]): Tree {
  const files = folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  return new Map(
    files.sort().map((file) => [file, /\.tsx?$/.test(file) ? fs.readFileSync(path.join(root, file), 'utf8') : '']),
  );
}
