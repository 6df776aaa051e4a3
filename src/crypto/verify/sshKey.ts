import { sha256 } from '../encoding.ts';
import { SshError, SshReader } from './sshWire.ts';

export const ecdsaCurves = {
  'ecdsa-sha2-nistp256': { curve: 'nistp256', bytes: 32 },
  'ecdsa-sha2-nistp384': { curve: 'nistp384', bytes: 48 },
  'ecdsa-sha2-nistp521': { curve: 'nistp521', bytes: 66 },
} as const;
export type EcdsaType = keyof typeof ecdsaCurves;

/** A public key of SSH. The `sk-` ones live in a security key, which signs for its `application`. */
export type SshPublicKey =
  | { readonly type: 'ssh-ed25519'; readonly point: Uint8Array }
  | { readonly type: 'sk-ssh-ed25519@openssh.com'; readonly point: Uint8Array; readonly application: string }
  | { readonly type: EcdsaType; readonly point: Uint8Array }
  | { readonly type: 'sk-ecdsa-sha2-nistp256@openssh.com'; readonly point: Uint8Array; readonly application: string }
  | { readonly type: 'ssh-rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array };

/** One line of `authorized_keys` or `ssh-add -L`. */
export interface SshKeyLine {
  /** As in the line, without the comment. */
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly comment: string;
}

export type KeyLineProblem = 'not_a_key' | 'private_key' | 'options' | 'certificate' | 'unknown_type' | 'weak';

/** Why a line is not taken. */
export class KeyLineError extends Error {
  override readonly name = 'KeyLineError';
  readonly problem: KeyLineProblem;

  constructor(problem: KeyLineProblem) {
    super(problem);
    this.problem = problem;
  }
}

const RSA_BITS = { least: 2048, most: 8192 };
const TYPE = /^(?:ssh|ecdsa|sk)-[a-z0-9@.-]+$/;
const CERTIFICATE = /-cert-v\d\d@openssh\.com$/;
const known: readonly string[] = [
  'ssh-ed25519',
  'sk-ssh-ed25519@openssh.com',
  ...Object.keys(ecdsaCurves),
  'sk-ecdsa-sha2-nistp256@openssh.com',
  'ssh-rsa',
];

/** @throws KeyLineError */
export function parseKeyLine(line: string): SshKeyLine {
  const [type = '', encoded = '', ...comment] = line.trim().split(/[ \t]+/);
  if (line.includes('PRIVATE KEY')) throw new KeyLineError('private_key');
  if (!TYPE.test(type)) throw new KeyLineError(hasKeyBehind(line) ? 'options' : 'not_a_key');
  if (CERTIFICATE.test(type)) throw new KeyLineError('certificate');
  if (!known.includes(type)) throw new KeyLineError('unknown_type');
  const blob = decodeBase64(encoded);
  if (!blob) throw new KeyLineError('not_a_key');
  if (keyOfLine(blob).type !== type) throw new KeyLineError('not_a_key');
  return { publicKey: `${type} ${encoded}`, fingerprint: fingerprintOf(blob), comment: comment.join(' ') };
}

/** Options stand before the type of a key, and commas may be all that is between them. */
function hasKeyBehind(line: string): boolean {
  const words = line.split(' ');
  return words.some((word, at) => /(?:^|,)(?:ssh|ecdsa|sk)-./.test(word) && words[at + 1]?.startsWith('AAAA'));
}

function keyOfLine(blob: Uint8Array): SshPublicKey {
  try {
    return readSshKey(blob);
  } catch (error) {
    throw new KeyLineError(error instanceof WeakKey ? 'weak' : 'not_a_key');
  }
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${sha256(blob).toBase64({ omitPadding: true })}`;
}

/** An RSA key of a size that is not taken. */
class WeakKey extends SshError {}

/** Exactly one key, with nothing behind it. @throws SshError */
export function readSshKey(blob: Uint8Array): SshPublicKey {
  const reader = new SshReader(blob);
  const key = readFields(reader.text(), reader);
  reader.end();
  return key;
}

function readFields(type: string, reader: SshReader): SshPublicKey {
  switch (type) {
    case 'ssh-ed25519':
      return { type, point: edwardsPoint(reader) };
    case 'sk-ssh-ed25519@openssh.com':
      return { type, point: edwardsPoint(reader), application: application(reader) };
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
      return { type, point: nistPoint(type, reader) };
    case 'sk-ecdsa-sha2-nistp256@openssh.com':
      return { type, point: nistPoint('ecdsa-sha2-nistp256', reader), application: application(reader) };
    case 'ssh-rsa':
      return rsaKey(reader);
    default:
      throw new SshError('unknown type');
  }
}

function edwardsPoint(reader: SshReader): Uint8Array {
  const point = reader.string();
  if (point.length !== 32) throw new SshError('not a point');
  return point;
}

/** Uncompressed; whether it is on the curve is seen when it verifies. */
function nistPoint(type: EcdsaType, reader: SshReader): Uint8Array {
  const { curve, bytes } = ecdsaCurves[type];
  if (reader.text() !== curve) throw new SshError('another curve');
  const point = reader.string();
  if (point.length !== 1 + 2 * bytes || point[0] !== 4) throw new SshError('not a point');
  return point;
}

function application(reader: SshReader): string {
  const text = reader.text();
  if (!text.startsWith('ssh:')) throw new SshError('another application');
  return text;
}

function rsaKey(reader: SshReader): SshPublicKey {
  const [exponent, modulus] = [reader.positive(), reader.positive()];
  const odd = (number: Uint8Array): boolean => ((number.at(-1) ?? 0) & 1) === 1;
  const small = exponent.length > 4 || (exponent.length === 1 && (exponent[0] ?? 0) < 3);
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < RSA_BITS.least || bits > RSA_BITS.most) throw new WeakKey('size of the modulus');
  if (small || !odd(exponent) || !odd(modulus)) throw new SshError('not an RSA key');
  return { type: 'ssh-rsa', modulus, exponent };
}

/** Null when it is not the one spelling of some bytes. */
export function decodeBase64(text: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' });
    return bytes.toBase64() === text ? bytes : null;
  } catch {
    return null;
  }
}
