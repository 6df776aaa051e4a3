import type { AdminRoom, Overview } from '../../../protocol/api/admin.ts';
import type { Backups } from '../backups.ts';
import type { Online } from '../online.ts';
import type { Housekeeping, PeopleStore, RoomStore, Store } from '../ports.ts';

interface Given {
  readonly people: Pick<PeopleStore, 'totals'>;
  readonly rooms: Pick<RoomStore, 'measured' | 'countsAmong'>;
  readonly ping: Store['ping'];
  readonly online: Online;
  readonly backups: Backups;
  readonly housekeeping: Housekeeping;
}

export type OverviewOfAll = ReturnType<typeof createOverview>;

/** How much there is of everything, and how the server is. */
export function createOverview({ people, rooms, ping, online, backups, housekeeping }: Given) {
  const health = async (): Promise<Overview['health']> => {
    const { version, startedAt, confinement, mail } = housekeeping;
    const store = await ping().then(
      () => true,
      () => false,
    );
    const backupsAre = await backups.state();
    return {
      version,
      startedAt,
      store,
      connections: await housekeeping.connections(),
      memory: housekeeping.memory(),
      confined: confinement.confined,
      confinement: confinement.words,
      mail,
      lastBackup: backupsAre.last,
      verifiedBackup: backupsAre.verified,
      backupsFail: backupsAre.failing,
      https: housekeeping.https(),
    };
  };

  return {
    async all(): Promise<Overview> {
      const { people: states, ...totals } = await people.totals();
      const { active, pending, disabled } = states;
      return {
        people: { total: active + pending + disabled, online: online.size, pending },
        ...totals,
        storage: await housekeeping.storage(),
        health: await health(),
      };
    },

    async rooms(): Promise<AdminRoom[]> {
      const [all, here] = await Promise.all([rooms.measured(), rooms.countsAmong(online.numbers())]);
      return all.map(({ log, room, people: members, messages, createdAt }) => ({
        room,
        people: members,
        online: here.get(log) ?? 0,
        messages,
        createdAt,
      }));
    },
  };
}
