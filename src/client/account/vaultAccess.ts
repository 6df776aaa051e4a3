import { finishLogin, startLogin } from '../../crypto/password.ts';
import { parseRecoveryCode, recoveryLoginKey, recoveryWrappingKey } from '../../crypto/recoveryCode.ts';
import { purposes } from '../../crypto/labels.ts';
import { sign } from '../../crypto/signingKey.ts';
import { type VaultContents, openVault, passwordWrappingKey, unwrapVaultKey } from '../../crypto/vault.ts';
import { type AccountChain, nameHash, readChain } from '../../crypto/verify/accountChain.ts';
import { recoveryProof } from '../../crypto/verify/proofs.ts';
import { equalBytes } from '../../crypto/encoding.ts';
import { getInstance } from '../../protocol/api/instance.ts';
import {
  type LoggedIn,
  finishLogin as finishLoginRoute,
  finishRecovery,
  startLogin as startLoginRoute,
  startRecovery,
} from '../../protocol/api/login.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { Failed } from '../outcome.ts';
import { Refused, type Server } from '../server.ts';
import { restOfOwnKeys } from './ownKeys.ts';

/** The vault, open: only while one logs in, adds or removes a device, or changes the password or the code. */
export interface OpenVault {
  readonly instance: string;
  readonly answer: LoggedIn;
  readonly account: Uint8Array;
  readonly chain: AccountChain;
  readonly entries: readonly Uint8Array[];
  readonly vaultKey: Uint8Array;
  readonly contents: VaultContents;
}

/** @throws Refused `invalid_credentials`, also when the password is right and the server is not: it cannot show the vault. */
export async function openByPassword(server: Server, username: string, password: string): Promise<OpenVault> {
  const { instance } = await server.call(getInstance);
  const { state, request } = await startLogin(password);
  const started = await server.call(startLoginRoute, { body: { username, request } });
  const finished = await finishLogin(password, state, started.response, { account: started.account, instance });
  if (!finished) throw new Refused('invalid_credentials');
  const answer = await whole(
    server,
    await server.call(finishLoginRoute, { body: { login: started.login, finish: finished.finish } }),
  );
  const wrappingKey = passwordWrappingKey(finished.exportKey);
  return open(instance, started.account, username, answer, (account) =>
    unwrapVaultKey(wrappingKey, 'password', account, fromBase64url(answer.keys.vault.passwordWrap)),
  );
}

/** @throws Failed `wrong_recovery_code` */
export async function openByRecoveryCode(server: Server, username: string, typed: string): Promise<OpenVault> {
  const code = parseRecoveryCode(typed);
  if (!code) throw new Failed('wrong_recovery_code');
  const { instance } = await server.call(getInstance);
  const { recovery, account } = await server.call(startRecovery, { body: { username } });
  const proof = recoveryProof(instance, fromBase64url(account), fromBase64url(recovery));
  const signature = toBase64url(sign(recoveryLoginKey(code), purposes.recovery, proof));
  const begun = await server.call(finishRecovery, { body: { recovery, signature } }).catch((error: unknown) => {
    throw error instanceof Refused && error.code === 'invalid_credentials' ? new Failed('wrong_recovery_code') : error;
  });
  const answer = await whole(server, begun);
  return open(instance, account, username, answer, (id) =>
    unwrapVaultKey(recoveryWrappingKey(code), 'recovery', id, fromBase64url(answer.keys.vault.recoveryWrap)),
  );
}

/** A log-in answers the first page of the keys. */
async function whole(server: Server, answer: LoggedIn): Promise<LoggedIn> {
  return { ...answer, keys: await restOfOwnKeys(server, answer.keys) };
}

/** Whoever opens a vault checks that it is the account's: its keys are those of the chain, and the chain is the name's. */
async function open(
  instance: string,
  accountId: string,
  username: string,
  answer: LoggedIn,
  unwrap: (account: Uint8Array) => Promise<Uint8Array>,
): Promise<OpenVault> {
  const account = fromBase64url(accountId);
  const entries = answer.keys.chain.map(fromBase64url);
  try {
    const chain = readChain(entries);
    const vaultKey = await unwrap(account);
    const contents = await openVault(
      vaultKey,
      account,
      answer.keys.vault.version,
      fromBase64url(answer.keys.vault.sealed),
    );
    const fits =
      equalBytes(chain.account, account) &&
      equalBytes(chain.nameHash, nameHash(username.trim().toLowerCase())) &&
      equalBytes(chain.identityKey, contents.identity.publicKey) &&
      equalBytes(chain.vaultBoxKey, contents.box.publicKey);
    if (fits) return { instance, answer, account, chain, entries, vaultKey, contents };
  } catch (error) {
    throw new Failed('keys_do_not_match', { cause: error });
  }
  throw new Failed('keys_do_not_match');
}
