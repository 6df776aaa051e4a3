import { type KeyObject, createPrivateKey, sign } from 'node:crypto';
import { concatBytes } from '../../crypto/encoding.ts';
import { type EcdsaType, ecdsaCurves } from '../../crypto/verify/sshKey.ts';
import { SshError, SshReader, mpint, sshString } from '../../crypto/verify/sshWire.ts';
import { SshKeyProblem, type SshSigner } from './signer.ts';

const ARMOUR = /^-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END OPENSSH PRIVATE KEY-----$/;
const MAGIC = 'openssh-key-v1\0';

/**
 * The key of a private key file as ssh-keygen writes it, without a passphrase.
 * @param text the whole file
 * @throws SshKeyProblem
 */
export function readKeyFile(text: string): SshSigner {
  const [, encoded] = ARMOUR.exec(text.replaceAll('\r\n', '\n').trim()) ?? [];
  if (encoded === undefined) {
    throw new SshKeyProblem('this is no private key of OpenSSH; ssh-keygen -p -f FILE writes an older one anew');
  }
  try {
    return readKey(Buffer.from(encoded, 'base64'));
  } catch (error) {
    if (error instanceof SshKeyProblem) throw error;
    throw new SshKeyProblem('this private key cannot be read', { cause: error });
  }
}

function readKey(bytes: Uint8Array): SshSigner {
  const reader = new SshReader(bytes);
  if (Buffer.from(reader.raw(MAGIC.length)).toString('latin1') !== MAGIC) throw new SshError('another format');
  const [cipher, kdf] = [reader.text(), reader.text()];
  if (cipher !== 'none' || kdf !== 'none') {
    throw new SshKeyProblem('this private key has a passphrase; add it to your agent with ssh-add, and try again');
  }
  reader.string();
  if (reader.uint32() !== 1) throw new SshError('several keys');
  const publicKey = reader.string();
  const inside = new SshReader(reader.string());
  reader.end();
  if (inside.uint32() !== inside.uint32()) throw new SshError('check numbers');
  const signs = readPrivate(inside);
  return { publicKey, comment: inside.text(), sign: async (data) => signs(data) };
}

type Signs = (data: Uint8Array) => Uint8Array;

function readPrivate(reader: SshReader): Signs {
  const type = reader.text();
  switch (type) {
    case 'ssh-ed25519':
      return readEd25519(type, reader);
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
      return readEcdsa(type, reader);
    case 'ssh-rsa':
      return readRsa(reader);
    default:
      throw new SshKeyProblem(`a key of type ${type} signs only in its agent; add it with ssh-add, and try again`);
  }
}

function readEd25519(type: string, reader: SshReader): Signs {
  const x = base64url(reader.string());
  const d = base64url(reader.string().subarray(0, 32));
  const key = createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x, d } });
  return (data) => concatBytes(sshString(type), sshString(sign(null, data, key)));
}

const curveNames = {
  'ecdsa-sha2-nistp256': ['P-256', 'sha256'],
  'ecdsa-sha2-nistp384': ['P-384', 'sha384'],
  'ecdsa-sha2-nistp521': ['P-521', 'sha512'],
} as const;

function readEcdsa(type: EcdsaType, reader: SshReader): Signs {
  const { bytes } = ecdsaCurves[type];
  const [crv, hash] = curveNames[type];
  reader.string();
  const point = reader.string();
  const [x, y] = [base64url(point.subarray(1, 1 + bytes)), base64url(point.subarray(1 + bytes))];
  const scalar = reader.positive();
  const d = base64url(concatBytes(new Uint8Array(bytes - scalar.length), scalar));
  const key = createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv, x, y, d } });
  return (data) => {
    const halves = sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
    const numbers = concatBytes(mpint(halves.subarray(0, bytes)), mpint(halves.subarray(bytes)));
    return concatBytes(sshString(type), sshString(numbers));
  };
}

function readRsa(reader: SshReader): Signs {
  const [n, e, d, qi, p, q] = [
    reader.positive(),
    reader.positive(),
    reader.positive(),
    reader.positive(),
    reader.positive(),
    reader.positive(),
  ];
  const key: KeyObject = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: base64url(n),
      e: base64url(e),
      d: base64url(d),
      p: base64url(p),
      q: base64url(q),
      dp: remainder(d, p),
      dq: remainder(d, q),
      qi: base64url(qi),
    },
  });
  return (data) => concatBytes(sshString('rsa-sha2-512'), sshString(sign('sha512', data, key)));
}

/** `d mod (prime - 1)`, which the file leaves out. */
function remainder(d: Uint8Array, prime: Uint8Array): string {
  const number = (bytes: Uint8Array): bigint => BigInt(`0x${bytes.toHex()}`);
  const digits = (number(d) % (number(prime) - 1n)).toString(16);
  return Buffer.from(digits.padStart(prime.length * 2, '0'), 'hex').toString('base64url');
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
