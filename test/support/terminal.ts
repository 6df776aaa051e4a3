import { X509Certificate, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { certificateLogin } from '../../src/crypto/verify/proofs.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import * as x509 from '../../src/server/authority/x509.ts';
import type { Cookies, RawAnswer } from './raw.ts';

/** What a terminal makes for itself: a key, and requests for certificates of it. */
export interface TerminalKey {
  readonly key: KeyObject;
  /** DER. @param more goes into the request, where nobody should look at it */
  readonly request: (more?: { name?: string; extensions?: x509.Extension[] }) => Promise<Uint8Array<ArrayBuffer>>;
}

/** As WebCrypto gives it. */
export interface KeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

const keyKinds = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  Ed25519: { name: 'Ed25519' },
  'RSA of 2048 bits': rsa(2048, 'SHA-256'),
  'RSA of 1024 bits': rsa(1024, 'SHA-256'),
  'RSA signed with SHA-1': rsa(2048, 'SHA-1'),
  'P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
} as const;
export type KeyKind = keyof typeof keyKinds;

function rsa(modulusLength: number, hash: string) {
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash } as const;
}

export async function terminalKey(kind: KeyKind = 'P-256'): Promise<TerminalKey> {
  const algorithm = keyKinds[kind];
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as KeyPair;
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    key: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    async request({ name = 'CN=whatever', extensions = [] } = {}) {
      const made = await x509.Pkcs10CertificateRequestGenerator.create({
        name,
        keys,
        signingAlgorithm: algorithm,
        extensions,
      });
      return new Uint8Array(made.rawData);
    },
  };
}

/** DER of the first certificate of a chain in PEM. */
export const leafOf = (chain: string): Uint8Array<ArrayBuffer> => new Uint8Array(new X509Certificate(chain).raw);

/** A certificate for a new key, asked for in a session. */
export async function certifiedKey(http: Cookies, label = 'Terminal'): Promise<{ key: KeyObject; chain: string }> {
  const { key, request } = await terminalKey();
  const body = { request: toBase64url(await request()), label };
  const { json, status } = await http.raw('POST', '/api/v1/account/certificates', { body });
  if (status !== 200) throw new Error(`no certificate: ${status}`);
  return { key, chain: (json as { chain: string }).chain };
}

export interface LoginWith {
  readonly username: string;
  readonly chain: string;
  readonly key: KeyObject;
  /** What the client takes for the server's address. */
  readonly origin?: string;
  /** What it says of it. */
  readonly said?: string;
  /** Another one than the server just gave. */
  readonly challenge?: string;
  readonly instance?: string;
}

/** Both halves of a log-in by certificate; answers the last, or the first if that refuses. */
export async function certificateAttempt(http: Cookies, asked: LoginWith): Promise<RawAnswer> {
  const { username, origin = http.origin } = asked;
  const { json: about } = await http.raw('GET', '/api/v1/instance');
  const started = await http.raw('POST', '/api/v1/login/certificate/start', { body: { username } });
  if (started.status !== 200) return started;
  const { challenge } = {
    ...(started.json as { challenge: string }),
    ...(asked.challenge && { challenge: asked.challenge }),
  };
  const instance = asked.instance ?? (about as { instance: string }).instance;
  const bytes = certificateLogin(instance, origin, username, fromBase64url(challenge));
  const body = {
    challenge,
    origin: asked.said ?? origin,
    certificate: toBase64url(leafOf(asked.chain)),
    signature: toBase64url(signedWith(asked.key, bytes)),
  };
  return http.raw('POST', '/api/v1/login/certificate/finish', { body });
}

/** As a terminal signs: the hash follows from the key. */
export function signedWith(key: KeyObject, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const hash = type === 'ed25519' ? null : details?.namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
  return new Uint8Array(sign(hash, bytes, key));
}
