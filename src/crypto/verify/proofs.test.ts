import { expect, test } from 'vitest';
import { seededRandom } from '../../../test/support/keys.ts';
import { purposes } from '../labels.ts';
import { newSigningKey, sign } from '../signingKey.ts';
import { certificateLogin, recoveryProof, sessionClaim, verifyRecoveryProof, verifySessionClaim } from './proofs.ts';

const random = seededRandom('proofs');
const key = newSigningKey(random);
const [account, challenge, other] = [random(32), random(32), random(32)];

test.each([
  ['a recovery proof', purposes.recovery, recoveryProof, verifyRecoveryProof],
  ['a session claim', purposes.sessionClaim, sessionClaim, verifySessionClaim],
])('%s is for one key, instance, account and challenge', (_, purpose, proof, verify) => {
  const signature = sign(key, purpose, proof('here', account, challenge));
  expect(verify(key.publicKey, 'here', account, challenge, signature)).toBe(true);
  expect(verify(newSigningKey(random).publicKey, 'here', account, challenge, signature)).toBe(false);
  expect(verify(key.publicKey, 'there', account, challenge, signature)).toBe(false);
  expect(verify(key.publicKey, 'here', other, challenge, signature)).toBe(false);
  expect(verify(key.publicKey, 'here', account, other, signature)).toBe(false);
  expect(verify(key.publicKey, 'here', account, challenge, new Uint8Array(64))).toBe(false);
});

test('neither passes for the other', () => {
  const proof = sign(key, purposes.recovery, recoveryProof('here', account, challenge));
  const claim = sign(key, purposes.sessionClaim, sessionClaim('here', account, challenge));
  expect(verifySessionClaim(key.publicKey, 'here', account, challenge, proof)).toBe(false);
  expect(verifyRecoveryProof(key.publicKey, 'here', account, challenge, claim)).toBe(false);
});

test('what a certificate signs begins with its label, and no two log-ins share it', () => {
  const bytes = certificateLogin('here', 'https://a.example', 'sam', challenge);
  expect(new TextDecoder().decode(bytes.slice(0, 29))).toBe('waxwing/1 certificate log-in\0');
  const others = [
    certificateLogin('there', 'https://a.example', 'sam', challenge),
    certificateLogin('here', 'https://b.example', 'sam', challenge),
    certificateLogin('here', 'https://a.example', 'bea', challenge),
    certificateLogin('here', 'https://a.example', 'sam', other),
    certificateLogin('herehttps://a.example', '', 'sam', challenge),
  ];
  expect(new Set([bytes, ...others].map((each) => each.join())).size).toBe(6);
});
