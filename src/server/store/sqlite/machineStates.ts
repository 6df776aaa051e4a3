import type { MachineState } from '../../../protocol/errors.ts';
import type { MachineNo } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';

interface Setting {
  readonly machine: MachineNo;
  readonly endpoint: string;
  readonly state: Exclude<MachineState, 'GROUNDED'>;
  readonly at: number;
  /** Addresses in that state; the oldest of more are grounded. */
  readonly most: number;
}

/** How far machines have come at their addresses. Others write into it within their own transaction. */
export class MachineStates {
  readonly #get: Statement<{ state: MachineState }>;
  readonly #set: Statement;
  readonly #cut: Statement;
  readonly #clear: Statement;

  constructor(connection: Connection) {
    this.#get = connection.prepare('SELECT state FROM machine_states WHERE machine = ? AND endpoint = ?');
    this.#set = connection.prepare(
      `INSERT INTO machine_states (machine, endpoint, state, at) VALUES (?, ?, ?, ?)
       ON CONFLICT (machine, endpoint) DO UPDATE SET state = excluded.state, at = excluded.at`,
    );
    // Among those of one state only: whoever merely knows the name grounds nobody who knows the password.
    this.#cut = connection.prepare(
      `DELETE FROM machine_states WHERE machine = ?1 AND endpoint IN (
         SELECT endpoint FROM machine_states WHERE machine = ?1 AND state = ?2 ORDER BY at DESC, endpoint LIMIT -1 OFFSET ?3)`,
    );
    this.#clear = connection.prepare('DELETE FROM machine_states WHERE machine = ?');
  }

  get(machine: MachineNo, endpoint: string): MachineState {
    return this.#get.get(machine, endpoint)?.state ?? 'GROUNDED';
  }

  set({ machine, endpoint, state, at, most }: Setting): void {
    this.#set.run(machine, endpoint, state, at);
    this.#cut.run(machine, state, most);
  }

  clear(machine: MachineNo): void {
    this.#clear.run(machine);
  }
}
