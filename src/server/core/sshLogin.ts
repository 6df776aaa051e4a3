import { SSH_NAMESPACE, sshLogin } from '../../crypto/verify/proofs.ts';
import { fingerprintOf } from '../../crypto/verify/sshKey.ts';
import { sshSigner } from '../../crypto/verify/sshSignature.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Found } from './actor.ts';
import type { Arrival, EnteredWith } from './arrival.ts';
import type { Guesses } from './guesses.ts';
import { oneTime } from './oneTime.ts';
import type { AccountStore, Clock, Random, SshKeyStore, StoredAccount } from './ports.ts';
import { networkOf, type Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './sessions.ts';
import type { Switches } from './switches.ts';

interface Given {
  readonly instance: string;
  readonly accounts: AccountStore;
  readonly sshKeys: SshKeyStore;
  readonly switches: Switches;
  readonly arrival: Arrival;
  readonly guesses: Guesses;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether people find this server at that address. */
  readonly isOwnOrigin: (origin: string) => boolean;
}

export interface FinishSshLogin {
  readonly challenge: string;
  readonly origin: string;
  /** Armoured; it names its key. */
  readonly signature: string;
}

const MOST_UNDER_WAY = 20_000;

export type SshLogin = ReturnType<typeof createSshLogin>;

/**
 * Log-in by SSH key: it proves who one is and opens no vault, so the session has no device. An unknown name, an account
 * without keys and a key of somebody else are answered alike.
 */
export function createSshLogin(given: Given) {
  const { instance, accounts, sshKeys, switches, arrival, guesses, rates, clock, random, isOwnOrigin } = given;
  const underWay = oneTime<{ username: string }>(clock, random, {
    lifetime: limits.loginLifetime,
    most: MOST_UNDER_WAY,
  });

  const requireOn = (): void => {
    if (!switches.on('ssh-authentication')) throw new Refusal('forbidden');
  };

  /** The key that signed this very log-in, whoever has it; null: none did. */
  const signerOf = async ({ challenge, origin, signature }: FinishSshLogin, username: string) => {
    if (!isOwnOrigin(origin)) return null;
    const signed = sshLogin(instance, origin, username, fromBase64url(challenge));
    const key = await sshSigner(signature, SSH_NAMESPACE, signed);
    return key && fingerprintOf(key);
  };

  const has = async (account: StoredAccount | undefined, fingerprint: string): Promise<boolean> =>
    (await sshKeys.of(account?.no ?? 0)).some((key) => key.fingerprint === fingerprint);

  return {
    /** The same answer for every name. @throws Refusal too_many_requests; forbidden: the switch is off */
    start(username: string, from: string): { challenge: string } {
      rates.spend('address: log-in', networkOf(from));
      requireOn();
      guesses.allow(username, from);
      return { challenge: underWay.issue({ username }) };
    },

    /** @throws Refusal forbidden, invalid_credentials, approval_pending; vault_moved: the key was removed meanwhile */
    async finish(
      asked: FinishSshLogin,
      session: Session | undefined,
      from: string,
      found: Found,
    ): Promise<EnteredWith> {
      requireOn();
      const begun = underWay.take(asked.challenge);
      if (!begun) throw new Refusal('invalid_credentials');
      const { username } = begun;
      const fingerprint = await signerOf(asked, username);
      const account = await accounts.byName(username);
      if (account) found(account);
      if (fingerprint === null || !(await has(account, fingerprint)) || !account) {
        guesses.failed(username, from);
        throw new Refusal('invalid_credentials');
      }
      if (account.state === 'pending') throw new Refusal('approval_pending');
      if (account.state !== 'active') throw new Refusal('invalid_credentials');
      guesses.succeeded(username, from);
      const holds = async () =>
        (await accounts.byNo(account.no))?.state === 'active' &&
        (await sshKeys.used(account.no, fingerprint, clock.now()));
      return arrival.enter({ account, session, holds, began: { by: 'ssh', sshKey: fingerprint } });
    },
  };
}
