import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes, sha256, type Bytes } from '../encoding.ts';
import { type EcdsaType, type SshPublicKey, decodeBase64, ecdsaCurves, readSshKey } from './sshKey.ts';
import { SshError, SshReader, sshString, uint32 } from './sshWire.ts';

// SSHSIG, as `ssh-keygen -Y sign` makes it (PROTOCOL.sshsig of OpenSSH).

const BEGIN = '-----BEGIN SSH SIGNATURE-----';
const END = '-----END SSH SIGNATURE-----';
const MAGIC = new TextEncoder().encode('SSHSIG');
const VERSION = 1;
/** ssh-keygen writes lines of 70, its specification says 76. */
const WIDTHS = [70, 76];
const LONGEST = 8 * 1024;

const hashes = { sha256, sha512: (bytes: Uint8Array): Bytes => new Uint8Array(sha512(bytes)) } as const;
type HashName = keyof typeof hashes;

/** What the key signs for a message: the message itself only as a hash. */
export function sshSignedData(namespace: string, hash: HashName, message: Uint8Array): Bytes {
  return concatBytes(MAGIC, sshString(namespace), sshString(''), sshString(hash), sshString(hashes[hash](message)));
}

/** The armoured signature around what the key has signed. `signature`: with its algorithm before it, as agents answer. */
export function sshSignature(parts: {
  publicKey: Uint8Array;
  namespace: string;
  hash: HashName;
  signature: Uint8Array;
}): string {
  const { publicKey, namespace, hash, signature } = parts;
  const rest = [publicKey, namespace, '', hash, signature].map(sshString);
  return armoured(concatBytes(MAGIC, uint32(VERSION), ...rest), WIDTHS[0]);
}

function armoured(bytes: Uint8Array, width = 70): string {
  const lines = bytes.toBase64().match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return [BEGIN, ...lines, END, ''].join('\n');
}

/**
 * The public key (as its bytes on the wire of SSH) that made this armoured signature of the message in the namespace; null
 * for whatever is not exactly that. Never rejects. Whose key it is, is for the caller to see.
 */
export async function sshSigner(text: string, namespace: string, message: Uint8Array): Promise<Uint8Array | null> {
  try {
    const { publicKey, key, hash, signature } = read(text, namespace);
    const data = sshSignedData(namespace, hash, message);
    return (await verifies(key, data, signature)) ? publicKey : null;
  } catch {
    return null;
  }
}

function read(text: string, namespace: string) {
  const reader = new SshReader(dearmoured(text));
  if (!equalBytes(reader.raw(MAGIC.length), MAGIC) || reader.uint32() !== VERSION) throw new SshError('no SSHSIG');
  const publicKey = reader.string();
  if (reader.text() !== namespace) throw new SshError('another namespace');
  if (reader.string().length > 0) throw new SshError('reserved');
  const hash = reader.text();
  if (hash !== 'sha256' && hash !== 'sha512') throw new SshError('another hash');
  const signature = reader.string();
  reader.end();
  return { publicKey, key: readSshKey(publicKey), hash, signature } as const;
}

/** There is one text for some bytes and a width of lines. */
function dearmoured(text: string): Uint8Array {
  if (text.length > LONGEST || !text.startsWith(`${BEGIN}\n`)) throw new SshError('no armour');
  const bytes = decodeBase64(text.slice(BEGIN.length, text.indexOf(END)).replaceAll('\n', ''));
  if (!bytes || !WIDTHS.some((width) => armoured(bytes, width) === text)) throw new SshError('no armour');
  return bytes;
}

async function verifies(key: SshPublicKey, data: Bytes, signature: Uint8Array): Promise<boolean> {
  const reader = new SshReader(signature);
  const algorithm = reader.text();
  if (key.type === 'ssh-rsa') return verifiesRsa(key, algorithm, data, reader);
  if (algorithm !== key.type) return false;
  const inner = reader.string();
  const signed = 'application' in key ? bySecurityKey(key.application, data, reader) : data;
  reader.end();
  if (key.type === 'ssh-ed25519' || key.type === 'sk-ssh-ed25519@openssh.com')
    return ed25519.verify(inner, signed, key.point, { zip215: false });
  return verifiesEcdsa(
    key.type === 'sk-ecdsa-sha2-nistp256@openssh.com' ? 'ecdsa-sha2-nistp256' : key.type,
    key.point,
    signed,
    inner,
  );
}

/** A security key signs hashes, and says that somebody touched it (bit 1), perhaps that it knows them (bit 4). */
function bySecurityKey(application: string, data: Bytes, reader: SshReader): Bytes {
  const [flags, counter] = [reader.byte(), reader.uint32()];
  if (flags !== 1 && flags !== 5) throw new SshError('nobody was there');
  const name = new TextEncoder().encode(application);
  return concatBytes(sha256(name), new Uint8Array([flags]), uint32(counter), sha256(data));
}

const curves = { 'ecdsa-sha2-nistp256': p256, 'ecdsa-sha2-nistp384': p384, 'ecdsa-sha2-nistp521': p521 } as const;

function verifiesEcdsa(type: EcdsaType, point: Uint8Array, data: Bytes, signature: Uint8Array): boolean {
  const reader = new SshReader(signature);
  const { bytes } = ecdsaCurves[type];
  const halves = [reader.positive(), reader.positive()].map((number) => padded(number, bytes));
  reader.end();
  // OpenSSH does not take the smaller of the two values of s that fit.
  return curves[type].verify(concatBytes(...halves), data, point, { lowS: false });
}

function padded(number: Uint8Array, length: number): Bytes {
  if (number.length > length) throw new SshError('too large');
  return concatBytes(new Uint8Array(length - number.length), number);
}

const rsaHashes: Readonly<Record<string, string>> = { 'rsa-sha2-256': 'SHA-256', 'rsa-sha2-512': 'SHA-512' };

/** SHA-1, which the algorithm `ssh-rsa` means, is not among them. */
async function verifiesRsa(
  { modulus, exponent }: SshPublicKey & { type: 'ssh-rsa' },
  algorithm: string,
  data: Bytes,
  reader: SshReader,
): Promise<boolean> {
  const hash = rsaHashes[algorithm];
  const signature = reader.string();
  reader.end();
  if (hash === undefined || signature.length !== modulus.length) return false;
  const [n, e] = [modulus, exponent].map((number) => number.toBase64({ alphabet: 'base64url', omitPadding: true }));
  const by = { name: 'RSASSA-PKCS1-v1_5', hash };
  const key = await crypto.subtle.importKey('jwk', { kty: 'RSA', n: n ?? '', e: e ?? '' }, by, false, ['verify']);
  return crypto.subtle.verify(by, key, signature, data);
}
