import { LOBBY } from '../../../protocol/api/rooms.ts';
import type { AccountNo, LogNo, MeasuredRoom, RoomStore, StoredRoom } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Emptying, Overwriting } from './emptying.ts';
import type { Heads } from './heads.ts';

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly heads: Heads;
  readonly emptying: Emptying;
  readonly overwriting: Overwriting;
}

interface Row {
  log: LogNo;
  conversation: string;
  room: string;
  people: number;
}

export class Rooms implements RoomStore {
  readonly #given: Given;
  readonly #all: Statement<Row>;
  readonly #byName: Statement<Row>;
  readonly #createdAt: Statement<{ at: number }>;
  readonly #membersAmong: Statement<{ account: AccountNo }>;
  readonly #countsAmong: Statement<{ log: LogNo; people: number }>;
  readonly #ofAccount: Statement<{ log: LogNo }>;
  readonly #insertLog: Statement<{ log: LogNo }>;
  readonly #insert: Statement;
  readonly #join: Statement;
  readonly #everyoneJoins: Statement;
  readonly #leave: Statement;
  readonly #unhide: Statement;
  readonly #remove: Statement;
  readonly #everyoneLeaves: Statement<{ account: AccountNo }>;
  readonly #everyoneUnhides: Statement;
  #lobby: LogNo | undefined;

  constructor(given: Given) {
    const { connection } = given;
    this.#given = given;
    const select = `SELECT r.log, c.conversation, r.name AS room,
       (SELECT count(*) FROM members m JOIN accounts a ON a.no = m.account
        WHERE m.log = r.log AND a.state = 'active') AS people
       FROM rooms r JOIN conversations c ON c.log = r.log`;
    this.#all = connection.prepare(`${select} ORDER BY r.name`);
    this.#byName = connection.prepare(`${select} WHERE r.name = ?`);
    this.#createdAt = connection.prepare('SELECT created_at AS at FROM conversations WHERE log = ?');
    this.#membersAmong = connection.prepare(
      'SELECT account FROM members WHERE log = ? AND account IN (SELECT value FROM json_each(?)) ORDER BY account',
    );
    // Each member is looked up once among the accounts, and not each account in every room.
    this.#countsAmong = connection.prepare(
      `SELECT r.log, count(*) AS people FROM rooms r CROSS JOIN members m ON m.log = r.log
       WHERE +m.account IN (SELECT value FROM json_each(?)) GROUP BY r.log`,
    );
    this.#ofAccount = connection.prepare(
      'SELECT m.log FROM members m JOIN rooms r ON r.log = m.log WHERE m.account = ? ORDER BY m.log',
    );
    this.#insertLog = connection.prepare(
      "INSERT INTO conversations (conversation, kind, sealed, created_at) VALUES (?, 'room', 0, ?) RETURNING log",
    );
    this.#insert = connection.prepare('INSERT INTO rooms (log, name) VALUES (?, ?)');
    this.#join = connection.prepare(
      `INSERT INTO members (log, account, role, joined_at, opened, delivered, read)
       VALUES (?1, ?2, 'member', ?3, 1, ?4, ?4) ON CONFLICT (log, account) DO NOTHING`,
    );
    this.#everyoneJoins = connection.prepare(
      `INSERT INTO members (log, account, role, joined_at, opened)
       SELECT ?1, no, 'member', ?2, 1 FROM accounts WHERE state <> 'removed'`,
    );
    this.#leave = connection.prepare('DELETE FROM members WHERE log = ? AND account = ?');
    this.#unhide = connection.prepare('DELETE FROM hidden WHERE log = ? AND account = ?');
    this.#remove = connection.prepare('DELETE FROM rooms WHERE log = ?');
    this.#everyoneLeaves = connection.prepare('DELETE FROM members WHERE log = ? RETURNING account');
    this.#everyoneUnhides = connection.prepare('DELETE FROM hidden WHERE log = ?');
  }

  /** When the store is opened, in a transaction of its own. @param newId the conversation id of a room that is not there yet */
  makeLobby(newId: () => string, at: number): Promise<void> {
    return this.#given.queue.run(() => {
      if (this.#byName.get(LOBBY)) return;
      this.#everyoneJoins.run(this.#make(LOBBY, newId(), at), at);
    });
  }

  /** Within the transaction that makes an account. */
  joinLobby(account: AccountNo, at: number): void {
    this.#lobby ??= this.#byName.get(LOBBY)?.log;
    if (this.#lobby !== undefined) this.#joinNow(this.#lobby, account, at);
  }

  async all(): Promise<StoredRoom[]> {
    return this.#all.all().map((row) => ({ ...row }));
  }

  async measured(): Promise<MeasuredRoom[]> {
    return this.#all.all().map((row) => ({
      ...row,
      createdAt: this.#createdAt.get(row.log)?.at ?? 0,
      messages: this.#given.heads.of(row.log).seq,
    }));
  }

  async byName(room: string): Promise<StoredRoom | undefined> {
    const row = this.#byName.get(room);
    return row && { ...row };
  }

  async membersAmong(log: LogNo, accounts: readonly AccountNo[]): Promise<AccountNo[]> {
    return this.#membersAmong.all(log, JSON.stringify(accounts)).map(({ account }) => account);
  }

  async countsAmong(accounts: readonly AccountNo[]): Promise<Map<LogNo, number>> {
    return new Map(this.#countsAmong.all(JSON.stringify(accounts)).map(({ log, people }) => [log, people]));
  }

  async ofAccount(account: AccountNo): Promise<LogNo[]> {
    return this.#ofAccount.all(account).map(({ log }) => log);
  }

  create({ conversation, room, at, audit }: Parameters<RoomStore['create']>[0]): Promise<'created' | 'room_exists'> {
    return this.#given.queue.run(() => {
      if (this.#byName.get(room)) return 'room_exists';
      this.#make(room, conversation, at);
      this.#given.audit.add(audit);
      return 'created';
    });
  }

  remove(...[room, audit]: Parameters<RoomStore['remove']>): ReturnType<RoomStore['remove']> {
    const { queue, heads, emptying, overwriting } = this.#given;
    return queue.run(() => {
      const found = this.#byName.get(room);
      if (!found) return undefined;
      const { log, conversation } = found;
      emptying.begin(log, heads.of(log).seq);
      overwriting.want();
      this.#remove.run(log);
      this.#everyoneUnhides.run(log);
      const members = this.#everyoneLeaves.all(log).map(({ account }) => account);
      this.#given.audit.add(audit);
      return { conversation, members };
    });
  }

  join(log: LogNo, account: AccountNo, at: number): Promise<void> {
    return this.#given.queue.run(() => this.#joinNow(log, account, at));
  }

  leave(log: LogNo, account: AccountNo): Promise<void> {
    return this.#given.queue.run(() => {
      this.#leave.run(log, account);
      this.#unhide.run(log, account);
    });
  }

  #make(room: string, conversation: string, at: number): LogNo {
    const log = this.#insertLog.get(conversation, at)?.log;
    if (log === undefined) throw new Error('an inserted conversation has no number');
    this.#insert.run(log, room);
    return log;
  }

  #joinNow(log: LogNo, account: AccountNo, at: number): void {
    this.#join.run(log, account, at, this.#given.heads.of(log).seq);
  }
}
