import { actorOf } from './actor.ts';
import type { Admin } from './admin.ts';
import type { Arrival } from './arrival.ts';
import { Refusal } from './refusal.ts';
import type { DeviceSession } from './sessions.ts';

interface Given {
  readonly admin: Pick<Admin, 'remove'>;
  readonly arrival: Arrival;
}

export type Leaving = ReturnType<typeof createLeaving>;

/** The end of an account by its owner's own will: the same as by an admin's. */
export function createLeaving({ admin, arrival }: Given) {
  return {
    /** For ever. @throws Refusal forbidden: an admin; proof_required */
    async leave(session: DeviceSession, proof: string, from: string): Promise<void> {
      const { username, role } = session.account;
      if (role === 'admin') throw new Refusal('forbidden');
      arrival.spendProof(session, proof);
      await admin.remove(username, actorOf(session, from));
    },
  };
}
