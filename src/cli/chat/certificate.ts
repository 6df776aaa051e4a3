import {
  X509Certificate,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type webcrypto,
} from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { claim } from '../../client/account/login.ts';
import type { OwnAccount } from '../../client/account/own.ts';
import type { Server } from '../../client/server.ts';
import { certificateLogin } from '../../crypto/verify/proofs.ts';
import { addCertificate, finishCertificateLogin, startCertificateLogin } from '../../protocol/api/certificates.ts';
import { getInstance } from '../../protocol/api/instance.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { deviceLabel } from './platform.ts';

const RENEW_BEFORE = 10 * 24 * 3600_000;
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const certificateFile = (folder: string) => path.join(folder, 'certificate.pem');
const keyFile = (folder: string) => path.join(folder, 'certificate-key.pem');

/** Sees to it that this device holds a certificate for a while to come. The key is made here and stays here. */
export async function keepCertificate(server: Server, folder: string, username: string, now: number): Promise<void> {
  const held = certificateIn(folder);
  if (held && Date.parse(held.validTo) - now > RENEW_BEFORE) return;
  const request = toBase64url(await requestFor(username, keyIn(folder)));
  const { chain } = await server.call(addCertificate, { body: { request, label: deviceLabel } });
  keep(certificateFile(folder), chain);
}

/**
 * The device logs in without a password: its certificate proves who it is, and its keys in the account's chain take the
 * session over.
 * @throws Refused, Unreachable
 * @returns false when the device has no certificate
 */
export async function enterByCertificate(
  server: Server,
  folder: string,
  origin: string,
  own: OwnAccount,
): Promise<boolean> {
  const held = certificateIn(folder);
  if (!held) return false;
  const { username } = own.self;
  const { instance } = await server.call(getInstance);
  const { challenge } = await server.call(startCertificateLogin, { body: { username } });
  const signed = certificateLogin(instance, origin, username, fromBase64url(challenge));
  const entered = await server.call(finishCertificateLogin, {
    body: {
      challenge,
      origin,
      certificate: toBase64url(held.raw),
      signature: toBase64url(sign('sha256', signed, createPrivateKey(readFileSync(keyFile(folder))))),
    },
  });
  await claim(server, { instance, account: own.id, challenge: entered.challenge }, own.device);
  return true;
}

function certificateIn(folder: string): X509Certificate | null {
  return existsSync(certificateFile(folder)) ? new X509Certificate(readFileSync(certificateFile(folder))) : null;
}

function keyIn(folder: string): webcrypto.CryptoKeyPair {
  if (!existsSync(keyFile(folder))) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    keep(keyFile(folder), privateKey.export({ format: 'pem', type: 'pkcs8' }));
  }
  const privateKey = createPrivateKey(readFileSync(keyFile(folder)));
  return {
    privateKey: privateKey.toCryptoKey(P256, false, ['sign']),
    publicKey: createPublicKey(privateKey).toCryptoKey(P256, true, ['verify']),
  };
}

/** PKCS #10, DER. */
async function requestFor(username: string, keys: webcrypto.CryptoKeyPair): Promise<Uint8Array> {
  const { Pkcs10CertificateRequestGenerator } = await import('./x509.ts');
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [username] }],
    keys,
    signingAlgorithm: P256,
  });
  return new Uint8Array(request.rawData);
}

function keep(file: string, content: string | Buffer): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
