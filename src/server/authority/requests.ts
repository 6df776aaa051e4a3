import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { RequestedKey } from '../core/ports.ts';
import { Pkcs10CertificateRequest } from './x509.ts';

/** Bytes; a request for a key of RSA with 4,096 bits has 1,700 as PEM. */
const LONGEST = 8 * 1024;
const PEM = /^\s*-----BEGIN ((?:NEW )?CERTIFICATE REQUEST)-----([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/;
const SEQUENCE = 0x30;
const CURVES = ['prime256v1', 'secp384r1'];
const RSA_EXPONENT = 65_537n;
/** Not among them: MD5 and SHA-1, with which one request can be made to look like another. */
const HASHES = ['SHA-256', 'SHA-384', 'SHA-512'];

/** See `Authority.readRequest`. Names and extensions in the request are not looked at. */
export async function readRequest(request: Uint8Array): Promise<RequestedKey | null> {
  if (request.length > LONGEST) return null;
  const der = derOf(request);
  if (!der) return null;
  try {
    const asked = new Pkcs10CertificateRequest(der);
    const key = createPublicKey({ key: Buffer.from(asked.publicKey.rawData), format: 'der', type: 'spki' });
    if (!isTaken(key) || !hasGoodHash(asked) || !(await asked.verify())) return null;
    // Written anew, so that one key has one form.
    const publicKey = new Uint8Array(key.export({ format: 'der', type: 'spki' }));
    return { publicKey, keyHash: hashOf(publicKey) };
  } catch {
    // Not a request at all; the library says so in many ways.
    return null;
  }
}

export const hashOf = (publicKey: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(publicKey).digest());

function derOf(request: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (request[0] === SEQUENCE) return new Uint8Array(request);
  const [, , base64] = PEM.exec(Buffer.from(request).toString('latin1')) ?? [];
  return base64 === undefined ? null : new Uint8Array(Buffer.from(base64, 'base64'));
}

function isTaken({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): boolean {
  if (type === 'ed25519') return true;
  if (type === 'ec') return CURVES.includes(details.namedCurve ?? '');
  const { modulusLength: bits = 0, publicExponent } = details;
  return type === 'rsa' && bits >= 2048 && bits <= 4096 && publicExponent === RSA_EXPONENT;
}

function hasGoodHash({ signatureAlgorithm }: Pkcs10CertificateRequest): boolean {
  const { name, hash } = signatureAlgorithm as { name: string; hash?: { name: string } };
  return name === 'Ed25519' || HASHES.includes(hash?.name ?? '');
}
