import type { AccountNo, DeviceNo, NewDevice, StoredDevice } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';

interface Row {
  no: DeviceNo;
  device: string;
  label: string;
  state: StoredDevice['state'];
  added_at: number;
  seen_at: number;
}

/** The rows of devices; all writing happens within another's transaction. */
export class Devices {
  readonly #insert: Statement<{ no: DeviceNo }>;
  readonly #ofAccount: Statement<Row>;
  readonly #setState: Statement;
  readonly #remove: Statement<{ no: DeviceNo }>;
  readonly #removeCursors: Statement;

  constructor(connection: Connection) {
    this.#insert = connection.prepare(
      `INSERT INTO devices (account, device, label, state, added_at, seen_at)
       VALUES (?1, ?2, ?3, 'live', ?4, ?4) RETURNING no`,
    );
    this.#ofAccount = connection.prepare(
      'SELECT no, device, label, state, added_at, seen_at FROM devices WHERE account = ? ORDER BY no',
    );
    this.#setState = connection.prepare(
      "UPDATE devices SET state = ? WHERE account = ? AND device = ? AND state <> 'removed'",
    );
    this.#remove = connection.prepare(
      "UPDATE devices SET state = 'removed' WHERE account = ? AND device = ? AND state <> 'removed' RETURNING no",
    );
    this.#removeCursors = connection.prepare('DELETE FROM device_cursors WHERE device = ?');
  }

  add(account: AccountNo, { device, label }: NewDevice, at: number): DeviceNo {
    const row = this.#insert.get(account, device, label, at);
    if (!row) throw new Error('an inserted device has no number');
    return row.no;
  }

  of(account: AccountNo): StoredDevice[] {
    return this.#ofAccount
      .all(account)
      .map(({ added_at, seen_at, ...rest }) => ({ ...rest, addedAt: added_at, seenAt: seen_at }));
  }

  setState(account: AccountNo, device: string, state: 'live' | 'suspended'): void {
    this.#setState.run(state, account, device);
  }

  /** Its number, or undefined when there is no such device any more. */
  remove(account: AccountNo, device: string): DeviceNo | undefined {
    const no = this.#remove.get(account, device)?.no;
    if (no !== undefined) this.#removeCursors.run(no);
    return no;
  }
}
