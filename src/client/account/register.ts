import { resetEntry } from '../../crypto/chainEntries.ts';
import { finishRegistration, startRegistration } from '../../crypto/password.ts';
import { newestAccountKey, readChain } from '../../crypto/verify/accountChain.ts';
import { finishReset, startReset } from '../../protocol/api/account.ts';
import { getInstance } from '../../protocol/api/instance.ts';
import { finishRegistration as finishRoute, startRegistration as startRoute } from '../../protocol/api/registration.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Registration } from '../api.ts';
import { Refused } from '../server.ts';
import { freshKeys } from './boxKeys.ts';
import { freshIdentity } from './newIdentity.ts';
import { type Deps, newAccount } from './newAccount.ts';
import type { LoginResult } from './own.ts';
import { chainBehindLink } from './ownKeys.ts';

interface Registered {
  readonly login: LoginResult;
  readonly recoveryCode: string;
}

/**
 * Makes an account: all keys are made here, the server gets only what it cannot read. `waits`: the log-in is good for
 * nothing until an admin has approved the account.
 */
export async function register(deps: Deps, registration: Registration): Promise<Registered & { waits: boolean }> {
  const { server } = deps;
  const username = registration.username.trim().toLowerCase();
  if (username.length < limits.username.min) throw new Refused('invalid', 'username');
  const { password, setup, invitation, openRegistration } = registration;
  const admission = { ...(setup && { setup }), ...(invitation && { invitation }) };
  const made = await newAccount(deps, { username, password }, (asked) =>
    server.call(startRoute, { body: { username, ...asked, ...admission } }),
  );
  await deps.keep?.(made.coming);
  const { self, waits } = await server.call(finishRoute, {
    body: {
      username,
      ...made.brought,
      ...admission,
      ...(openRegistration === undefined ? {} : { openRegistration }),
    },
  });
  return { login: made.login(self), waits, recoveryCode: made.recoveryCode };
}

/** A new identity under an old name, by an admin's one-time link. Nothing of before opens with it; contacts see the change. */
export async function reset(deps: Deps, token: string, password: string): Promise<Registered> {
  const { server, random, deviceLabel, keep } = deps;
  const { instance } = await server.call(getInstance);
  const { state, request } = await startRegistration(password);
  const started = await server.call(startReset, { body: { token, request } });
  const { record, exportKey } = await finishRegistration(password, state, started.response, {
    account: started.account,
    instance,
  });
  const entries = (await chainBehindLink(server, token)).map(fromBase64url);
  const chain = readChain(entries);
  const fresh = await freshIdentity(newestAccountKey(chain).generation + 1, random);
  const entry = resetEntry(chain, fresh.identity);
  await keep?.({ account: started.account, device: fresh.device, begun: null });
  const answer = await server.call(finishReset, {
    body: {
      token,
      record,
      entry: toBase64url(entry),
      accountKey: fresh.accountKey,
      vault: await fresh.vault(chain.account, 1, exportKey),
      deviceLabel,
    },
  });
  return {
    login: {
      self: answer.self,
      instance,
      held: freshKeys(fresh.device),
      entries: [...entries, entry],
      seeds: new Map([[fresh.generation, fresh.seed]]),
    },
    recoveryCode: fresh.recoveryCode,
  };
}
