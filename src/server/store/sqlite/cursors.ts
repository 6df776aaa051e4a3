import type { ConversationStore, DeviceNo, LogNo } from '../../core/ports.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Heads } from './heads.ts';

type Move = Parameters<ConversationStore['moveCursor']>[0];
type Moved = Awaited<ReturnType<ConversationStore['moveCursor']>>;

/** How far devices have stored and accounts have read. */
export class Cursors {
  readonly #queue: CommitQueue;
  readonly #heads: Heads;
  readonly #ofDevice: Statement<{ log: LogNo; delivered: number }>;
  readonly #deviceAt: Statement<{ delivered: number }>;
  readonly #moveDevice: Statement;
  readonly #ofMember: Statement<{ delivered: number; read: number; told: number; tells: number }>;
  readonly #moveMember: Statement;

  constructor(connection: Connection, queue: CommitQueue, heads: Heads) {
    this.#queue = queue;
    this.#heads = heads;
    this.#ofDevice = connection.prepare('SELECT log, delivered FROM device_cursors WHERE device = ?');
    this.#deviceAt = connection.prepare('SELECT delivered FROM device_cursors WHERE device = ? AND log = ?');
    this.#moveDevice = connection.prepare(
      `INSERT INTO device_cursors (device, log, delivered) VALUES (?, ?, ?)
       ON CONFLICT (device, log) DO UPDATE SET delivered = excluded.delivered`,
    );
    this.#ofMember = connection.prepare(
      `SELECT m.delivered, m.read, m.read_told AS told, a.read_receipts AS tells
       FROM members m JOIN accounts a ON a.no = m.account WHERE m.log = ? AND m.account = ?`,
    );
    this.#moveMember = connection.prepare(
      'UPDATE members SET delivered = ?3, read = ?4, read_told = ?5 WHERE log = ?1 AND account = ?2',
    );
  }

  async ofDevice(device: DeviceNo): Promise<ReadonlyMap<LogNo, number>> {
    return new Map(this.#ofDevice.all(device).map(({ log, delivered }) => [log, delivered]));
  }

  move(move: Move): Promise<Moved> {
    return this.#queue.run(() => this.#move(move));
  }

  #move({ log, account, device, delivered = 0, read = 0 }: Move): Moved {
    const now = this.#ofMember.get(log, account);
    if (!now) return { delivered: 0, read: 0, moved: false, told: null };
    const last = this.#heads.of(log).seq;
    const toRead = Math.max(now.read, Math.min(read, last));
    const stored = Math.min(Math.max(delivered, read), last);
    const toDelivered = Math.max(now.delivered, stored);
    if (device !== null && stored > (this.#deviceAt.get(device, log)?.delivered ?? 0)) {
      this.#moveDevice.run(device, log, stored);
    }
    const toTold = now.tells === 1 ? toRead : now.told;
    const heard = toTold > now.told || toDelivered > now.delivered;
    const moved = toRead > now.read || heard;
    if (moved) this.#moveMember.run(log, account, toDelivered, toRead, toTold);
    return { delivered: toDelivered, read: toRead, moved, told: heard ? toTold : null };
  }
}
