import { X509Certificate, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Clock, Random } from '../core/ports.ts';
import { newSerial } from '../core/serial.ts';
import * as x509 from './x509.ts';

/** Where the authority keeps what it must not lose. */
export interface Folder {
  /** Null: it is not there. */
  read(name: string): string | null;
  /** Whole or not at all, and on the disk when this returns. */
  write(name: string, text: string): void;
}

/** The key that signs every certificate of this server, with its own certificate. */
export interface Root {
  /** Its own certificate, PEM. */
  readonly certificate: string;
  /** Signs a certificate with these contents. Answers PEM. */
  sign(contents: Contents): Promise<string>;
  /** Whether the certificate is one that it signed. */
  hasSigned(certificate: X509Certificate): boolean;
}

export interface Contents {
  readonly serial: string;
  /** Common name. */
  readonly name: string;
  /** Subject public key info, DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** UTC milliseconds; certificates say whole seconds. */
  readonly from: number;
  readonly to: number;
  readonly usage: 'client' | 'server';
  /** For a server: the names and addresses at which it is found. */
  readonly foundAt?: readonly x509.JsonGeneralName[];
}

const KEY_FILE = 'key.pem';
const CERTIFICATE_FILE = 'ca.pem';
const DAY = 24 * 3600_000;
const LIFETIME = 20 * 365 * DAY;
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const WITH_SHA256 = { name: 'ECDSA', hash: 'SHA-256' };

/**
 * Opens the authority of this folder, and makes it at the first start. A folder that holds only a part of it is refused
 * and not filled up: a new key would make every certificate, and what terminals remember of this server, worth nothing.
 */
export async function openRoot(folder: Folder, clock: Clock, random: Random): Promise<Root> {
  const kept = folder.read(CERTIFICATE_FILE);
  const key = keyOf(folder, kept !== null);
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const signingKey = await crypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']);
  const certificate = kept ?? (await selfSigned(publicKey, signingKey, clock.now(), newSerial(random)));
  if (kept === null) folder.write(CERTIFICATE_FILE, certificate);
  const own = new X509Certificate(certificate);
  if (!own.checkPrivateKey(key))
    throw new Error(`${CERTIFICATE_FILE} of the authority does not belong to its ${KEY_FILE}`);
  const issuer = new x509.X509Certificate(certificate).subjectName;

  return {
    certificate,
    sign: async (contents) => {
      const signed = await x509.X509CertificateGenerator.create({
        serialNumber: contents.serial,
        issuer,
        subject: nameOf(contents.name),
        publicKey: contents.publicKey,
        notBefore: new Date(contents.from),
        notAfter: new Date(contents.to),
        signingKey,
        signingAlgorithm: WITH_SHA256,
        extensions: await extensionsOf(contents, publicKey),
      });
      return pemOf(signed);
    },
    hasSigned: (other) => other.checkIssued(own) && other.verify(own.publicKey),
  };
}

/** The key is on the disk before anything is signed with it. */
function keyOf(folder: Folder, isOld: boolean): KeyObject {
  const kept = folder.read(KEY_FILE);
  if (kept !== null) return createPrivateKey(kept);
  if (isOld)
    throw new Error(
      `the authority's ${KEY_FILE} is missing beside its ${CERTIFICATE_FILE}: bring it back from a backup`,
    );
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: P256.namedCurve });
  folder.write(KEY_FILE, String(privateKey.export({ format: 'pem', type: 'pkcs8' })));
  return privateKey;
}

async function selfSigned(
  publicKey: Uint8Array<ArrayBuffer>,
  signingKey: CryptoKey,
  now: number,
  serial: string,
): Promise<string> {
  const name = nameOf(`Waxwing CA ${serial.slice(-8)}`);
  const usage = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
  const signed = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    issuer: name,
    subject: name,
    publicKey,
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + LIFETIME),
    signingKey,
    signingAlgorithm: WITH_SHA256,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(usage, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return pemOf(signed);
}

async function extensionsOf(
  { publicKey, usage, foundAt }: Contents,
  ownKey: Uint8Array<ArrayBuffer>,
): Promise<x509.Extension[]> {
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([usage === 'server' ? serverAuth : clientAuth], true),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(ownKey),
    ...(foundAt ? [new x509.SubjectAlternativeNameExtension([...foundAt])] : []),
  ];
}

const nameOf = (commonName: string): x509.Name => new x509.Name([{ CN: [commonName] }]);

/** Ends with its line, so that certificates can be put one behind the other. */
const pemOf = (certificate: x509.X509Certificate): string => `${certificate.toString('pem').trim()}\n`;
