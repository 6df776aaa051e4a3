import type { AdminMachine } from '../../../protocol/api/admin.ts';
import { limits } from '../../../protocol/limits.ts';
import type { MachineStore, StoredMachine, StreamStore } from '../ports.ts';

interface Given {
  readonly machines: Pick<MachineStore, 'page'>;
  readonly streams: Pick<StreamStore, 'ends' | 'bytes'>;
}

export type AdministeredMachines = ReturnType<typeof createAdministeredMachines>;

/** Machines with how much they have sent. */
export function createAdministeredMachines({ machines, streams }: Given) {
  const shown = async (stored: StoredMachine): Promise<AdminMachine> => {
    const { name, state, endpoint, disabled, passwordHash, createdAt } = stored;
    const [{ head, newest }, bytes] = await Promise.all([streams.ends(name), streams.bytes(name)]);
    const hasPassword = passwordHash !== null;
    const lastAt = newest?.at ?? null;
    return { machine: name, state, endpoint, disabled, hasPassword, createdAt, records: head, bytes, lastAt };
  };

  return {
    async page(after: string | undefined): Promise<{ machines: AdminMachine[]; next: string | null }> {
      const found = await machines.page(after ?? null, limits.machinesPage + 1);
      const some = found.slice(0, limits.machinesPage);
      const next = found.length > some.length ? (some.at(-1)?.name ?? null) : null;
      return { machines: await Promise.all(some.map(shown)), next };
    },
  };
}
