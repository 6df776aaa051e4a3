import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createOpaqueSetup } from '../crypto/verify/opaqueServer.ts';
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import type { Random } from './core/ports.ts';

/** What the server must not lose and nobody else may have; outside the database, so that its thief cannot guess passwords. */
export interface Secrets {
  readonly opaqueSetup: string;
  /** The account id that an unknown name always gets, like a real one. */
  standIn(username: string): string;
}

/** Reads `secrets/` of the data folder, and makes what is missing. */
export function readSecrets(data: string, random: Random): Secrets {
  const folder = path.join(data, 'secrets');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  const opaqueSetup = secret(path.join(folder, 'opaque'), createOpaqueSetup);
  const names = fromBase64url(secret(path.join(folder, 'names'), () => toBase64url(random(32))));
  return {
    opaqueSetup,
    standIn: (username) => createHmac('sha256', names).update(`account ${username}`).digest('base64url'),
  };
}

/** Written whole or not at all, and on the disk before it is used. */
function secret(file: string, make: () => string): string {
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').trim();
  const made = make();
  const draft = `${file}.new`;
  fs.rmSync(draft, { force: true });
  const handle = fs.openSync(draft, 'wx', 0o600);
  fs.writeSync(handle, `${made}\n`);
  fs.fsyncSync(handle);
  fs.closeSync(handle);
  fs.renameSync(draft, file);
  const parent = fs.openSync(path.dirname(file), 'r');
  fs.fsyncSync(parent);
  fs.closeSync(parent);
  return made;
}
