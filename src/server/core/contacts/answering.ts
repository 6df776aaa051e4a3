import { toBase64url } from '../../../protocol/base64url.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Access, Membership } from '../access.ts';
import type { Fresh } from '../delivery/fresh.ts';
import type { Appended, Bus, Clock, ContactStore } from '../ports.ts';
import type { Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import { bytes } from '../sealedSeeds.ts';
import type { DeviceSession } from '../sessions.ts';
import type { ContactNotices } from './notices.ts';

interface Given {
  readonly contacts: ContactStore;
  readonly access: Access;
  readonly fresh: Fresh;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Tells visitors; null: nobody is told. */
  readonly notices: ContactNotices | null;
}

export interface Answer {
  readonly conversation: string;
  /** Message id. */
  readonly id: string;
  /** Where in the log it was sealed for. */
  readonly seq: number;
  readonly sealed: string;
}

export type ContactAnswers = ReturnType<typeof createContactAnswers>;

/** What those who answer do in a conversation with a visitor. */
export function createContactAnswers({ contacts, access, fresh, rates, bus, clock, notices }: Given) {
  const contactOf = async (session: DeviceSession, conversation: string): Promise<Membership> => {
    const membership = await access.requireMember(session, conversation);
    if (membership.kind !== 'contact') throw new Refusal('forbidden');
    return membership;
  };

  return {
    /** @throws Refusal not_found, forbidden, log_moved, too_large, invalid, too_many_requests */
    async answer(session: DeviceSession, { conversation, id, seq, sealed }: Answer): Promise<Appended> {
      const { log, members } = await contactOf(session, conversation);
      const { account, accountId, device } = session;
      rates.spend('account: send', account.no);
      const payload = bytes(sealed, 'sealed');
      const author = { account: account.no, device: device.no, messageId: bytes(id, 'id') };
      const appended = await contacts.append({ log, seq, author, payload, at: clock.now() }, limits.contactLines);
      if (appended === 'full') throw new Refusal('too_large');
      if (typeof appended === 'string') throw new Refusal(appended);
      if (appended.repeated) return appended;
      const { repeated: _, ...place } = appended;
      const entry = { ...place, kind: 'message', counts: true, payload } as const;
      fresh.keep(log, { ...entry, account: accountId, accountNo: account.no, device: device.device });
      bus.publish({ about: 'log', log, conversation, seq: place.seq, counts: true, members });
      notices?.wake();
      return appended;
    },

    /** @throws Refusal not_found, forbidden */
    async opening(session: DeviceSession, conversation: string): Promise<{ thread: string; opening: string }> {
      rates.spend('account: read', session.account.no);
      const { log } = await contactOf(session, conversation);
      const found = await contacts.opening(log);
      if (!found) throw new Refusal('not_found');
      return { thread: found.thread, opening: toBase64url(found.opening) };
    },

    /** For everyone who answers, and for the visitor. @throws Refusal not_found, forbidden */
    async remove(session: DeviceSession, conversation: string): Promise<void> {
      rates.spend('account: start conversation', session.account.no);
      const { log } = await contactOf(session, conversation);
      const members = await contacts.remove(log);
      fresh.drop(log);
      bus.publish({ about: 'conversation', conversation, members, ended: true });
    },
  };
}
