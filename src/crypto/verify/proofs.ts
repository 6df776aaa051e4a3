import { encodeCbor, signedBytes, type Bytes } from '../encoding.ts';
import { purposes } from '../labels.ts';
import { verifySignature } from './signature.ts';

/**
 * Answers to a challenge of the server. Both bind the instance, so that no server can pass another's challenge on, and
 * the account. What is signed is made here; whoever holds the key signs it under the purpose of the same name.
 */

/** For `sign(recoveryLoginKey(code), purposes.recovery, ...)`. `instance`: the instance id; `challenge`: its raw bytes. */
export function recoveryProof(instance: string, account: Uint8Array, challenge: Uint8Array): Bytes {
  return encodeCbor([instance, account, challenge]);
}

export function verifyRecoveryProof(
  publicKey: Uint8Array,
  instance: string,
  account: Uint8Array,
  challenge: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verifySignature(publicKey, purposes.recovery, recoveryProof(instance, account, challenge), signature);
}

/** For `sign(device.signing, purposes.sessionClaim, ...)`. */
export function sessionClaim(instance: string, account: Uint8Array, challenge: Uint8Array): Bytes {
  return encodeCbor([instance, account, challenge]);
}

/** `publicKey`: the signing key of a device that is live in the account's chain. */
export function verifySessionClaim(
  publicKey: Uint8Array,
  instance: string,
  account: Uint8Array,
  challenge: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verifySignature(publicKey, purposes.sessionClaim, sessionClaim(instance, account, challenge), signature);
}

/**
 * What the key of a certificate signs, label and all: unlike the others it may be of several kinds, so whoever holds it
 * signs these bytes as they are. `origin`: the address at which the client found the server, so that no other server can
 * pass the challenge on.
 */
export function certificateLogin(instance: string, origin: string, username: string, challenge: Uint8Array): Bytes {
  return signedBytes(purposes.certificateLogin, encodeCbor([instance, origin, username, challenge]));
}

/** The namespace of SSH signatures for log-in: what is signed in another is worth nothing here, and the other way round. */
export const SSH_NAMESPACE = 'waxwing-login@v1';

/** The message of the SSH signature by which an SSH key logs in, label and all; its parts are those of `certificateLogin`. */
export function sshLogin(instance: string, origin: string, username: string, challenge: Uint8Array): Bytes {
  return signedBytes(purposes.sshLogin, encodeCbor([instance, origin, username, challenge]));
}
