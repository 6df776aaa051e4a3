import type { MachineStore, StoredMachine } from '../ports.ts';
import { Refusal } from '../refusal.ts';

/** The machine that an admin means. @throws Refusal not_found */
export async function named(machines: Pick<MachineStore, 'byName'>, name: string): Promise<StoredMachine> {
  const machine = await machines.byName(name.trim().toLowerCase());
  if (!machine) throw new Refusal('not_found', { field: name });
  return machine;
}
