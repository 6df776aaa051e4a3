import { createCompletion } from '../account/complete.ts';
import { register, reset } from '../account/register.ts';
import { endHere, setPassword } from '../account/settings.ts';
import { openByPassword, openByRecoveryCode } from '../account/vaultAccess.ts';
import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act, attempt } from '../outcome.ts';
import { Refused } from '../server.ts';

type Calls = Pick<Client, 'register' | 'completeAccount' | 'login' | 'recover' | 'reset' | 'logout'>;

/** How people come in, and go. */
export function gateCalls(current: CurrentAccount): Calls {
  const { server, platform } = current;
  const deps = { server, random: platform.random, deviceLabel: platform.deviceLabel };
  const complete = createCompletion(deps);
  return {
    register: (registration) =>
      attempt(async () => {
        const { login, recoveryCode } = await register(deps, registration);
        if (login) await current.enter(login);
        else current.awaitApproval();
        return { recoveryCode };
      }),
    completeAccount: ({ password }) =>
      attempt(async () => {
        const { keyless } = current;
        if (keyless === null) throw new Refused('unauthenticated');
        const { login, recoveryCode } = await complete({ username: keyless, password });
        await current.enter(login);
        return { recoveryCode };
      }),
    login: (username, password) =>
      act(async () => current.enterWith(await openByPassword(server, username.trim().toLowerCase(), password))),
    recover: (username, recoveryCode, newPassword) =>
      act(async () => {
        const vault = await openByRecoveryCode(server, username.trim().toLowerCase(), recoveryCode);
        await setPassword(deps, vault, newPassword);
        await current.enterWith(vault);
      }),
    reset: (token, password) =>
      attempt(async () => {
        const { login, recoveryCode } = await reset(deps, token, password);
        await current.enter(login);
        return { recoveryCode };
      }),
    logout: () => act(() => current.goodbye((own) => endHere(server, own))),
  };
}
