import type {
  AccountNo,
  MembersMoved,
  Following,
  FollowerStore,
  MachineNo,
  OwnStream,
  StoredAccount,
} from '../../core/ports.ts';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './accountRows.ts';
import type { AlertMembers } from './alertMembers.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

interface Row {
  no: MachineNo;
  machine: string;
  everyone: number;
  disabled: number;
  follows: number;
  read: number | null;
  followers: number;
  alerts: string | null;
}

/** Of the machine `m` and the account ?1. */
const OWN = `SELECT m.no, m.name AS machine, m.everyone, m.disabled, coalesce(f.follows, m.everyone) AS follows, f.read,
  CASE m.everyone
    WHEN 1 THEN (SELECT count(*) FROM accounts WHERE state = 'active') - (SELECT count(*) FROM followers o
      JOIN accounts a ON a.no = o.account WHERE o.machine = m.no AND o.follows = 0 AND a.state = 'active')
    ELSE (SELECT count(*) FROM followers o
      JOIN accounts a ON a.no = o.account WHERE o.machine = m.no AND o.follows = 1 AND a.state = 'active')
  END AS followers,
  (SELECT c.conversation FROM alerts l JOIN conversations c ON c.log = l.log WHERE l.machine = m.no) AS alerts
  FROM machines m LEFT JOIN followers f ON f.machine = m.no AND f.account = ?1
  WHERE (?2 = 1 OR m.everyone = 1 OR f.follows = 1)`;

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly alertMembers: AlertMembers;
}

export class Followers implements FollowerStore {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #alerts: AlertMembers;
  readonly #one: Statement<Row>;
  readonly #page: Statement<Row>;
  readonly #followers: Statement<AccountRow>;
  readonly #followedBy: Statement<Following>;
  readonly #isOpen: Statement<{ everyone: number }>;
  readonly #open: Statement;
  readonly #everyoneBegins: Statement;
  readonly #onlyNamed: Statement;
  readonly #follow: Statement;
  readonly #unfollow: Statement;
  readonly #begin: Statement;
  readonly #moveRead: Statement;

  constructor({ connection, queue, audit, alertMembers }: Given) {
    this.#queue = queue;
    this.#audit = audit;
    this.#alerts = alertMembers;
    this.#one = connection.prepare(`${OWN} AND m.name = ?3`);
    this.#page = connection.prepare(`${OWN} AND m.name > ?3 ORDER BY m.name LIMIT ?4`);
    this.#followers = connection.prepare(
      `SELECT ${ACCOUNT_COLUMNS} FROM accounts a JOIN machines m ON m.no = ?1
       LEFT JOIN followers f ON f.machine = m.no AND f.account = a.no
       WHERE a.state = 'active' AND coalesce(f.follows, m.everyone) = 1 AND a.username > ?2 ORDER BY a.username LIMIT ?3`,
    );
    this.#followedBy = connection.prepare(
      `SELECT a.value AS account, m.name AS machine, f.read FROM json_each(?1) a
       JOIN machines m ON ?2 IS NULL OR m.name = ?2
       LEFT JOIN followers f ON f.machine = m.no AND f.account = a.value
       WHERE coalesce(f.follows, m.everyone) = 1`,
    );
    this.#isOpen = connection.prepare('SELECT everyone FROM machines WHERE no = ?');
    this.#open = connection.prepare('UPDATE machines SET everyone = ? WHERE no = ?');
    this.#everyoneBegins = connection.prepare(
      `INSERT INTO followers (machine, account, follows, read)
       SELECT ?1, no, NULL, ?2 FROM accounts WHERE state <> 'removed' ON CONFLICT DO NOTHING`,
    );
    this.#onlyNamed = connection.prepare('DELETE FROM followers WHERE machine = ? AND follows IS NULL');
    this.#follow = connection.prepare(
      `INSERT INTO followers (machine, account, follows, read) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (machine, account) DO UPDATE SET follows = excluded.follows,
         read = CASE WHEN follows = 0 THEN excluded.read ELSE read END
       WHERE follows IS NOT 1`,
    );
    this.#unfollow = connection.prepare(
      `INSERT INTO followers (machine, account, follows, read) VALUES (?1, ?2, 0, 0)
       ON CONFLICT (machine, account) DO UPDATE SET follows = 0`,
    );
    this.#begin = connection.prepare(
      `INSERT INTO followers (machine, account, follows, read) SELECT ?1, ?2, NULL, ?3
       FROM machines WHERE no = ?1 AND everyone = 1 ON CONFLICT DO NOTHING`,
    );
    this.#moveRead = connection.prepare(
      'UPDATE followers SET read = ?3 WHERE machine = ?1 AND account = ?2 AND read < ?3 AND follows IS NOT 0',
    );
  }

  async one(machine: string, account: AccountNo, all: boolean): Promise<OwnStream | undefined> {
    const row = this.#one.get(account, all ? 1 : 0, machine);
    return row && ownOf(row);
  }

  async page(
    account: AccountNo,
    all: boolean,
    { after, limit }: { after: string | null; limit: number },
  ): Promise<OwnStream[]> {
    return this.#page.all(account, all ? 1 : 0, after ?? '', limit).map(ownOf);
  }

  async followers(
    machine: MachineNo,
    { after, limit }: { after: string | null; limit: number },
  ): Promise<StoredAccount[]> {
    return this.#followers.all(machine, after ?? '', limit).map(accountOf);
  }

  async followedBy(accounts: readonly AccountNo[], machine?: string): Promise<Following[]> {
    return this.#followedBy.all(JSON.stringify(accounts), machine ?? null).map((row) => ({ ...row }));
  }

  set({
    machine,
    add,
    remove,
    everyone,
    read,
    audit,
  }: Parameters<FollowerStore['set']>[0]): Promise<MembersMoved | null> {
    return this.#queue.run(() => {
      if (everyone !== undefined) {
        this.#open.run(everyone ? 1 : 0, machine);
        if (everyone) this.#everyoneBegins.run(machine, read);
        else this.#onlyNamed.run(machine);
      }
      for (const account of add) this.#follow.run(machine, account, 1, read);
      for (const account of remove) this.#unfollow.run(machine, account);
      this.#audit.add(audit);
      return this.#alerts.follow(machine, audit.at);
    });
  }

  follow(
    ...[machine, account, { read, named, at }]: Parameters<FollowerStore['follow']>
  ): Promise<MembersMoved | null> {
    return this.#queue.run(() => {
      if (!named && this.#isOpen.get(machine)?.everyone !== 1) return null;
      this.#follow.run(machine, account, named ? 1 : null, read);
      return this.#alerts.follow(machine, at, account);
    });
  }

  unfollow(machine: MachineNo, account: AccountNo, at: number): Promise<MembersMoved | null> {
    return this.#queue.run(() => {
      this.#unfollow.run(machine, account);
      return this.#alerts.follow(machine, at, account);
    });
  }

  begin(account: AccountNo, at: readonly { machine: MachineNo; read: number }[]): Promise<void> {
    return this.#queue.run(() => {
      for (const { machine, read } of at) this.#begin.run(machine, account, read);
    });
  }

  moveRead(machine: MachineNo, account: AccountNo, read: number): Promise<boolean> {
    return this.#queue.run(() => this.#moveRead.run(machine, account, read) > 0);
  }
}

function ownOf({ no, machine, everyone, disabled, follows, read, followers, alerts }: Row): OwnStream {
  return {
    no,
    machine,
    everyone: everyone === 1,
    disabled: disabled === 1,
    follows: follows === 1,
    read,
    followers,
    alerts,
  };
}
