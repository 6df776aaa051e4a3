import type { Self } from '../../protocol/api/registration.ts';
import { audited } from './audited.ts';
import { firstKeysOf, firstResponse, type BroughtKeys, type StartFirstKeys } from './firstKeys.ts';
import type { Opaque } from './opaque.ts';
import type { AccountStore, Bus, Clock } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './sessions.ts';
import { selfOf } from './wire.ts';

interface Given {
  readonly accounts: AccountStore;
  readonly opaque: Opaque;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Completion = ReturnType<typeof createCompletion>;

/** An account that was made by a certificate request alone gets its encryption keys, from its first full client, once. */
export function createCompletion(given: Given) {
  const { accounts, rates, bus, clock } = given;
  return {
    /** @throws Refusal keys_exist, too_many_requests, invalid */
    async start(session: Session, asked: StartFirstKeys): Promise<{ response: string }> {
      requireKeyless(session);
      rates.spend('account: password', session.account.no);
      return firstResponse(given, asked);
    },

    /** @throws Refusal keys_exist, too_many_requests, invalid, invalid_chain_entry, unauthenticated */
    async finish(session: Session, asked: BroughtKeys, from: string): Promise<Self> {
      requireKeyless(session);
      const { account, tokenHash } = session;
      const { no, username } = account;
      rates.spend('account: chain', no);
      const keys = firstKeysOf(asked, username);
      const at = clock.now();
      const audit = audited(clock, username, 'chain: created', username, from);
      const done = await accounts.complete({ no, keys, session: tokenHash, at, audit });
      if (typeof done === 'string') throw new Refusal(done);
      bus.publish({ about: 'chain', account: keys.account, no, number: keys.created.number });
      bus.publish({ about: 'account', no });
      // Open lines know the account as one without keys.
      bus.publish({ about: 'rights', no });
      return selfOf({ ...account, account: keys.account });
    },
  };
}

function requireKeyless({ accountId }: Session): void {
  if (accountId !== null) throw new Refusal('keys_exist');
}
