import type { Access as Demand } from '../../protocol/route.ts';
import type { ConversationStore, Rights, WakeUp } from './ports.ts';
import { recentlyUsed } from './recentlyUsed.ts';
import { Refusal } from './refusal.ts';
import type { AdminSession, DeviceSession, Session } from './sessions.ts';

// Every right on this server is checked in this room.

/** @throws Refusal unauthenticated */
function requireSession(session: Session | undefined): Session {
  if (!session) throw new Refusal('unauthenticated');
  return session;
}

/** A session on a live device of an account that has keys. @throws Refusal unauthenticated, device_required */
export function requireDevice(session: Session | undefined): DeviceSession {
  const { device, accountId, ...rest } = requireSession(session);
  if (!device || accountId === null) throw new Refusal('device_required');
  return { ...rest, device, accountId };
}

/** @throws Refusal unauthenticated, device_required, forbidden */
export function requireAdmin(session: Session | undefined): AdminSession {
  const { account, ...rest } = requireDevice(session);
  const { role, ...known } = account;
  if (role !== 'admin') throw new Refusal('forbidden');
  return { ...rest, account: { ...known, role } };
}

/** Who may call what is for these. @throws Refusal unauthenticated, device_required, forbidden */
export const requirements: { readonly [A in Demand]: (session: Session | undefined) => Session | undefined } = {
  nobody: (session) => session,
  session: requireSession,
  device: requireDevice,
  admin: requireAdmin,
};

/** A conversation as its rights are: who is in it. */
export interface Membership extends Rights {
  readonly conversation: string;
}

const REMEMBERED = 20_000;

export type Access = ReturnType<typeof createAccess>;

/** Who is in which conversation, from memory where it is known. */
export function createAccess(conversations: Pick<ConversationStore, 'members'>) {
  const known = recentlyUsed<string, Membership>(REMEMBERED);
  const rooms = new Map<string, Membership>();

  return {
    /**
     * The conversation, for its members only: to everyone else it is not there. What others have in memory is not
     * looked at for a stranger, so that the time of the answer tells nothing either.
     * @throws Refusal not_found
     */
    async requireMember({ account }: Pick<Session, 'account'>, conversation: string): Promise<Membership> {
      const remembered = rooms.get(conversation) ?? known.get(conversation);
      if (remembered?.members.includes(account.no)) return remembered;
      const found = await conversations.members(conversation);
      if (!found?.members.includes(account.no)) throw new Refusal('not_found');
      const membership = { conversation, ...found };
      if (found.kind === 'room') rooms.set(conversation, membership);
      else known.set(conversation, membership);
      return membership;
    },

    /** Rights follow what other doors and nodes did. */
    heard(wakeUp: WakeUp): void {
      if (wakeUp.about === 'conversation') {
        known.delete(wakeUp.conversation);
        rooms.delete(wakeUp.conversation);
      }
      // A new account is in the lobby.
      if (wakeUp.about === 'account') rooms.clear();
    },
  };
}

/** Emptying everything up to a point is for both of a direct conversation, elsewhere for nobody yet. @throws Refusal forbidden */
export function requireMayClear({ kind }: Membership): void {
  if (kind !== 'direct') throw new Refusal('forbidden');
}

/** Nobody reads any more what would be written to a removed account. @throws Refusal forbidden */
export function requireReader({ deserted }: Membership): void {
  if (deserted) throw new Refusal('forbidden');
}
