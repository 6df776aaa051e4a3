import { sshSignature, sshSignedData } from '../../crypto/verify/sshSignature.ts';

/** Somebody's SSH key that can sign: in an agent, or from a file. */
export interface SshSigner {
  /** The public key's bytes, as on the wire of SSH. */
  readonly publicKey: Uint8Array;
  readonly comment: string;
  /** The signature with its algorithm before it; RSA as `rsa-sha2-512`. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** Nothing can be signed, for a reason that whoever sits at the terminal can do something about. */
export class SshKeyProblem extends Error {
  override readonly name = 'SshKeyProblem';
}

/** An armoured signature, as `ssh-keygen -Y sign` writes it. */
export async function signWith(signer: SshSigner, namespace: string, message: Uint8Array): Promise<string> {
  const hash = 'sha512';
  const signature = await signer.sign(sshSignedData(namespace, hash, message));
  return sshSignature({ publicKey: signer.publicKey, namespace, hash, signature });
}
