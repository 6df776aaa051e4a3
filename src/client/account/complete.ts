import { getSelf } from '../../protocol/api/account.ts';
import type { Entered } from '../../protocol/api/certificates.ts';
import { type Self, finishFirstKeys, startFirstKeys } from '../../protocol/api/registration.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { Failed } from '../outcome.ts';
import type { Storages } from '../ports.ts';
import { setKeyless } from './current.ts';
import { type Deps, type NewAccount, newAccount } from './newAccount.ts';
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

/** The first keys of an account that came in by certificate and has none. */
export function createCompletion(deps: Deps) {
  const { server, random } = deps;
  /** What may have been stored although its answer was lost. */
  let brought: { readonly made: NewAccount; readonly password: string | null } | null = null;

  const bring = async ({ username, password }: Asked): Promise<Self> => {
    const chosen = password ?? toBase64url(random(32));
    const made = await newAccount(deps, { username, password: chosen }, (asked) =>
      server.call(startFirstKeys, { body: asked }),
    );
    brought = { made, password };
    return server.call(finishFirstKeys, { body: made.brought });
  };

  /** The account as the server has it now. */
  const current = async (asked: Asked): Promise<Self> => {
    const { self } = await server.call(getSelf);
    if (self.username !== asked.username) throw new Failed('keys_do_not_match');
    const { account } = self;
    if (account === null) return bring(asked);
    if (account !== brought?.made.account) throw new Failed('keys_exist');
    if (asked.password !== brought.password) throw new Failed('invalid_credentials');
    return { ...self, account };
  };

  /**
   * Said again after its answer was lost, it answers as it would have, for the same password.
   * @throws Failed `keys_exist` as `enterKeyless`
   */
  return async (asked: Asked): Promise<Completed> => {
    const self = await current(asked);
    const made = brought?.made;
    if (self.account !== made?.account) throw new Failed('keys_do_not_match');
    brought = null;
    return { login: made.login(self), recoveryCode: made.recoveryCode };
  };
}
