import { LOG_GENESIS } from '../../../protocol/log.ts';
import { LINE } from '../../core/lineConversation.ts';
import type { AccountNo, LogNo, OwnConversation, StoredConversation, StoredMember } from '../../core/ports.ts';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './accountRows.ts';
import type { Connection, Statement } from './connection.ts';
import type { Positions } from './positions.ts';

interface Row {
  log: LogNo;
  conversation: string;
  kind: StoredConversation['kind'];
  sealed: number;
  room: string | null;
  machine: string | null;
  thread: string | null;
  title: string | null;
  visitor_read: number | null;
  created_at: number;
  epoch: number;
  epoch_hash: Uint8Array | null;
  epoch_passed: number;
  read: number;
  cleared: number;
  opened: number;
  emptied: number;
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

/** The kind of a conversation `c`: the server's own logs are kept as rooms without a name, those of the line as direct ones. */
export const KIND = `CASE WHEN EXISTS (SELECT 1 FROM alerts l WHERE l.log = c.log) THEN 'alerts'
  WHEN EXISTS (SELECT 1 FROM comment_notices l WHERE l.log = c.log) THEN 'comments'
  WHEN EXISTS (SELECT 1 FROM contacts t WHERE t.log = c.log) THEN 'contact'
  WHEN c.conversation GLOB '${LINE}*' THEN 'line' ELSE c.kind END AS kind`;

interface Statements {
  readonly rows: Statement<Row>;
  readonly members: Statement<MemberRow>;
  readonly hidden: Statement<{ log: LogNo; seq: number }>;
}

/** Conversations as one of their members sees them: three queries, however many there are, and the newest positions. */
export class OwnConversations {
  readonly #positions: Positions;
  readonly #one: Statements;
  readonly #page: Statements;
  readonly #places: Statement<{ log: LogNo; conversation: string }>;

  constructor(connection: Connection, positions: Positions) {
    this.#positions = positions;
    this.#one = statements(connection, 'AND m.log = ?2');
    this.#page = statements(connection, 'AND m.log BETWEEN ?2 AND ?3');
    this.#places = connection.prepare(
      `SELECT m.log, c.conversation FROM members m JOIN conversations c ON c.log = m.log
       WHERE m.account = ? AND m.log > ? ORDER BY m.log LIMIT ?`,
    );
  }

  /** What is shown of the `limit` that follow the log `after`. */
  page(account: AccountNo, after: LogNo, limit: number): { conversations: OwnConversation[]; next: string | null } {
    const places = this.#places.all(account, after, limit + 1);
    const [first, last] = [places[0], places.slice(0, limit).at(-1)];
    if (!first || !last) return { conversations: [], next: null };
    const conversations = shown(this.#read(this.#page, account, account, first.log, last.log));
    return { conversations, next: places.length > limit ? last.conversation : null };
  }

  /** Shown or not. */
  one(account: AccountNo, log: LogNo): OwnConversation | undefined {
    return this.#read(this.#one, account, account, log)[0]?.conversation;
  }

  #read({ rows, members, hidden }: Statements, account: AccountNo, ...asked: number[]): Listed[] {
    const people = Map.groupBy(members.all(...asked), (row) => row.log);
    const gone = Map.groupBy(hidden.all(...asked), (row) => row.log);
    return rows.all(...asked).map((row) => {
      const notShown = (gone.get(row.log) ?? []).map(({ seq }) => seq);
      const newest = this.#positions.newestEntry(row.log);
      const conversation = {
        log: row.log,
        conversation: row.conversation,
        kind: row.kind,
        sealed: row.sealed === 1,
        room: row.room,
        machine: row.machine,
        contact:
          row.thread === null ? null : { thread: row.thread, title: row.title ?? '', read: row.visitor_read ?? 0 },
        createdAt: row.created_at,
        members: (people.get(row.log) ?? []).map(memberOf),
        head: {
          seq: newest?.seq ?? row.seq ?? 0,
          chain: newest?.chain ?? row.chain ?? LOG_GENESIS,
          at: newest?.at ?? row.at ?? row.created_at,
          epoch: row.epoch,
          epochHash: row.epoch_hash,
          epochPassed: row.epoch_passed === 1,
        },
        cleared: row.cleared,
        hidden: notShown,
        unread: row.unread + this.#unreadOfRecent(row, account, notShown),
      };
      return { opened: row.opened === 1, conversation };
    });
  }

  /** What the query's count does not know of yet; the same conditions. */
  #unreadOfRecent({ log, read, cleared, emptied }: Row, account: AccountNo, hidden: readonly number[]): number {
    const after = Math.max(read, cleared, emptied);
    const unread = this.#positions
      .recent(log)
      .filter((position) => position.seq > after && position.live && position.account !== account);
    const gone = new Set(hidden);
    return unread.filter(({ seq }) => !gone.has(seq)).length;
  }
}

interface Listed {
  readonly opened: boolean;
  readonly conversation: OwnConversation;
}

function shown(listed: readonly Listed[]): OwnConversation[] {
  return listed
    .filter(({ opened, conversation: { room, head, cleared } }) => opened || room !== null || head.seq > cleared)
    .map(({ conversation }) => conversation);
}

/** For those conversations of the account ?1 to which `narrow` leads. */
function statements(connection: Connection, narrow: string): Statements {
  return {
    rows: connection.prepare(
      `SELECT c.log, c.conversation, ${KIND}, c.sealed, r.name AS room, g.name AS machine, t.thread, t.title, t.read AS visitor_read, c.created_at, c.epoch, c.epoch_hash, c.epoch_passed,
         m.read, m.cleared, m.opened, c.emptied, e.seq, e.chain, e.at,
         (SELECT count(*) FROM positions p
          WHERE p.log = m.log AND p.seq > max(m.read, m.cleared, c.emptied) AND p.live = 1 AND p.account <> m.account
            AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.account = m.account AND h.log = p.log AND h.seq = p.seq)
         ) AS unread
       FROM members m JOIN conversations c ON c.log = m.log LEFT JOIN rooms r ON r.log = m.log
       LEFT JOIN alerts l ON l.log = m.log LEFT JOIN machines g ON g.no = l.machine
       LEFT JOIN contacts t ON t.log = m.log
       LEFT JOIN positions newest ON newest.log = m.log
         AND newest.seq = (SELECT max(seq) FROM positions WHERE log = m.log)
       LEFT JOIN entries e ON e.id = newest.entry
       WHERE m.account = ?1 ${narrow} ORDER BY c.log`,
    ),
    members: connection.prepare(
      `SELECT o.log, o.role AS member_role, o.delivered, a.chain_number,
         CASE WHEN o.account = m.account THEN o.read ELSE o.read_told END AS read, ${ACCOUNT_COLUMNS}
       FROM members m JOIN conversations c ON c.log = m.log
       JOIN members o ON o.log = m.log AND (c.kind <> 'room' OR o.account = m.account)
       JOIN accounts a ON a.no = o.account
       WHERE m.account = ?1 ${narrow} ORDER BY o.log, o.account`,
    ),
    hidden: connection.prepare(
      `SELECT m.log, m.seq FROM hidden m WHERE m.account = ?1 ${narrow} ORDER BY m.log, m.seq`,
    ),
  };
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
