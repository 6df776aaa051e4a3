import type { FollowerStore, OwnStream } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceSession, Session } from '../sessions.ts';

/** Who may read every stream. */
export const readsAll = ({ account }: Pick<Session, 'account'>): boolean => account.role === 'admin';

export type StreamAccess = ReturnType<typeof createStreamAccess>;

/** Who may read a machine's stream: whoever follows it, everyone if it is open to them, and admins. */
export function createStreamAccess(followers: Pick<FollowerStore, 'one'>) {
  return {
    /** To everyone else it is not there. @throws Refusal not_found */
    async requireReader(session: Pick<DeviceSession, 'account'>, machine: string): Promise<OwnStream> {
      const own = await followers.one(machine, session.account.no, readsAll(session));
      if (!own) throw new Refusal('not_found');
      return own;
    },
  };
}
