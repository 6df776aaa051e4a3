import type { Follower, Stream } from '../../../protocol/api/streams.ts';
import { limits } from '../../../protocol/limits.ts';
import { accountsNamed } from '../accountsNamed.ts';
import type { Actor } from '../actor.ts';
import { audited } from '../audited.ts';
import type {
  AccountStore,
  AuditDraft,
  Bus,
  Clock,
  FollowerStore,
  MachineNo,
  MachineStore,
  StreamStore,
} from '../ports.ts';
import { named } from '../machines/named.ts';
import type { Rates } from '../rates.ts';
import type { AdminSession, DeviceSession } from '../sessions.ts';
import type { StreamAccess } from './access.ts';
import type { Streams } from './streams.ts';
import { tellFollowers } from './telling.ts';

interface Given {
  readonly access: StreamAccess;
  readonly accounts: AccountStore;
  readonly followers: FollowerStore;
  readonly machines: Pick<MachineStore, 'byName'>;
  readonly streams: StreamStore;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

interface Change {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly everyone?: boolean | undefined;
}

interface FollowerPage {
  readonly followers: Follower[];
  readonly next: string | null;
}

export type Followers = ReturnType<typeof createFollowers>;

/** Who follows a machine's stream, and who says so. */
export function createFollowers(given: Given, shown: Pick<Streams, 'one'>) {
  const { access, accounts, followers, machines, streams, rates, bus, clock } = given;

  const set = async (no: MachineNo, machine: string, change: Change, audit: AuditDraft): Promise<void> => {
    const [add, remove] = [await accountsNamed(accounts, change.add), await accountsNamed(accounts, change.remove)];
    const { head } = await streams.ends(machine);
    const moved = await followers.set({ machine: no, add, remove, everyone: change.everyone, read: head, audit });
    tellFollowers(bus, machine, change.everyone === undefined ? [...add, ...remove] : null, moved);
  };

  const page = async (no: MachineNo, after: string | undefined): Promise<FollowerPage> => {
    const found = await followers.followers(no, { after: after ?? null, limit: limits.followersPage + 1 });
    const some = found.slice(0, limits.followersPage);
    return {
      followers: some.map(({ username, displayName }) => ({ username, displayName })),
      next: found.length > some.length ? (some.at(-1)?.username ?? null) : null,
    };
  };

  return {
    /** For whoever may read it, from the one after `after`. @throws Refusal not_found */
    async list(session: DeviceSession, machine: string, after: string | undefined): Promise<FollowerPage> {
      rates.spend('account: read', session.account.no);
      return page((await access.requireReader(session, machine)).no, after);
    },

    /** @throws Refusal not_found, invalid: no such person, whom `field` names */
    async set(session: AdminSession, machine: string, change: Change, from: string): Promise<Stream> {
      rates.spend('account: start conversation', session.account.no);
      const { no } = await access.requireReader(session, machine);
      await set(no, machine, change, audited(clock, session.account.username, 'followers', machine, from));
      return shown.one(session, machine);
    },

    /** By the command on the server's machine. @throws Refusal not_found, invalid */
    async setByCommand(name: string, change: Change, { who, from }: Actor): Promise<void> {
      const machine = await named(machines, name);
      await set(machine.no, machine.name, change, audited(clock, who, 'followers', machine.name, from));
    },

    /** The same for who looks. @throws Refusal not_found */
    async listByCommand(name: string): Promise<{ everyone: boolean; followers: Follower[] }> {
      const machine = await named(machines, name);
      const all: Follower[] = [];
      for (let after: string | undefined; ;) {
        const { followers: some, next } = await page(machine.no, after);
        all.push(...some);
        if (next === null) return { everyone: machine.everyone, followers: all };
        after = next;
      }
    },
  };
}
