import { complete, unknownPassword } from '../account/complete.ts';
import { storedComing } from '../account/coming.ts';
import { register, reset } from '../account/register.ts';
import { endHere, setPassword } from '../account/settings.ts';
import { type OpenVault, openByPassword, openByRecoveryCode } from '../account/vaultAccess.ts';
import { logout } from '../../protocol/api/login.ts';
import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { Failed, act, attempt } from '../outcome.ts';
import { Refused } from '../server.ts';

type Calls = Pick<Client, 'register' | 'completeAccount' | 'login' | 'recover' | 'reset' | 'logout'>;

const nameOf = (typed: string): string => typed.trim().toLowerCase();

/** How people come in, and go. */
export function gateCalls(current: CurrentAccount): Calls {
  const { server, entering } = current;
  const { random, storages } = current.platform;

  /** A session that is on a device whose keys are gone is left: another one becomes that of a new device. */
  const opened = async (open: () => Promise<OpenVault>): Promise<OpenVault> => {
    const vault = await open();
    if (!(await current.isStranded(vault))) return vault;
    await server.call(logout);
    return open();
  };

  const recover = async (username: string, recoveryCode: string, password: string): Promise<void> => {
    const vault = await opened(() => openByRecoveryCode(server, username, recoveryCode));
    await setPassword(entering, vault, password);
    await current.enterWith(vault);
  };

  /** An account of that name was being made here when this stopped, and the server has it: answers its recovery code. */
  const goneOn = async (username: string, password: string): Promise<string | null> => {
    const begun = (await storedComing(storages))?.begun;
    if (begun?.username !== username) return null;
    try {
      await recover(username, begun.recoveryCode, password);
      return begun.recoveryCode;
    } catch (error) {
      if (error instanceof Failed && error.code === 'wrong_recovery_code') return null;
      throw error;
    }
  };

  return {
    register: (registration) =>
      attempt(async () => {
        const already = await goneOn(nameOf(registration.username), registration.password);
        if (already !== null) return { recoveryCode: already };
        const { login, waits, recoveryCode } = await register(entering, registration);
        await (waits ? current.awaitApproval(login) : current.enter(login));
        return { recoveryCode };
      }),
    completeAccount: ({ password }) =>
      attempt(async () => {
        const username = current.keyless;
        if (username === null) throw new Refused('unauthenticated');
        const already = await goneOn(username, password ?? unknownPassword(random));
        if (already !== null) return { recoveryCode: already };
        const { login, recoveryCode } = await complete(entering, { username, password });
        await current.enter(login);
        return { recoveryCode };
      }),
    login: (username, password) =>
      act(() =>
        current.approval.hold(async () =>
          current.enterWith(await opened(() => openByPassword(server, nameOf(username), password))),
        ),
      ),
    recover: (username, recoveryCode, newPassword) => act(() => recover(nameOf(username), recoveryCode, newPassword)),
    reset: (token, password) =>
      attempt(async () => {
        const { login, recoveryCode } = await reset(entering, token, password);
        await current.enter(login);
        return { recoveryCode };
      }),
    logout: () => act(() => current.goodbye((own) => endHere(server, own))),
  };
}
