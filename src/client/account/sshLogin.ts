import { SSH_NAMESPACE, sshLogin } from '../../crypto/verify/proofs.ts';
import type { Entered } from '../../protocol/api/certificates.ts';
import { getInstance } from '../../protocol/api/instance.ts';
import { finishSshLogin, startSshLogin } from '../../protocol/api/sshKeys.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import type { Server } from '../server.ts';

/** Signs a message in a namespace, as `ssh-keygen -Y sign` does; answers the armoured signature. */
export type SshSign = (message: Uint8Array, namespace: string) => Promise<string>;

export interface EnteredBySsh {
  readonly entered: Entered;
  readonly instance: string;
  /**
   * An SSH key proves who one is and opens nothing: the session has no device.
   * - `link_or_open`: another device of the account links this one, or the password or the recovery code, given in this
   *   session, opens the vault
   * - `no_vault`: the account has no keys of its own yet
   */
  readonly next: 'link_or_open' | 'no_vault';
}

/**
 * Logs in by SSH key.
 * @param origin the address at which this client found the server: the signature is good there only
 * @throws Refused `forbidden`: this server lets nobody log in by SSH key; `invalid_credentials`; whatever `sign` throws
 */
export async function loginBySsh(
  server: Server,
  origin: string,
  username: string,
  sign: SshSign,
): Promise<EnteredBySsh> {
  const name = username.trim().toLowerCase();
  const { instance } = await server.call(getInstance);
  const { challenge } = await server.call(startSshLogin, { body: { username: name } });
  const signature = await sign(sshLogin(instance, origin, name, fromBase64url(challenge)), SSH_NAMESPACE);
  const entered = await server.call(finishSshLogin, { body: { challenge, origin, signature } });
  return { entered, instance, next: entered.keys === null ? 'no_vault' : 'link_or_open' };
}
