import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { createOpaqueSetup } from '../crypto/verify/opaqueServer.ts';
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import type { Random } from './core/ports.ts';
import type { SigningKey, SigningKeys } from './core/threads/signing.ts';
import { newPushSecret } from './webPush.ts';

/** What the server must not lose and nobody else may have; outside the database, so that its thief cannot guess passwords. */
export interface Secrets {
  readonly opaqueSetup: string;
  /** The account id that an unknown name always gets, like a real one. */
  standIn(username: string): string;
  /** The key of the tokens that machines carry. */
  readonly machineTokens: Uint8Array;
  /** The keys of what visitors of public threads carry. */
  readonly publicCookies: RotatingKeys;
  /** Lets a program elsewhere read the figures of this server, as it stands in `secrets/metrics`. */
  readonly metricsToken: string;
  /** By which push services know this server: a private key of P-256, base64url. */
  readonly push: string;
}

export interface RotatingKeys {
  readonly keys: SigningKeys;
  /** From now on a new key signs. The one before it still verifies, older ones no more. */
  rotate(): void;
}

/** A folder of secrets, for its owner only. */
export interface SecretFolder {
  /** Null: it is not there. */
  read(name: string): string | null;
  /** Whole or not at all, and on the disk when this returns. */
  write(name: string, text: string): void;
}

/** Reads `secrets/` of the data folder, and makes what is missing. */
export function readSecrets(data: string, random: Random): Secrets {
  const folder = secretFolder(path.join(data, 'secrets'));
  const kept = (name: string, make: () => string): string => folder.read(name)?.trim() ?? made(folder, name, make());
  const opaqueSetup = kept('opaque', createOpaqueSetup);
  const names = fromBase64url(kept('names', () => toBase64url(random(32))));
  return {
    opaqueSetup,
    machineTokens: fromBase64url(kept('machine-tokens', () => toBase64url(random(32)))),
    publicCookies: rotatingKeys(folder, 'public-cookies', random),
    metricsToken: kept('metrics', () => toBase64url(random(32))),
    push: kept('push', newPushSecret),
    standIn: (username) => createHmac('sha256', names).update(`account ${username}`).digest('base64url'),
  };
}

function made(folder: SecretFolder, name: string, secret: string): string {
  folder.write(name, `${secret}\n`);
  return secret;
}

type SomeKeys = readonly [SigningKey, ...SigningKey[]];

const StoredKey = z.object({ number: z.int().positive(), key: z.string() });
const StoredKeys = z.tuple([StoredKey], StoredKey);

function rotatingKeys(folder: SecretFolder, name: string, random: Random): RotatingKeys {
  const stored = folder.read(name);
  let keys: SomeKeys = stored === null ? [newKey(0)] : readKeys(stored);
  if (stored === null) write(keys);
  return {
    keys: () => keys,
    rotate() {
      const [last] = keys;
      const next: SomeKeys = [newKey(last.number), last];
      write(next);
      keys = next;
    },
  };

  function newKey(after: number): SigningKey {
    return { number: after + 1, key: random(32) };
  }

  function write(some: SomeKeys): void {
    folder.write(name, `${JSON.stringify(some.map(({ number, key }) => ({ number, key: toBase64url(key) })))}\n`);
  }
}

function readKeys(stored: string): SomeKeys {
  const read = ({ number, key }: z.infer<typeof StoredKey>): SigningKey => ({ number, key: fromBase64url(key) });
  const [newest, ...older] = StoredKeys.parse(JSON.parse(stored));
  return [read(newest), ...older.map(read)];
}

export function secretFolder(folder: string): SecretFolder {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  return {
    read(name) {
      const file = path.join(folder, name);
      return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
    },
    write: (name, text) => writeWhole(path.join(folder, name), text),
  };
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.new`;
  fs.rmSync(draft, { force: true });
  const handle = fs.openSync(draft, 'wx', 0o600);
  fs.writeSync(handle, text);
  fs.fsyncSync(handle);
  fs.closeSync(handle);
  fs.renameSync(draft, file);
  const parent = fs.openSync(path.dirname(file), 'r');
  fs.fsyncSync(parent);
  fs.closeSync(parent);
}
