import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { opaqueReady } from '../crypto/verify/opaqueServer.ts';
import { createAuthorCookies } from './core/threads/authorCookie.ts';
import { readSecrets, type Secrets } from './secrets.ts';

beforeAll(opaqueReady);

const random = (length: number) => new Uint8Array(randomBytes(length));
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function dataFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-secrets-'));
  folders.push(folder);
  return folder;
}

const cookiesOf = ({ publicCookies }: Secrets) => createAuthorCookies({ keys: publicCookies.keys, random });

test('[004.4] the key of cookies is made at the first start, for its owner only, and stays', () => {
  const data = dataFolder();
  const { author, value } = cookiesOf(readSecrets(data, random)).make();
  expect(cookiesOf(readSecrets(data, random)).read(value)).toBe(author);
  expect(fs.statSync(path.join(data, 'secrets', 'public-cookies')).mode & 0o777).toBe(0o600);
  expect(cookiesOf(readSecrets(dataFolder(), random)).read(value)).toBeNull();
});

test('[004.4] rotated once, cookies of before still count; rotated twice, they do not; a restart changes nothing', () => {
  const data = dataFolder();
  const secrets = readSecrets(data, random);
  const { author, value } = cookiesOf(secrets).make();
  secrets.publicCookies.rotate();
  const second = cookiesOf(secrets).make();
  const restarted = readSecrets(data, random);
  for (const one of [secrets, restarted]) expect(cookiesOf(one).read(value)).toBe(author);
  restarted.publicCookies.rotate();
  for (const one of [restarted, readSecrets(data, random)]) {
    expect([cookiesOf(one).read(value), cookiesOf(one).read(second.value)]).toEqual([null, second.author]);
  }
  expect(readSecrets(data, random).publicCookies.keys()).toHaveLength(2);
});

test('[004.4] a file that is not what was written stops the start', () => {
  const data = dataFolder();
  readSecrets(data, random);
  fs.writeFileSync(path.join(data, 'secrets', 'public-cookies'), '[]\n');
  expect(() => readSecrets(data, random)).toThrow('expected object');
});
