import type {
  AccountNo,
  AccountStore,
  AuditDraft,
  MembersMoved,
  Completing,
  DeviceNo,
  FirstKeys,
  NewAccount,
  NewBareAccount,
  StoredAccount,
} from '../../core/ports.ts';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './accountRows.ts';
import type { CommentNotices } from './commentNotices.ts';
import type { AlertMembers } from './alertMembers.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Certificates } from './certificates.ts';
import type { Connection, Statement } from './connection.ts';
import type { Credentials } from './credentials.ts';
import type { Devices } from './devices.ts';
import type { Links } from './links.ts';
import type { Rooms } from './rooms.ts';
import type { Sessions } from './sessions.ts';
import { prepareStanding, type Standing } from './standing.ts';
import type { Switches } from './switches.ts';

type Preferences = Pick<StoredAccount, 'readReceipts' | 'presence'>;

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly links: Links;
  readonly sessions: Sessions;
  readonly switches: Switches;
  readonly rooms: Rooms;
  readonly alertMembers: AlertMembers;
  readonly notices: CommentNotices;
  readonly devices: Devices;
  readonly credentials: Credentials;
  readonly certificates: Certificates;
}

export class Accounts implements AccountStore {
  readonly #given: Given;
  readonly #insert: Statement<{ no: AccountNo }>;
  readonly #complete: Statement;
  readonly #stands: Standing;
  readonly #byName: Statement<AccountRow>;
  readonly #byId: Statement<AccountRow>;
  readonly #byNo: Statement<AccountRow>;
  readonly #list: Statement<AccountRow>;
  readonly #count: Statement<{ count: number }>;
  readonly #there: Statement<{ count: number }>;
  readonly #hasAdmin: Statement<{ found: number }>;
  readonly #setDisplayName: Statement;
  readonly #setPreferences: Statement;
  readonly #setRole: Statement;
  readonly #setState: Statement;

  constructor(given: Given) {
    const { connection } = given;
    this.#given = given;
    this.#insert = connection.prepare(
      `INSERT INTO accounts (account, username, display_name, role, state, created_at, chain_number)
       VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING no`,
    );
    this.#complete = connection.prepare(
      'UPDATE accounts SET account = ?2, chain_number = ?3 WHERE no = ?1 AND account IS NULL',
    );
    this.#stands = prepareStanding(connection);
    const select = `SELECT ${ACCOUNT_COLUMNS} FROM accounts a`;
    this.#byName = connection.prepare(`${select} WHERE a.username = ?`);
    this.#byId = connection.prepare(`${select} WHERE a.account = ?`);
    this.#byNo = connection.prepare(`${select} WHERE a.no = ?`);
    this.#list = connection.prepare(`${select} WHERE a.no > 0 ORDER BY a.username`);
    this.#count = connection.prepare("SELECT count(*) AS count FROM accounts WHERE state = 'active'");
    this.#there = connection.prepare("SELECT count(*) AS count FROM accounts WHERE no > 0 AND state <> 'removed'");
    this.#hasAdmin = connection.prepare(
      "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = 'admin' AND state <> 'removed') AS found",
    );
    this.#setDisplayName = connection.prepare('UPDATE accounts SET display_name = ? WHERE no = ?');
    this.#setPreferences = connection.prepare('UPDATE accounts SET read_receipts = ?2, presence = ?3 WHERE no = ?1');
    this.#setRole = connection.prepare('UPDATE accounts SET role = ? WHERE no = ?');
    this.#setState = connection.prepare("UPDATE accounts SET state = ? WHERE no = ? AND state <> 'removed'");
  }

  create(account: NewAccount): ReturnType<AccountStore['create']> {
    const { queue, links } = this.#given;
    return queue.run(() => {
      const { link, username, at } = account;
      if (link && !links.lookUp(link.kind, link.tokenHash, at)) return 'link_spent';
      if (this.#byName.get(username)) return 'username_taken';
      if (this.#isFull(account.most)) return 'too_many_accounts';
      if (link) links.spend(link.kind, link.tokenHash, at);
      return this.#store(account);
    });
  }

  #isFull(most: number | null): boolean {
    return most !== null && (this.#there.get()?.count ?? 0) >= most;
  }

  #store(account: NewAccount): { no: AccountNo; device: DeviceNo } {
    const { switches, rooms, alertMembers, notices, audit } = this.#given;
    const { username, displayName, role, state, created, at } = account;
    const row = this.#insert.get(account.account, username, displayName, role, state, at, created.number);
    if (!row) throw new Error('an inserted account has no number');
    const { no } = row;
    const device = this.#storeKeys(no, account, at);
    rooms.joinLobby(no, at);
    alertMembers.begin(no, at);
    notices.recheck(at);
    audit.add(account.audit);
    if (account.setRegistration !== null) {
      const { on, audit: turned } = account.setRegistration;
      switches.turn('registration', on);
      audit.add(turned);
    }
    return { no, device };
  }

  #storeKeys(no: AccountNo, { device, created, accountKey, vault, opaqueRecord }: FirstKeys, at: number): DeviceNo {
    const { devices, credentials } = this.#given;
    credentials.addChainEntry(no, created);
    credentials.addAccountKey(no, accountKey);
    credentials.setVault(no, vault);
    credentials.setRecord(no, opaqueRecord);
    return devices.add(no, device, at);
  }

  complete(completing: Completing): Promise<{ device: DeviceNo } | 'keys_exist' | 'unauthenticated'> {
    const { queue, sessions, audit } = this.#given;
    const { no, keys, session, at } = completing;
    return queue.run(() => {
      if (!this.#stands(session, no, at)) return 'unauthenticated';
      if (this.#complete.run(no, keys.account, keys.created.number) === 0) return 'keys_exist';
      const device = this.#storeKeys(no, keys, at);
      sessions.bindNow(session, device);
      audit.add(completing.audit);
      return { device };
    });
  }

  createBare(account: NewBareAccount): ReturnType<AccountStore['createBare']> {
    const { queue, rooms, alertMembers, certificates, audit } = this.#given;
    const { username, state, certificate, at } = account;
    return queue.run(() => {
      if (this.#byName.get(username)) return 'username_taken';
      if (this.#isFull(account.most)) return 'too_many_accounts';
      const row = this.#insert.get(null, username, '', 'member', state, at, 0);
      if (!row) throw new Error('an inserted account has no number');
      rooms.joinLobby(row.no, at);
      alertMembers.begin(row.no, at);
      certificates.addNow(row.no, certificate);
      audit.add(account.audit);
      return { no: row.no };
    });
  }

  async byName(username: string): Promise<StoredAccount | undefined> {
    return one(this.#byName.get(username));
  }

  async byId(account: string): Promise<StoredAccount | undefined> {
    return one(this.#byId.get(account));
  }

  async byNo(no: AccountNo): Promise<StoredAccount | undefined> {
    return one(this.#byNo.get(no));
  }

  async list(): Promise<StoredAccount[]> {
    return this.#list.all().map(accountOf);
  }

  async count(): Promise<number> {
    return this.#count.get()?.count ?? 0;
  }

  async hasAdmin(): Promise<boolean> {
    return this.#hasAdmin.get()?.found === 1;
  }

  setDisplayName(no: AccountNo, displayName: string): Promise<void> {
    return this.#given.queue.run(() => {
      this.#setDisplayName.run(displayName, no);
    });
  }

  setPreferences(no: AccountNo, { readReceipts, presence }: Preferences): Promise<void> {
    return this.#given.queue.run(() => {
      this.#setPreferences.run(no, readReceipts ? 1 : 0, presence ? 1 : 0);
    });
  }

  setRole(no: AccountNo, role: StoredAccount['role'], audit: AuditDraft): Promise<MembersMoved | null> {
    return this.#given.queue.run(() => {
      this.#setRole.run(role, no);
      this.#given.audit.add(audit);
      return this.#given.notices.recheck(audit.at);
    });
  }

  setState(no: AccountNo, state: 'active' | 'disabled', audit: AuditDraft): Promise<void> {
    return this.#given.queue.run(() => {
      this.#setState.run(state, no);
      if (state !== 'active') this.#given.sessions.endOfAccount(no);
      this.#given.audit.add(audit);
    });
  }
}

function one(row: AccountRow | undefined): StoredAccount | undefined {
  return row && accountOf(row);
}
