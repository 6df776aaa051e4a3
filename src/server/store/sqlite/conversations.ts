import type {
  AccountNo,
  ConversationStore,
  LogNo,
  OwnConversation,
  OwnLog,
  StoredConversation,
} from '../../core/ports.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import { Cursors } from './cursors.ts';
import type { Heads } from './heads.ts';
import { KIND, OwnConversations } from './ownConversations.ts';
import type { Positions } from './positions.ts';

type Kind = StoredConversation['kind'];

export class Conversations implements ConversationStore {
  readonly #queue: CommitQueue;
  readonly #cursors: Cursors;
  readonly #own: OwnConversations;
  readonly #heads: Heads;
  readonly #positions: Positions;
  readonly #logs: Statement<OwnLog>;
  readonly #found: Statement<{ log: LogNo; sealed: number; kind: Kind }>;
  readonly #memberNumbers: Statement<{ account: AccountNo }>;
  readonly #deserted: Statement<{ found: number }>;
  readonly #isMember: Statement<{ log: LogNo }>;
  readonly #count: Statement<{ count: number }>;
  readonly #insert: Statement<{ log: LogNo }>;
  readonly #join: Statement;
  readonly #hide: Statement;
  readonly #hiddenCount: Statement<{ count: number; before: number }>;
  readonly #clear: Statement;
  readonly #unhide: Statement;

  constructor(connection: Connection, queue: CommitQueue, heads: Heads, positions: Positions) {
    this.#queue = queue;
    this.#cursors = new Cursors(connection, queue, heads);
    this.#own = new OwnConversations(connection, positions);
    this.#heads = heads;
    this.#positions = positions;
    this.#logs = connection.prepare(
      `SELECT c.log, c.conversation, ${KIND}, m.cleared,
         coalesce((SELECT max(p.seq) FROM positions p WHERE p.log = c.log), 0) AS seq
       FROM members m JOIN conversations c ON c.log = m.log
       WHERE m.account = ? AND m.log > ? ORDER BY m.log LIMIT ?`,
    );
    this.#found = connection.prepare(`SELECT c.log, c.sealed, ${KIND} FROM conversations c WHERE c.conversation = ?`);
    this.#memberNumbers = connection.prepare('SELECT account FROM members WHERE log = ? ORDER BY account');
    this.#deserted = connection.prepare(
      `SELECT EXISTS (SELECT 1 FROM members m JOIN accounts a ON a.no = m.account
         WHERE m.log = ? AND a.state = 'removed') AS found`,
    );
    this.#isMember = connection.prepare('SELECT log FROM members WHERE log = ? AND account = ?');
    this.#count = connection.prepare('SELECT count(*) AS count FROM members WHERE account = ?');
    this.#insert = connection.prepare(
      'INSERT INTO conversations (conversation, kind, sealed, created_at) VALUES (?, ?, ?, ?) RETURNING log',
    );
    this.#join = connection.prepare(
      `INSERT INTO members (log, account, role, joined_at, opened) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (log, account) DO UPDATE SET opened = max(opened, excluded.opened)`,
    );
    this.#hide = connection.prepare(
      `INSERT INTO hidden (account, log, seq) SELECT ?1, ?2, ?3
       WHERE EXISTS (SELECT 1 FROM members WHERE log = ?2 AND account = ?1 AND cleared < ?3)
       ON CONFLICT DO NOTHING`,
    );
    this.#hiddenCount = connection.prepare(
      'SELECT count(*) AS count, count(CASE WHEN seq = ?3 THEN 1 END) AS before FROM hidden WHERE account = ?1 AND log = ?2',
    );
    this.#clear = connection.prepare(
      'UPDATE members SET opened = 0, cleared = max(cleared, ?3) WHERE log = ?1 AND account = ?2',
    );
    this.#unhide = connection.prepare('DELETE FROM hidden WHERE account = ?2 AND log = ?1 AND seq <= ?3');
  }

  async forMember(conversation: string, account: AccountNo): Promise<OwnConversation | undefined> {
    const found = this.#found.get(conversation);
    return found && this.#own.one(account, found.log);
  }

  async pageForMember(
    account: AccountNo,
    { after, limit }: { after: string | null; limit: number },
  ): ReturnType<ConversationStore['pageForMember']> {
    const found = after === null ? undefined : this.#found.get(after);
    if (after !== null && !(found && this.#isMember.get(found.log, account))) return undefined;
    return this.#own.page(account, found?.log ?? 0, limit);
  }

  async countOf(account: AccountNo): Promise<number> {
    return this.#count.get(account)?.count ?? 0;
  }

  async logsOf(account: AccountNo, { after, limit }: { after: LogNo; limit: number }): Promise<OwnLog[]> {
    const rows = this.#logs.all(account, after, limit);
    return rows.map((row) => ({ ...row, seq: this.#positions.newest(row.log)?.seq ?? row.seq }));
  }

  async members(conversation: string): ReturnType<ConversationStore['members']> {
    const found = this.#found.get(conversation);
    if (!found) return undefined;
    const members = this.#memberNumbers.all(found.log).map(({ account }) => account);
    const deserted = (found.kind === 'direct' || found.kind === 'line') && this.#deserted.get(found.log)?.found === 1;
    return { log: found.log, sealed: found.sealed === 1, kind: found.kind, members, deserted };
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

  hide(...[log, account, seq, most]: Parameters<ConversationStore['hide']>): ReturnType<ConversationStore['hide']> {
    return this.#queue.run(() => {
      const { count = 0, before = 0 } = this.#hiddenCount.get(account, log, seq) ?? {};
      if (count >= most && before === 0) return 'too_many_hidden';
      if (seq <= this.#heads.of(log).seq) this.#hide.run(account, log, seq);
      return 'hidden';
    });
  }

  clear(log: LogNo, account: AccountNo, through: number): Promise<void> {
    return this.#queue.run(() => {
      const last = Math.min(through, this.#heads.of(log).seq);
      this.#clear.run(log, account, last);
      this.#unhide.run(log, account, last);
    });
  }
}
