import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readKeyFile } from '../../cli/ssh/keyFile.ts';
import { signWith } from '../../cli/ssh/signer.ts';
import { blobOf, hasSshKeygen, sshKeygen } from '../../../test/support/ssh.ts';
import vectors from '../../../test/vectors/ssh.json' with { type: 'json' };
import { concatBytes, sha256 } from '../encoding.ts';
import { sshSignature, sshSignedData, sshSigner } from './sshSignature.ts';
import { mpint, sshString, uint32 } from './sshWire.ts';

const { namespace } = vectors;
const message = new TextEncoder().encode(vectors.message);
const other = new TextEncoder().encode('Waxwings like berries.');
const signed = vectors.keys.flatMap(({ name, line, signatures }) =>
  signatures.map(({ hash, signature }) => ({ name, hash, signature, publicKey: blobOf(line) })),
);
const bytesOf = (armour: string): Uint8Array => Uint8Array.fromBase64(armour.split('\n').slice(1, -2).join(''));
const armour = (bytes: Uint8Array, width = 70): string =>
  `-----BEGIN SSH SIGNATURE-----\n${bytes.toBase64().replaceAll(new RegExp(`.{1,${width}}`, 'g'), '$&\n')}-----END SSH SIGNATURE-----\n`;

test.each(signed)(
  '[003.3] $name, $hash: what ssh-keygen signed is known by its key',
  async ({ signature, publicKey }) => {
    expect(await sshSigner(signature, namespace, message)).toEqual(new Uint8Array(publicKey));
    expect(await sshSigner(signature, namespace, other)).toBeNull();
    expect(await sshSigner(signature, 'waxwing-login@v2', message)).toBeNull();
    expect(await sshSigner(signature, 'file', message)).toBeNull();
  },
);

test('the armour is as ssh-keygen writes it or as its specification says, and nothing else', async () => {
  for (const { signature } of signed) {
    const bytes = bytesOf(signature);
    expect(armour(bytes)).toBe(signature);
    expect(await sshSigner(armour(bytes, 76), namespace, message)).not.toBeNull();
    const wrong = [
      armour(bytes, 64),
      signature.trimEnd(),
      `\n${signature}`,
      `${signature}\n`,
      signature.replaceAll('\n', '\r\n'),
      signature.replaceAll('SSH SIGNATURE', 'SIGNATURE'),
      signature.replace('\n-----END', '=\n-----END'),
      signature + signature,
      bytes.toBase64(),
      '',
    ];
    for (const text of wrong) expect(await sshSigner(text, namespace, message)).toBeNull();
  }
});

test('nothing stands where nothing belongs, and every part is what it says', async () => {
  for (const { publicKey, signature } of signed) {
    const bytes = bytesOf(signature);
    const parts = (more: { reserved?: string; hash?: string; version?: number; tail?: number[] }) => {
      const head = [sshString(publicKey), sshString(namespace), sshString(more.reserved ?? '')];
      const known = concatBytes(new TextEncoder().encode('SSHSIG'), uint32(1), ...head);
      // What follows in the real one: the hash's name and the signature.
      const rest = bytes.slice(
        6 + 4 + sshString(publicKey).length + sshString(namespace).length + 4 + sshString('sha512').length,
      );
      const name = more.hash ?? new TextDecoder().decode(bytes).match(/sha(256|512)/)![0];
      return concatBytes(
        known.slice(0, 6),
        uint32(more.version ?? 1),
        known.slice(10),
        sshString(name),
        rest,
        Uint8Array.from(more.tail ?? []),
      );
    };
    expect(armour(parts({}))).toBe(signature);
    for (const more of [{ reserved: 'x' }, { hash: 'sha384' }, { hash: 'sha1' }, { version: 2 }, { tail: [0] }]) {
      expect(await sshSigner(armour(parts(more)), namespace, message)).toBeNull();
    }
    for (let length = 0; length < bytes.length; length += 7) {
      expect(await sshSigner(armour(bytes.slice(0, length)), namespace, message)).toBeNull();
    }
  }
});

test('RSA with SHA-1, and an algorithm of another kind of key, are refused', async () => {
  for (const { name, privateKey } of vectors.keys) {
    const signer = readKeyFile(privateKey);
    const data = sshSignedData(namespace, 'sha512', message);
    const signature = await signer.sign(data);
    const length = new DataView(signature.buffer, signature.byteOffset).getUint32(0);
    const body = signature.slice(4 + length);
    const wrapped = (algorithm: string) =>
      sshSignature({
        publicKey: signer.publicKey,
        namespace,
        hash: 'sha512',
        signature: concatBytes(sshString(algorithm), body),
      });
    const algorithms = ['ssh-rsa', 'rsa-sha2-256', 'ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', ''];
    for (const algorithm of algorithms) {
      const right = name === algorithm.replace(/^(ssh|ecdsa-sha2)-/, '');
      expect((await sshSigner(wrapped(algorithm), namespace, message)) !== null).toBe(right);
    }
  }
});

const bending = fc.record({
  of: fc.nat(signed.length - 1),
  kind: fc.constantFrom('flip', 'drop', 'double', 'swap', 'text'),
  at: fc.nat(),
  by: fc.integer({ min: 1, max: 255 }),
});

function bent({ of, kind, at, by }: typeof bending extends fc.Arbitrary<infer T> ? T : never): string {
  const { signature } = signed[of]!;
  const bytes = bytesOf(signature);
  const place = at % bytes.length;
  const [before, after] = [bytes.slice(0, place), bytes.slice(place + 1)];
  const byte = bytes[place]!;
  if (kind === 'flip') return armour(concatBytes(before, Uint8Array.of(byte ^ by), after));
  if (kind === 'drop') return armour(concatBytes(before, after));
  if (kind === 'double') return armour(concatBytes(before, Uint8Array.of(byte, byte), after));
  if (kind === 'swap') return armour(concatBytes(after, Uint8Array.of(byte), before));
  const letter = at % signature.length;
  return signature.slice(0, letter) + String.fromCharCode(by) + signature.slice(letter + 1);
}

const RUNS = process.env['WAXWING_SOAK'] ? 20_000 : 200;

test('[003.3] every bent signature is refused', async () => {
  const property = fc.asyncProperty(bending, async (bend) => {
    const text = bent(bend);
    fc.pre(text !== signed[bend.of]!.signature);
    expect(await sshSigner(text, namespace, message)).toBeNull();
  });
  await fc.assert(property, { numRuns: RUNS });
});

// No test machine has a security key: these are made as PROTOCOL.u2f says.
const securityKeys = {
  'sk-ssh-ed25519@openssh.com': () => {
    const { secretKey, publicKey } = ed25519.keygen();
    const blob = concatBytes(sshString('sk-ssh-ed25519@openssh.com'), sshString(publicKey));
    return { blob, sign: (data: Uint8Array) => ed25519.sign(data, secretKey) };
  },
  'sk-ecdsa-sha2-nistp256@openssh.com': () => {
    const { secretKey } = p256.keygen();
    const point = sshString(p256.getPublicKey(secretKey, false));
    const blob = concatBytes(sshString('sk-ecdsa-sha2-nistp256@openssh.com'), sshString('nistp256'), point);
    const sign = (data: Uint8Array) => {
      const halves = p256.sign(data, secretKey, { lowS: false });
      return concatBytes(mpint(halves.slice(0, 32)), mpint(halves.slice(32)));
    };
    return { blob, sign };
  },
};

test.each(Object.entries(securityKeys))('%s signs for ssh, when somebody touches it', async (type, make) => {
  const { blob, sign } = make();
  const made = (application: string, flags: number, tail: number[] = []) => {
    const about = concatBytes(Uint8Array.of(flags), uint32(7));
    const data = sshSignedData(namespace, 'sha512', message);
    const inner = sign(concatBytes(sha256(new TextEncoder().encode(application)), about, sha256(data)));
    const signature = concatBytes(sshString(type), sshString(inner), about, Uint8Array.from(tail));
    return sshSignature({
      publicKey: concatBytes(blob, sshString(application)),
      namespace,
      hash: 'sha512',
      signature,
    });
  };
  expect(await sshSigner(made('ssh:', 1), namespace, message)).not.toBeNull();
  expect(await sshSigner(made('ssh:', 5), namespace, message)).not.toBeNull();
  expect(await sshSigner(made('ssh:', 0), namespace, message)).toBeNull();
  expect(await sshSigner(made('ssh:', 1, [0]), namespace, message)).toBeNull();
  expect(await sshSigner(made('https://example.org', 1), namespace, message)).toBeNull();
  expect(await sshSigner(made('ssh:', 1), namespace, other)).toBeNull();
});

test.each(vectors.keys)('$name: ssh-keygen takes what is signed here', async ({ line, privateKey }) => {
  if (!hasSshKeygen()) return;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-ssh-'));
  try {
    fs.writeFileSync(path.join(folder, 'allowed'), `somebody ${line}\n`);
    fs.writeFileSync(path.join(folder, 'sig'), await signWith(readKeyFile(privateKey), namespace, message));
    const asked = `-Y verify -f allowed -I somebody -n ${namespace} -s sig`.split(' ');
    expect(sshKeygen(folder, asked, message)).toContain('Good');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
