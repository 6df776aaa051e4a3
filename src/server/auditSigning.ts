import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { signedBytes } from '../crypto/encoding.ts';
import { purposes } from '../crypto/labels.ts';
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import { Hash, Signature, Time } from '../protocol/ids.ts';
import type { AuditHead, AuditSigning, Random, SignedAuditHead } from './core/ports.ts';
import { secretFolder } from './secrets.ts';

/** Of a private Ed25519 key in PKCS #8 (RFC 8410): 32 bytes of seed follow. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const StoredHead = z.object({ number: z.int().nonnegative(), hash: Hash, at: Time, signature: Signature });

/** `secrets/audit` of a data folder: the key, made when it is not there, and the head that it signed last. */
export function openAuditSigning(data: string, random: Random): AuditSigning {
  const folder = secretFolder(path.join(data, 'secrets', 'audit'));
  const stored = folder.read('key')?.trim();
  const seed = stored === undefined ? random(32) : fromBase64url(stored);
  const privateKey = keyFrom(seed);
  const key = publicHalf(privateKey);
  let isNew = stored === undefined;
  let head = isNew ? null : readHead(folder.read('head'), key);

  return {
    isNew: () => isNew,
    head: () => head,
    sign(next: AuditHead, bytes) {
      const signature = new Uint8Array(sign(null, signedBytes(purposes.auditHead, bytes), privateKey));
      const { number, hash, at } = next;
      const spelt = { number, hash: toBase64url(hash), at, signature: toBase64url(signature) };
      folder.write('head', `${JSON.stringify(spelt)}\n`);
      // Only now: a key without anything signed would look as if the head had been taken away.
      if (isNew) folder.write('key', `${toBase64url(seed)}\n`);
      isNew = false;
      head = { ...next, signature, key };
    },
  };
}

/** What `secrets/audit` of a folder that no server has open says; undefined: no key was ever made there. */
export function signedHeadIn(data: string): SignedAuditHead | null | undefined {
  const stored = (name: string): string | null => {
    const file = path.join(data, 'secrets', 'audit', name);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
  };
  const seed = stored('key')?.trim();
  return seed === undefined ? undefined : readHead(stored('head'), publicHalf(keyFrom(fromBase64url(seed))));
}

function keyFrom(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

const publicHalf = (key: KeyObject): Uint8Array =>
  fromBase64url(String(createPublicKey(key).export({ format: 'jwk' }).x));

function readHead(stored: string | null, key: Uint8Array): SignedAuditHead | null {
  try {
    const { number, hash, at, signature } = StoredHead.parse(JSON.parse(stored ?? ''));
    return { number, hash: fromBase64url(hash), at, signature: fromBase64url(signature), key };
  } catch {
    return null;
  }
}
