import { verifyRecoveryProof } from '../../crypto/verify/proofs.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Found } from './actor.ts';
import type { Arrival, Arrived } from './arrival.ts';
import type { Guesses } from './guesses.ts';
import { oneTime } from './oneTime.ts';
import type { AccountStore, Clock, KeyStore, Random } from './ports.ts';
import { networkOf, type Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { Session } from './sessions.ts';

interface Given {
  readonly instance: string;
  readonly accounts: AccountStore;
  readonly keys: KeyStore;
  readonly arrival: Arrival;
  readonly guesses: Guesses;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly random: Random;
  readonly standIn: (username: string) => string;
}

const MOST_UNDER_WAY = 20_000;
/**
 * A point of the curve that nobody holds the key of, so that unknown names take as long as known ones: SHA-256 of
 * "waxwing: nobody holds the key of this point 0".
 */
export const NOBODY = 'zS3K_H7pyq5-YRRhyXhbES_vdtrddE7qhRBwKmNbFRU';

export type Recovery = ReturnType<typeof createRecovery>;

/** Log-in by recovery code: its log-in key signs the server's challenge. */
export function createRecovery(given: Given) {
  const { instance, accounts, keys, arrival, guesses, rates, clock, random, standIn } = given;
  const underWay = oneTime<{ username: string; id: string }>(clock, random, {
    lifetime: limits.loginLifetime,
    most: MOST_UNDER_WAY,
  });

  return {
    /** The token is the challenge. @throws Refusal too_many_requests */
    async start(username: string, from: string, found: Found): Promise<{ recovery: string; account: string }> {
      rates.spend('address: recovery', networkOf(from));
      const account = await accounts.byName(username);
      if (account) found(account);
      guesses.allow(username, from);
      const id = account?.account ?? standIn(username);
      return { recovery: underWay.issue({ username, id }), account: id };
    },

    /** @throws Refusal invalid_credentials */
    async finish(
      asked: { recovery: string; signature: string },
      session: Session | undefined,
      from: string,
      found: Found,
    ): Promise<Arrived> {
      const begun = underWay.take(asked.recovery);
      if (!begun) throw new Refusal('invalid_credentials');
      const account = await accounts.byName(begun.username);
      if (account) found(account);
      const vault = account?.state === 'active' ? await keys.vault(account.no) : undefined;
      const key = fromBase64url(vault?.recoveryKey ?? NOBODY);
      const challenge = fromBase64url(asked.recovery);
      const signature = bytes(asked.signature, 'signature');
      const fits = verifyRecoveryProof(key, instance, fromBase64url(begun.id), challenge, signature);
      if (!account || !vault || !fits) {
        guesses.failed(begun.username, from);
        throw new Refusal('invalid_credentials');
      }
      guesses.succeeded(begun.username, from);
      const holds = async () => {
        const now = await accounts.byName(begun.username);
        return now?.state === 'active' && (await keys.vault(now.no))?.recoveryKey === vault.recoveryKey;
      };
      return arrival.arrive({ account, session, holds, began: { by: 'recovery' } });
    },
  };
}
