import type { AskedSlot } from '../../protocol/api/slots.ts';
import { limits } from '../../protocol/limits.ts';
import { newestAccountKey } from '../../crypto/verify/accountChain.ts';
import type { Access } from './access.ts';
import type { Chains } from './chains.ts';
import type { AccountStore, Bus, Clock, SlotStore } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { DeviceSession } from './sessions.ts';

interface Given {
  readonly accounts: AccountStore;
  readonly slots: SlotStore;
  readonly access: Access;
  readonly chains: Chains;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Slots = ReturnType<typeof createSlots>;

/**
 * A slot that does not open is asked for, and any member of that epoch seals its key anew. Whoever asked checks it against
 * the epoch, so that a wrong one changes nothing for the worse.
 */
export function createSlots({ accounts, slots, access, chains, rates, bus, clock }: Given) {
  return {
    /** @throws Refusal not_found, invalid, too_many_requests */
    async ask(session: DeviceSession, conversation: string, number: number): Promise<void> {
      const { log, members } = await access.requireMember(session, conversation);
      rates.spend('account: slot', session.account.no);
      const asked = await slots.ask({ log, number, account: session.account.no, at: clock.now() });
      if (!asked) throw new Refusal('invalid', { field: 'number' });
      bus.publish({ about: 'conversation', conversation, members });
    },

    asked({ account }: DeviceSession): Promise<AskedSlot[]> {
      rates.spend('account: read', account.no);
      return slots.asked(account.no, limits.askedSlotsPage);
    },

    /** @throws Refusal not_found, forbidden, epoch_passed, too_many_requests */
    async put(
      session: DeviceSession,
      conversation: string,
      { number, account, generation, sealed }: { number: number; account: string; generation: number; sealed: string },
    ): Promise<void> {
      const { log, members } = await access.requireMember(session, conversation);
      rates.spend('account: epoch', session.account.no);
      const asker = await accounts.byId(account);
      const chain = asker && members.includes(asker.no) ? await chains.of(asker.no) : undefined;
      if (!asker || !chain) throw new Refusal('forbidden');
      if (generation !== newestAccountKey(chain).generation) throw new Refusal('epoch_passed');
      const by = session.account.no;
      if (!(await slots.put({ log, number, account: asker.no, by, generation, sealed })))
        throw new Refusal('forbidden');
      bus.publish({ about: 'conversation', conversation, members: [asker.no] });
    },
  };
}
