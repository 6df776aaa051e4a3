import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { open, seal } from './age.ts';
import { padding, TAR_END, tarHeader } from './tar.ts';
import { readThrough, unpack } from './unpacking.ts';

let work: string;
beforeEach(() => {
  work = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-unpack-'));
});
afterEach(() => fs.rmSync(work, { recursive: true, force: true }));

const manifest = { format: 1, madeAt: '2026-11-20T09:30:00.000Z', madeBy: 'waxwing 0.1.0' };
type Files = Readonly<Record<string, string>>;
const good: Files = {
  'manifest.json': JSON.stringify(manifest),
  'secrets/ca/key.pem': 'key',
  'waxwing.db': 'database',
};

const sums = (files: Files): string =>
  Object.entries(files)
    .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`)
    .join('');

/** A backup that holds just this, by somebody who has the key. */
async function backupOf(
  files: Files,
  behind: Buffer = TAR_END,
): Promise<{ unpacking: () => Promise<unknown>; reading: () => Promise<unknown> }> {
  const identity = await generateX25519Identity();
  async function* tar(): AsyncGenerator<Buffer> {
    for (const [name, text] of Object.entries(files)) {
      yield tarHeader({ name, size: Buffer.byteLength(text) }, 0);
      yield Buffer.from(text);
      yield Buffer.alloc(padding(Buffer.byteLength(text)));
    }
    yield behind;
  }
  const pieces: Buffer[] = [];
  for await (const piece of seal({ recipient: await identityToRecipient(identity) }, tar())) pieces.push(piece);
  const file = path.join(work, 'backup.age');
  fs.writeFileSync(file, Buffer.concat(pieces));
  const opening = { identities: [identity] };
  return { unpacking: () => unpack(file, opening, path.join(work, 'into')), reading: () => readThrough(file, opening) };
}

test('[000.9] what was put in comes out, for its owner only', async () => {
  const { unpacking, reading } = await backupOf({ ...good, SHA256SUMS: sums(good) });
  expect(await reading()).toEqual({ madeAt: Date.UTC(2026, 10, 20, 9, 30) });
  expect(fs.readdirSync(work)).toEqual(['backup.age']);
  expect(await unpacking()).toEqual({ madeAt: Date.UTC(2026, 10, 20, 9, 30) });
  const key = path.join(work, 'into', 'secrets/ca/key.pem');
  expect(fs.readFileSync(key, 'utf8')).toBe('key');
  expect(fs.statSync(key).mode & 0o777).toBe(0o600);
  expect(fs.statSync(path.dirname(key)).mode & 0o777).toBe(0o700);
});

const made = (files: Files): Files => ({ ...files, SHA256SUMS: sums(files) });
test.each<[string, Files, RegExp]>([
  [
    'a file outside of the folder',
    made({ ...good, 'secrets/../../escaped': 'x' }),
    /holds secrets\/\.\.\/\.\.\/escaped, which/,
  ],
  ['an absolute name', made({ ...good, '/tmp/escaped': 'x' }), /holds \/tmp\/escaped, which/],
  ['what no data folder has', made({ ...good, 'admin.sock': 'x' }), /holds admin\.sock, which/],
  [
    'another file than its list',
    { ...good, SHA256SUMS: sums({ ...good, 'waxwing.db': 'other' }) },
    /waxwing\.db in the backup is not/,
  ],
  [
    'a file less than its list',
    { ...good, SHA256SUMS: sums({ ...good, 'secrets/names': 'x' }) },
    /secrets\/names is missing/,
  ],
  ['a file more than its list', { ...good, 'secrets/names': 'x', SHA256SUMS: sums(good) }, /secrets\/names was added/],
  ['no list', good, /ends without SHA256SUMS/],
  ['no database', made({ 'manifest.json': good['manifest.json']! }), /holds no waxwing\.db/],
  ['no manifest', made({ 'waxwing.db': 'database' }), /no backup of Waxwing/],
  [
    'a format of tomorrow',
    made({ ...good, 'manifest.json': JSON.stringify({ ...manifest, format: 2 }) }),
    /newer version/,
  ],
])('[000.9] with %s it is refused, and nothing is written elsewhere', async (_what, files, named) => {
  const { unpacking, reading } = await backupOf(files);
  await expect(reading()).rejects.toThrow(named);
  await expect(unpacking()).rejects.toThrow(named);
  expect(fs.existsSync('/tmp/escaped')).toBe(false);
  expect(fs.readdirSync(work).filter((name) => name !== 'into')).toEqual(['backup.age']);
});

test('[000.9] what comes behind the list is refused', async () => {
  const more = tarHeader({ name: 'secrets/late', size: 0 }, 0);
  await expect((await backupOf(made(good), more)).unpacking()).rejects.toThrow('goes on behind');
});

test('pieces of every size open as they were sealed, and only in their order', async () => {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  for (const size of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
    const plain = Buffer.alloc(size, 7);
    const sealed: Buffer[] = [];
    for await (const piece of seal({ recipient }, some(plain))) sealed.push(piece);
    const opened: Buffer[] = [];
    for await (const piece of open({ identities: [identity] }, some(Buffer.concat(sealed)))) opened.push(piece);
    expect(Buffer.concat(opened).equals(plain)).toBe(true);
    const [header, first, second, ...rest] = sealed;
    if (second === undefined || rest.length === 0) continue;
    const swapped = open({ identities: [identity] }, some(Buffer.concat([header!, second, first!, ...rest])));
    await expect(swapped.next()).rejects.toThrow('damaged');
  }
});

async function* some(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}
