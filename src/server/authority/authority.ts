import { X509Certificate, verify, type KeyObject } from 'node:crypto';
import type { Authority, PresentedCertificate } from '../core/ports.ts';
import { hashOf, readRequest } from './requests.ts';
import type { Root } from './root.ts';

/** Bytes. */
const LONGEST_CERTIFICATE = 8 * 1024;
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const COMMON_NAME = /^CN=([a-z0-9._-]+)$/;

/** What the core wants of an authority, from its key. */
export function createAuthority(root: Root): Authority {
  return {
    certificate: root.certificate,
    readRequest,
    issue: ({ username, ...contents }) => root.sign({ ...contents, name: username, usage: 'client' }),
    read: (der, at) => {
      const certificate = parsed(der);
      return certificate && root.hasSigned(certificate) ? presented(certificate, at) : null;
    },
    isSignedBy: (der, bytes, signature) => {
      const key = parsed(der)?.publicKey;
      return key !== undefined && isSignature(key, bytes, signature);
    },
  };
}

function isSignature(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const hash = details?.namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
  try {
    return verify(type === 'ed25519' ? null : hash, bytes, key, signature);
  } catch {
    return false;
  }
}

function parsed(der: Uint8Array): X509Certificate | null {
  if (der.length > LONGEST_CERTIFICATE) return null;
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

/** What a certificate that the authority has signed says; null: it is not for clients, or not for now. */
function presented(certificate: X509Certificate, at: number): PresentedCertificate | null {
  const { ca, keyUsage, subject, serialNumber, validFromDate, validToDate, publicKey } = certificate;
  const [, username] = COMMON_NAME.exec(subject) ?? [];
  // Node means the extended key usage.
  const forClients = !ca && keyUsage?.includes(CLIENT_AUTH) === true;
  const inTime = validFromDate.getTime() <= at && at < validToDate.getTime();
  if (username === undefined || !forClients || !inTime) return null;
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  return { serial: serialNumber.toLowerCase(), username, keyHash: hashOf(spki) };
}
