import type { LoggedIn } from '../../protocol/api/login.ts';
import type { NewAccountKey, Vault } from '../../protocol/api/keys.ts';
import { sha256 } from '../../crypto/encoding.ts';
import type { Found } from './actor.ts';
import type { Arrival } from './arrival.ts';
import { audited } from './audited.ts';
import { extended, headEntry, type Chains } from './chains.ts';
import type { Opaque } from './opaque.ts';
import { effectsOf, glanceAt } from './ownChain.ts';
import { chainPage, type ChainPage } from './ownKeys.ts';
import type { AccountStore, Bus, Clock, KeyStore, LinkStore, StoredAccount } from './ports.ts';
import { networkOf, type Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { Sessions } from './sessions.ts';

export interface FinishReset {
  readonly token: string;
  readonly record: string;
  readonly entry: string;
  readonly accountKey: NewAccountKey;
  readonly vault: Vault;
  readonly deviceLabel: string;
}

interface Given {
  readonly accounts: AccountStore;
  readonly keys: KeyStore;
  readonly links: LinkStore;
  readonly chains: Chains;
  readonly opaque: Opaque;
  readonly sessions: Sessions;
  readonly arrival: Arrival;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Reset = ReturnType<typeof createReset>;

/** With an admin's one-time link a name gets a new identity, which inherits no keys. */
export function createReset(given: Given) {
  const { accounts, keys, links, chains, opaque, sessions, arrival, rates, bus, clock } = given;

  const accountBehind = async (token: string): Promise<StoredAccount & { account: string }> => {
    const link = await links.find('reset', sha256(bytes(token, 'token')), clock.now());
    const account = link && link.account !== null ? await accounts.byNo(link.account) : undefined;
    if (account?.state !== 'active' || account.account === null) throw new Refusal('link_spent');
    return { ...account, account: account.account };
  };

  return {
    /** @throws Refusal too_many_requests, link_spent, invalid */
    async start({ token, request }: { token: string; request: string }, from: string, found: Found) {
      rates.spend('address: reset', networkOf(from));
      const { no, account, username } = await accountBehind(token);
      found({ username });
      rates.spend('account: password', no);
      return { response: opaque.registrationResponse(account, request), account, username };
    },

    /** A page of the chain that the new identity comes into. @throws Refusal too_many_requests, link_spent */
    async chain({ token, after }: { token: string; after: number }, from: string): Promise<ChainPage> {
      rates.spend('address: reset chain', networkOf(from));
      return chainPage(keys, (await accountBehind(token)).no, after);
    },

    /** @throws Refusal link_spent, invalid, invalid_chain_entry, chain_moved */
    async finish(asked: FinishReset, from: string, found: Found): Promise<{ loggedIn: LoggedIn; token: string }> {
      rates.spend('address: reset', networkOf(from));
      const account = await accountBehind(asked.token);
      found(account);
      const chain = await chains.of(account.no);
      const entry = bytes(asked.entry, 'entry');
      const glance = glanceAt(entry);
      if (!chain || glance.kind !== 'reset') throw new Refusal('invalid_chain_entry');
      const next = extended(chain, entry);
      const effects = effectsOf(glance, chain, next, asked);
      const audit = audited(clock, account.username, 'identity reset', account.username, from);
      const append = {
        ...effects,
        account: account.no,
        entry: headEntry(next, entry),
        session: null,
        at: clock.now(),
        audit,
      };
      const tokenHash = sha256(bytes(asked.token));
      const done = await keys.reset({ tokenHash, append, record: asked.record, vault: asked.vault });
      if (typeof done === 'string') throw new Refusal(done);
      bus.publish({ about: 'chain', account: account.account, no: account.no, number: next.number });
      bus.publish({ about: 'rights', no: account.no });
      const token = await sessions.open(account.no, done.device, { by: 'reset' });
      return { loggedIn: await arrival.welcome(account, token, effects.addDevice?.device ?? ''), token };
    },
  };
}
