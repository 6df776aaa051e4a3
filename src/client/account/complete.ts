import { getSelf } from '../../protocol/api/account.ts';
import type { Entered } from '../../protocol/api/certificates.ts';
import { finishFirstKeys, startFirstKeys } from '../../protocol/api/registration.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { Failed } from '../outcome.ts';
import type { Storages } from '../ports.ts';
import { setKeyless } from './current.ts';
import { type Deps, newAccount } from './newAccount.ts';
import type { LoginResult } from './own.ts';

/**
 * Somebody came in by certificate where this device holds no keys of the account: a client that starts now shows them as
 * `keyless`.
 * @throws Failed `keys_exist`: the account has keys, which were not made here. The owner made them on another device, or
 *   somebody else did; nothing of them is taken.
 */
export async function enterKeyless(storages: Storages, { self, keys }: Entered): Promise<void> {
  if (self.account !== null || keys !== null) throw new Failed('keys_exist');
  await setKeyless(storages, self.username);
}

interface Asked {
  readonly username: string;
  /** Null: one that nobody knows, so that the recovery code alone opens the account. */
  readonly password: string | null;
}

interface Completed {
  readonly login: LoginResult;
  readonly recoveryCode: string;
}

/**
 * The first keys of an account that came in by certificate and has none.
 * @throws Failed `keys_exist` as `enterKeyless`
 */
export async function complete(deps: Deps, { username, password }: Asked): Promise<Completed> {
  const { server, random } = deps;
  const { self: served } = await server.call(getSelf);
  if (served.username !== username) throw new Failed('keys_do_not_match');
  if (served.account !== null) throw new Failed('keys_exist');
  const made = await newAccount(deps, { username, password: password ?? unknownPassword(random) }, (asked) =>
    server.call(startFirstKeys, { body: asked }),
  );
  await deps.keep?.(made.coming);
  const self = await server.call(finishFirstKeys, { body: made.brought });
  if (self.account !== made.account) throw new Failed('keys_do_not_match');
  return { login: made.login(self), recoveryCode: made.recoveryCode };
}

export const unknownPassword = (random: Deps['random']): string => toBase64url(random(32));
