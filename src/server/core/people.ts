import type { Person } from '../../protocol/api/account.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Chains } from './chains.ts';
import type { AccountStore, KeyStore, StoredAccount } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { DeviceSession } from './sessions.ts';
import { personOf } from './wire.ts';

export type People = ReturnType<typeof createPeople>;

/** What members of a server may know of each other. */
export function createPeople(given: { accounts: AccountStore; keys: KeyStore; chains: Chains; rates: Rates }) {
  const { accounts, keys, chains, rates } = given;

  const known = async (account: StoredAccount | undefined, is = isKnown): Promise<Person> => {
    const chain = account && is(account) ? await chains.of(account.no) : undefined;
    if (!account || !chain) throw new Refusal('not_found');
    return personOf(account, chain);
  };

  return {
    /** @throws Refusal too_many_requests, not_found, no_keys */
    async find(session: DeviceSession, username: string): Promise<Person> {
      rates.spend('account: look up', session.account.no);
      const account = await accounts.byName(username);
      if (account && isKnown(account) && account.account === null) throw new Refusal('no_keys');
      return known(account);
    },

    /** A page of it. @throws Refusal too_many_requests, not_found */
    async chain(
      session: DeviceSession,
      accountId: string,
      after: number,
    ): Promise<{ person: Person; entries: string[] }> {
      rates.spend('account: read', session.account.no);
      const account = await accounts.byId(accountId);
      const person = await known(account, wasKnown);
      const entries = account ? await keys.chain(account.no, after, limits.chainPage) : [];
      return { person, entries: entries.map(({ entry }) => toBase64url(entry)) };
    },
  };
}

/** Disabled people stay known: conversations with them are still there to read. */
export function isKnown({ state }: StoredAccount): boolean {
  return state === 'active' || state === 'disabled';
}

/** Of removed people only the chain is left: what others have with them rests on it. */
const wasKnown = (account: StoredAccount): boolean => isKnown(account) || account.state === 'removed';
