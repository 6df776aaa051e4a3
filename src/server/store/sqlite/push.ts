import type { AccountNo, DeviceNo, PushStore, StoredPushSubscription } from '../../core/ports.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

interface Row {
  device: DeviceNo;
  session: Uint8Array;
  endpoint: string;
  muted: string;
  rooms: string;
}

export class Push implements PushStore {
  readonly #queue: CommitQueue;
  readonly #take: Statement;
  readonly #insert: Statement;
  readonly #remove: Statement;
  readonly #removeEndpoint: Statement;
  readonly #ofAccount: Statement<Row>;
  readonly #accounts: Statement<{ account: AccountNo }>;

  constructor(connection: Connection, queue: CommitQueue) {
    this.#queue = queue;
    this.#take = connection.prepare('DELETE FROM push_subscriptions WHERE device = ? OR endpoint = ?');
    this.#insert = connection.prepare(
      `INSERT INTO push_subscriptions (device, account, session, endpoint, muted, rooms)
       SELECT device, account, token_hash, ?3, ?4, ?5 FROM sessions WHERE token_hash = ?1 AND device = ?2`,
    );
    this.#remove = connection.prepare('DELETE FROM push_subscriptions WHERE device = ?');
    this.#removeEndpoint = connection.prepare('DELETE FROM push_subscriptions WHERE device = ? AND endpoint = ?');
    this.#ofAccount = connection.prepare(
      'SELECT device, session, endpoint, muted, rooms FROM push_subscriptions WHERE account = ? ORDER BY device',
    );
    this.#accounts = connection.prepare('SELECT DISTINCT account FROM push_subscriptions ORDER BY account');
  }

  put({ device, session, endpoint, muted, rooms }: StoredPushSubscription): Promise<void> {
    return this.#queue.run(() => {
      this.#take.run(device, endpoint);
      this.#insert.run(session, device, endpoint, JSON.stringify(muted), JSON.stringify(rooms));
    });
  }

  remove(device: DeviceNo, endpoint?: string): Promise<void> {
    return this.#queue.run(() => {
      if (endpoint === undefined) this.#remove.run(device);
      else this.#removeEndpoint.run(device, endpoint);
    });
  }

  async of(account: AccountNo): Promise<StoredPushSubscription[]> {
    return this.#ofAccount.all(account).map(({ muted, rooms, ...rest }) => ({
      ...rest,
      muted: JSON.parse(muted) as string[],
      rooms: JSON.parse(rooms) as string[],
    }));
  }

  async accounts(): Promise<AccountNo[]> {
    return this.#accounts.all().map(({ account }) => account);
  }
}
