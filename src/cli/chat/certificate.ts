import {
  type KeyObject,
  X509Certificate,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type webcrypto,
} from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Server } from '../../client/server.ts';
import { certificateLogin } from '../../crypto/verify/proofs.ts';
import {
  addCertificate,
  type Entered,
  finishCertificateLogin,
  startCertificateLogin,
} from '../../protocol/api/certificates.ts';
import { getInstance } from '../../protocol/api/instance.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { type CertificateFiles, GaveUp } from '../../tui/accounts.ts';
import { words } from '../../tui/words.ts';
import { deviceLabel } from './platform.ts';

const RENEW_BEFORE = 10 * 24 * 3600_000;
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const certificateFile = (folder: string) => path.join(folder, 'certificate.pem');
const keyFile = (folder: string) => path.join(folder, 'certificate-key.pem');

/** Whose certificate is kept, and who has to have made it. */
export interface Keeping {
  readonly folder: string;
  readonly username: string;
  /** PEM: the server's authority; null: it is not known here. */
  readonly authority: string | null;
}

/**
 * Sees to it that this device holds a certificate for a while to come. The key is made here and stays here.
 * @param now UTC milliseconds
 */
export async function keepCertificate(
  server: Server,
  { folder, username, authority }: Keeping,
  now: number,
): Promise<void> {
  const held = certificateIn(folder);
  if (held && isOf(held, authority) && Date.parse(held.validTo) - now > RENEW_BEFORE) return;
  const request = toBase64url(await requestFor(username, keyIn(folder)));
  const { chain } = await server.call(addCertificate, { body: { request, label: deviceLabel } });
  keep(certificateFile(folder), chain);
}

/** A certificate that its owner got elsewhere, and its key, are this device's from now on. @throws GaveUp */
export function adoptCertificate(folder: string, files: CertificateFiles): void {
  try {
    const [certificate, key] = [readFileSync(files.certificate), readFileSync(files.key)];
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) throw new GaveUp(words.notItsKey);
    keep(keyFile(folder), key);
    keep(certificateFile(folder), certificate);
  } catch (error) {
    throw error instanceof GaveUp ? error : new GaveUp((error as Error).message, { cause: error });
  }
}

/**
 * Logs in by the device's certificate.
 * @throws Refused, Unreachable
 * @returns null: there is none
 */
export async function enterByCertificate(
  server: Server,
  folder: string,
  origin: string,
  username: string,
): Promise<(Entered & { readonly instance: string }) | null> {
  const held = certificateIn(folder);
  if (!held) return null;
  const { instance } = await server.call(getInstance);
  const { challenge } = await server.call(startCertificateLogin, { body: { username } });
  const signed = certificateLogin(instance, origin, username, fromBase64url(challenge));
  // Null: the algorithm is the key's own, as with Ed25519.
  const key = createPrivateKey(readFileSync(keyFile(folder)));
  const hash = key.asymmetricKeyType === 'ed25519' ? null : isP384(key) ? 'sha384' : 'sha256';
  const body = {
    challenge,
    origin,
    certificate: toBase64url(held.raw),
    signature: toBase64url(sign(hash, signed, key)),
  };
  return { ...(await server.call(finishCertificateLogin, { body })), instance };
}

const isP384 = (key: KeyObject): boolean => key.asymmetricKeyDetails?.namedCurve === 'secp384r1';

/** The authority may have been replaced since: what another one made is worth nothing. */
function isOf(held: X509Certificate, authority: string | null): boolean {
  return authority === null || held.verify(new X509Certificate(authority).publicKey);
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
