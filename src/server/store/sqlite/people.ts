import type { AccountNo, AuditDraft, PeopleStore, SeenAccount, Totals } from '../../core/ports.ts';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './accountRows.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Overwriting } from './emptying.ts';
import type { Removals } from './removals.ts';
import type { Scrub } from './scrub.ts';

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly removals: Removals;
  readonly removing: Overwriting;
  readonly scrub: Scrub;
}

type Asked = Parameters<PeopleStore['page']>[0];

interface Row extends AccountRow {
  state: SeenAccount['state'];
  seen_at: number | null;
  devices: number;
}

/** Accounts as admins look through them, a page at a time. */
export class People implements PeopleStore {
  readonly #given: Given;
  readonly #page: Statement<Row>;
  readonly #one: Statement<Row>;
  readonly #otherAdmin: Statement<{ found: number }>;
  readonly #states: Statement<{ state: SeenAccount['state']; count: number }>;
  readonly #totals: Statement<Omit<Totals, 'people'>>;

  constructor(given: Given) {
    const { connection } = given;
    this.#given = given;
    const select = `SELECT ${ACCOUNT_COLUMNS},
      (SELECT max(at) FROM (SELECT max(d.seen_at) AS at FROM devices d WHERE d.account = a.no
         UNION ALL SELECT max(s.seen_at) FROM sessions s WHERE s.account = a.no)) AS seen_at,
      (SELECT count(*) FROM devices d WHERE d.account = a.no AND d.state = 'live') AS devices
      FROM accounts a WHERE a.no > 0 AND a.state <> 'removed'`;
    this.#page = connection.prepare(
      `${select} AND a.username > ?1 AND (?2 IS NULL OR a.state = ?2)
       AND (?3 IS NULL OR instr(a.username, lower(?3)) > 0 OR instr(lower(a.display_name), lower(?3)) > 0)
       ORDER BY a.username LIMIT ?4`,
    );
    this.#one = connection.prepare(`${select} AND a.no = ?`);
    this.#otherAdmin = connection.prepare(
      "SELECT EXISTS (SELECT 1 FROM accounts WHERE state = 'active' AND role = 'admin' AND no <> ?) AS found",
    );
    this.#states = connection.prepare(
      "SELECT state, count(*) AS count FROM accounts WHERE state <> 'removed' GROUP BY state",
    );
    this.#totals = connection.prepare(
      `SELECT (SELECT count(*) FROM devices WHERE state = 'live') AS devices,
         (SELECT count(*) FROM machines) AS machines, (SELECT count(*) FROM rooms) AS rooms,
         (SELECT count(*) FROM threads) AS threads,
         (SELECT count(*) FROM conversations WHERE kind = 'direct') AS conversations`,
    );
  }

  async page({ find, state, after, limit }: Asked): Promise<SeenAccount[]> {
    return this.#page.all(after ?? '', state, find, limit).map(seenOf);
  }

  async seen(no: AccountNo): Promise<SeenAccount | undefined> {
    const row = this.#one.get(no);
    return row && seenOf(row);
  }

  async hasOtherAdmin(no: AccountNo): Promise<boolean> {
    return this.#otherAdmin.get(no)?.found === 1;
  }

  async totals(): Promise<Totals> {
    const none = { devices: 0, machines: 0, rooms: 0, threads: 0, conversations: 0 };
    const states = Object.fromEntries(this.#states.all().map(({ state, count }) => [state, count]));
    return { ...none, ...this.#totals.get(), people: { active: 0, pending: 0, disabled: 0, ...states } };
  }

  remove(no: AccountNo, draft: AuditDraft): Promise<void> {
    const { queue, audit, removals, removing, scrub } = this.#given;
    return queue.run(() => {
      removals.remove(no);
      audit.add(draft);
      scrub.want();
      removing.want();
    });
  }
}

function seenOf(row: Row): SeenAccount {
  return { ...accountOf(row), state: row.state, seenAt: row.seen_at, devices: row.devices };
}
