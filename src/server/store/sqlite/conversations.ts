import { LOG_GENESIS } from '../../../protocol/log.ts';
import type {
  AccountNo,
  ConversationStore,
  LogNo,
  OwnConversation,
  StoredConversation,
  StoredMember,
} from '../../core/ports.ts';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './accountRows.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import { Cursors } from './cursors.ts';
import type { Heads } from './heads.ts';

type Kind = StoredConversation['kind'];

interface Row {
  log: LogNo;
  conversation: string;
  kind: Kind;
  sealed: number;
  created_at: number;
  epoch: number;
  epoch_hash: Uint8Array | null;
  epoch_passed: number;
  cleared: number;
  opened: number;
  unread: number;
  seq: number | null;
  chain: Uint8Array | null;
  at: number | null;
}

interface MemberRow extends AccountRow {
  log: LogNo;
  member_role: 'owner' | 'member';
  delivered: number;
  read: number;
  chain_number: number;
}

interface Statements {
  readonly rows: Statement<Row>;
  readonly members: Statement<MemberRow>;
  readonly hidden: Statement<{ log: LogNo; seq: number }>;
}

export class Conversations implements ConversationStore {
  readonly #queue: CommitQueue;
  readonly #cursors: Cursors;
  readonly #all: Statements;
  readonly #one: Statements;
  readonly #logs: Statement<{ log: LogNo; conversation: string; seq: number }>;
  readonly #found: Statement<{ log: LogNo; sealed: number; kind: Kind }>;
  readonly #memberNumbers: Statement<{ account: AccountNo }>;
  readonly #insert: Statement<{ log: LogNo }>;
  readonly #join: Statement;
  readonly #hide: Statement;
  readonly #clear: Statement;
  readonly #unhide: Statement;

  constructor(connection: Connection, queue: CommitQueue, heads: Heads) {
    this.#queue = queue;
    this.#cursors = new Cursors(connection, queue, heads);
    this.#all = own(connection, '');
    this.#one = own(connection, 'AND m.log = ?2');
    this.#logs = connection.prepare(
      `SELECT c.log, c.conversation, coalesce((SELECT max(p.seq) FROM positions p WHERE p.log = c.log), 0) AS seq
       FROM members m JOIN conversations c ON c.log = m.log WHERE m.account = ? ORDER BY c.log`,
    );
    this.#found = connection.prepare('SELECT log, sealed, kind FROM conversations WHERE conversation = ?');
    this.#memberNumbers = connection.prepare('SELECT account FROM members WHERE log = ? ORDER BY account');
    this.#insert = connection.prepare(
      'INSERT INTO conversations (conversation, kind, sealed, created_at) VALUES (?, ?, ?, ?) RETURNING log',
    );
    this.#join = connection.prepare(
      `INSERT INTO members (log, account, role, joined_at, opened) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (log, account) DO UPDATE SET opened = max(opened, excluded.opened)`,
    );
    this.#hide = connection.prepare(
      `INSERT INTO hidden (account, log, seq) SELECT ?1, ?2, ?3
       WHERE EXISTS (SELECT 1 FROM positions WHERE log = ?2 AND seq = ?3)
         AND EXISTS (SELECT 1 FROM members WHERE log = ?2 AND account = ?1 AND cleared < ?3)
       ON CONFLICT DO NOTHING`,
    );
    this.#clear = connection.prepare(
      `UPDATE members SET opened = 0, cleared = max(cleared, min(?3,
         coalesce((SELECT max(seq) FROM positions WHERE log = ?1), 0)))
       WHERE log = ?1 AND account = ?2`,
    );
    this.#unhide = connection.prepare('DELETE FROM hidden WHERE account = ?2 AND log = ?1 AND seq <= ?3');
  }

  async forMember(conversation: string, account: AccountNo): Promise<OwnConversation | undefined> {
    const found = this.#found.get(conversation);
    return found && read(this.#one, account, found.log)[0];
  }

  async allForMember(account: AccountNo): Promise<OwnConversation[]> {
    return read(this.#all, account);
  }

  async logsOf(account: AccountNo): Promise<{ log: LogNo; conversation: string; seq: number }[]> {
    return this.#logs.all(account).map((row) => ({ ...row }));
  }

  async members(conversation: string): ReturnType<ConversationStore['members']> {
    const found = this.#found.get(conversation);
    if (!found) return undefined;
    const members = this.#memberNumbers.all(found.log).map(({ account }) => account);
    return { log: found.log, sealed: found.sealed === 1, kind: found.kind, members };
  }

  createDirect({
    conversation,
    starter,
    other,
    sealed,
    at,
  }: Parameters<ConversationStore['createDirect']>[0]): Promise<void> {
    return this.#queue.run(() => {
      const log =
        this.#found.get(conversation)?.log ?? this.#insert.get(conversation, 'direct', sealed ? 1 : 0, at)?.log;
      if (log === undefined) throw new Error('an inserted conversation has no number');
      this.#join.run(log, starter, 'member', at, 1);
      this.#join.run(log, other, 'member', at, 0);
    });
  }

  deviceCursors(
    ...asked: Parameters<ConversationStore['deviceCursors']>
  ): ReturnType<ConversationStore['deviceCursors']> {
    return this.#cursors.ofDevice(...asked);
  }

  moveCursor(...asked: Parameters<ConversationStore['moveCursor']>): ReturnType<ConversationStore['moveCursor']> {
    return this.#cursors.move(...asked);
  }

  hide(log: LogNo, account: AccountNo, seq: number): Promise<void> {
    return this.#queue.run(() => {
      this.#hide.run(account, log, seq);
    });
  }

  clear(log: LogNo, account: AccountNo, through: number): Promise<void> {
    return this.#queue.run(() => {
      this.#clear.run(log, account, through);
      this.#unhide.run(log, account, through);
    });
  }
}

/** The three queries that make an account's conversations, for all of them or, with `narrow`, for one. */
function own(connection: Connection, narrow: string): Statements {
  return {
    rows: connection.prepare(
      `SELECT c.log, c.conversation, c.kind, c.sealed, c.created_at, c.epoch, c.epoch_hash, c.epoch_passed,
         m.cleared, m.opened, e.seq, e.chain, e.at,
         (SELECT count(*) FROM positions p
          WHERE p.log = m.log AND p.seq > max(m.read, m.cleared) AND p.live = 1 AND p.account <> m.account
            AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.account = m.account AND h.log = p.log AND h.seq = p.seq)
         ) AS unread
       FROM members m JOIN conversations c ON c.log = m.log
       LEFT JOIN positions newest ON newest.log = m.log
         AND newest.seq = (SELECT max(seq) FROM positions WHERE log = m.log)
       LEFT JOIN entries e ON e.id = newest.entry
       WHERE m.account = ?1 ${narrow} ORDER BY c.log`,
    ),
    members: connection.prepare(
      `SELECT o.log, o.role AS member_role, o.delivered, o.read, a.chain_number, ${ACCOUNT_COLUMNS}
       FROM members m JOIN members o ON o.log = m.log JOIN accounts a ON a.no = o.account
       WHERE m.account = ?1 ${narrow} ORDER BY o.log, o.account`,
    ),
    hidden: connection.prepare(
      `SELECT m.log, m.seq FROM hidden m WHERE m.account = ?1 ${narrow} ORDER BY m.log, m.seq`,
    ),
  };
}

/** @param log only this one, shown or not; otherwise all that are shown */
function read({ rows, members, hidden }: Statements, account: AccountNo, log?: LogNo): OwnConversation[] {
  const asked = log === undefined ? [account] : [account, log];
  const found = rows.all(...asked).filter((row) => log !== undefined || isShown(row));
  const people = Map.groupBy(members.all(...asked), (row) => row.log);
  const gone = Map.groupBy(hidden.all(...asked), (row) => row.log);
  return found.map((row) => ({
    log: row.log,
    conversation: row.conversation,
    kind: row.kind,
    sealed: row.sealed === 1,
    createdAt: row.created_at,
    members: (people.get(row.log) ?? []).map(memberOf),
    head: {
      seq: row.seq ?? 0,
      chain: row.chain ?? LOG_GENESIS,
      at: row.at ?? row.created_at,
      epoch: row.epoch,
      epochHash: row.epoch_hash,
      epochPassed: row.epoch_passed === 1,
    },
    cleared: row.cleared,
    hidden: (gone.get(row.log) ?? []).map(({ seq }) => seq),
    unread: row.unread,
  }));
}

function isShown({ seq, cleared, opened }: Row): boolean {
  return opened === 1 || (seq ?? 0) > cleared;
}

function memberOf(row: MemberRow): StoredMember {
  return {
    account: accountOf(row),
    role: row.member_role,
    delivered: row.delivered,
    read: row.read,
    chainNumber: row.chain_number,
  };
}
