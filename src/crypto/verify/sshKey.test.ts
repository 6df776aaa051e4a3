import { expect, test } from 'vitest';
import vectors from '../../../test/vectors/ssh.json' with { type: 'json' };
import { blobOf } from '../../../test/support/ssh.ts';
import { concatBytes } from '../encoding.ts';
import { KeyLineError, parseKeyLine, readSshKey } from './sshKey.ts';
import { SshError, SshReader, mpint, sshString } from './sshWire.ts';

const problemOf = (line: string): string => {
  try {
    parseKeyLine(line);
  } catch (error) {
    if (error instanceof KeyLineError) return error.problem;
    throw error;
  }
  return 'taken';
};

test.each(vectors.keys)('[003.3] $name: a line is read with fingerprint and comment as ssh-keygen has them', (key) => {
  const [type, encoded] = key.line.split(' ');
  expect(parseKeyLine(`  ${key.line} `)).toEqual({
    publicKey: `${type} ${encoded}`,
    fingerprint: key.fingerprint,
    comment: `${key.name} of a test`,
  });
  expect(parseKeyLine(`${type}\t${encoded}`)).toMatchObject({ comment: '' });
});

test('what is no key is told apart', () => {
  const line = vectors.keys[0]!.line;
  const [, encoded = ''] = line.split(' ');
  expect(problemOf('hello')).toBe('not_a_key');
  expect(problemOf('ssh-ed25519')).toBe('not_a_key');
  expect(problemOf(`ssh-ed25519 ${encoded.slice(0, -4)}`)).toBe('not_a_key');
  expect(problemOf(`ssh-ed25519 ${encoded}AAAA`)).toBe('not_a_key');
  expect(problemOf(`ecdsa-sha2-nistp256 ${encoded}`)).toBe('not_a_key');
  expect(problemOf(`ssh-dss AAAAB3NzaC1kc3M=`)).toBe('unknown_type');
  expect(problemOf(`no-pty,command="true" ${line}`)).toBe('options');
  expect(problemOf(vectors.refused.certificate)).toBe('certificate');
  expect(problemOf(vectors.refused.weak)).toBe('weak');
  expect(problemOf(vectors.keys[0]!.privateKey.split('\n')[0]!)).toBe('private_key');
});

test('every byte of a key counts: none more, none less', () => {
  for (const { line } of vectors.keys) {
    const blob = blobOf(line);
    expect(() => readSshKey(blob)).not.toThrow();
    expect(() => readSshKey(concatBytes(blob, Uint8Array.of(0)))).toThrow('something follows');
    for (let length = 0; length < blob.length; length++)
      expect(() => readSshKey(blob.slice(0, length))).toThrow(SshError);
  }
});

test('an RSA key is of 2048 to 8192 bits, odd, with an odd exponent', () => {
  const rsa = (bits: number, exponent: number[], last = 1) => {
    const modulus = new Uint8Array(bits / 8).fill(0xff);
    modulus[modulus.length - 1] = last;
    return concatBytes(sshString('ssh-rsa'), mpint(Uint8Array.from(exponent)), mpint(modulus));
  };
  for (const bits of [2048, 8192]) expect(() => readSshKey(rsa(bits, [1, 0, 1]))).not.toThrow();
  for (const bits of [2040, 8200]) expect(() => readSshKey(rsa(bits, [1, 0, 1]))).toThrow(SshError);
  for (const exponent of [[1], [2], [1, 0, 0], [1, 0, 0, 0, 1]])
    expect(() => readSshKey(rsa(2048, exponent))).toThrow(SshError);
  expect(() => readSshKey(rsa(2048, [1, 0, 1], 2))).toThrow(SshError);
});

test('a number has one spelling', () => {
  for (const bytes of [[], [0], [0x80], [0, 0x7f], [0, 0, 0x80]]) {
    expect(() => new SshReader(sshString(Uint8Array.from(bytes))).positive()).toThrow(SshError);
  }
  expect(new SshReader(mpint(Uint8Array.of(0, 0, 0x80, 1))).positive()).toEqual(Uint8Array.of(0x80, 1));
});
