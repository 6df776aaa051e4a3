import { limits } from '../../protocol/limits.ts';
import type { Found } from './actor.ts';
import type { Arrival, Arrived } from './arrival.ts';
import type { Guesses } from './guesses.ts';
import { oneTime } from './oneTime.ts';
import type { Opaque } from './opaque.ts';
import type { AccountStore, Clock, KeyStore, Random, StoredAccount } from './ports.ts';
import { networkOf, type Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './sessions.ts';
import type { Switches } from './switches.ts';

interface UnderWay {
  readonly username: string;
  /** The account id, or what stands for one where there is no account. */
  readonly id: string;
  readonly state: string;
  /** The record that it began with; null: there is no such account. */
  readonly record: string | null;
  readonly account: StoredAccount | undefined;
}

interface Given {
  readonly accounts: AccountStore;
  readonly keys: KeyStore;
  readonly opaque: Opaque;
  readonly switches: Switches;
  readonly arrival: Arrival;
  readonly guesses: Guesses;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly random: Random;
  /** An account id that an unknown name always gets. */
  readonly standIn: (username: string) => string;
}

const MOST_UNDER_WAY = 20_000;

export type Login = ReturnType<typeof createLogin>;

/** Log-in by password. A name that is unknown or disabled is answered like any other; one that waits for
 * approval is told so once the password is right. */
export function createLogin(given: Given) {
  const { accounts, keys, opaque, switches, arrival, guesses, rates, clock, random, standIn } = given;
  const underWay = oneTime<UnderWay>(clock, random, { lifetime: limits.loginLifetime, most: MOST_UNDER_WAY });

  const recordOf = async (account: StoredAccount | undefined): Promise<string | null> =>
    account?.state === 'active' || account?.state === 'pending'
      ? ((await keys.opaqueRecord(account.no)) ?? null)
      : null;

  const requireOn = (username: string, session: Session | undefined): void => {
    if (!switches.on('password-authentication') && session?.account.username !== username)
      throw new Refusal('forbidden');
  };

  return {
    /** @throws Refusal too_many_requests, forbidden, invalid */
    async start(
      asked: { username: string; request: string },
      session: Session | undefined,
      from: string,
      found: Found,
    ) {
      const { username, request } = asked;
      rates.spend('address: log-in', networkOf(from));
      requireOn(username, session);
      const account = await accounts.byName(username);
      if (account) found(account);
      guesses.allow(username, from);
      // Whoever gets an answer can tell from it whether a guess was right, and need not come back.
      guesses.failed(username, from);
      const record = await recordOf(account);
      const id = account?.account ?? standIn(username);
      const { state, response } = opaque.startLogin(id, record, request);
      return { login: underWay.issue({ username, id, state, record, account }), account: id, response };
    },

    /** @throws Refusal forbidden, invalid_credentials; vault_moved: the password was changed meanwhile */
    async finish(
      asked: { login: string; finish: string },
      session: Session | undefined,
      from: string,
      found: Found,
    ): Promise<Arrived> {
      const begun = underWay.take(asked.login);
      if (!begun) throw new Refusal('invalid_credentials');
      if (begun.account) found(begun.account);
      requireOn(begun.username, session);
      if (!opaque.finishLogin(begun.id, begun.state, asked.finish)) throw new Refusal('invalid_credentials');
      const account = await accounts.byName(begun.username);
      if (account?.state === 'pending') throw new Refusal('approval_pending');
      if (account?.state !== 'active') throw new Refusal('invalid_credentials');
      const holds = async () => (await recordOf(await accounts.byName(begun.username))) === begun.record;
      if (!(await holds())) throw new Refusal('vault_moved');
      guesses.succeeded(begun.username, from);
      return arrival.arrive({ account, session, holds, began: { by: 'password' } });
    },
  };
}
