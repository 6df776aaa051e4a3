import type {
  AccountNo,
  Appended,
  ContactDraft,
  ContactEntryDraft,
  ContactStore,
  DueNotice,
  LogNo,
  StoredContact,
  StoredEntry,
} from '../../core/ports.ts';
import { sameBytes, sha256 } from './bytes.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Emptying, Overwriting } from './emptying.ts';
import type { Entries } from './entries.ts';
import type { Heads } from './heads.ts';

/** The account that stands for the server itself (migration 8): visitors have none. */
const NOBODY: AccountNo = 0;

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly heads: Heads;
  readonly entries: Entries;
  readonly emptying: Emptying;
  readonly overwriting: Overwriting;
}

interface Row {
  log: LogNo;
  conversation: string;
  title: string;
  reading: Uint8Array | null;
  email: string | null;
  read: number;
}

export class Contacts implements ContactStore {
  readonly #given: Given;
  readonly #found: Statement<Row>;
  readonly #byNonce: Statement<{ log: LogNo }>;
  readonly #insertLog: Statement<{ log: LogNo }>;
  readonly #insert: Statement;
  readonly #join: Statement;
  readonly #opening: Statement<{ thread: string; opening: Uint8Array }>;
  readonly #answered: Statement;
  readonly #visited: Statement;
  readonly #giveUp: Statement;
  readonly #members: Statement<{ account: AccountNo }>;
  readonly #forget: readonly Statement[];
  readonly #due: Statement<DueNotice & { log: LogNo }>;
  readonly #told: Statement;

  constructor(given: Given) {
    const { connection } = given;
    this.#given = given;
    this.#found = connection.prepare(
      `SELECT t.log, c.conversation, t.title, t.reading, t.email, t.read
       FROM contacts t JOIN conversations c ON c.log = t.log WHERE c.conversation = ?`,
    );
    this.#byNonce = connection.prepare('SELECT log FROM contacts WHERE nonce = ?');
    this.#insertLog = connection.prepare(
      `INSERT INTO conversations (conversation, kind, sealed, created_at) VALUES (?, 'room', 1, ?)
       ON CONFLICT DO NOTHING RETURNING log`,
    );
    this.#insert = connection.prepare(
      'INSERT INTO contacts (log, thread, title, opening, reading, email, language, nonce) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#join = connection.prepare(
      "INSERT INTO members (log, account, role, joined_at, opened) VALUES (?, ?, 'member', ?, 0)",
    );
    this.#opening = connection.prepare('SELECT thread, opening FROM contacts WHERE log = ?');
    this.#answered = connection.prepare(
      "UPDATE contacts SET notice = 'due' WHERE log = ? AND notice = 'none' AND email IS NOT NULL",
    );
    this.#visited = connection.prepare("UPDATE contacts SET notice = 'none', read = max(read, ?2) WHERE log = ?1");
    this.#giveUp = connection.prepare(
      "UPDATE contacts SET reading = NULL, email = NULL, notice = 'none' WHERE log = ?",
    );
    this.#members = connection.prepare('SELECT account FROM members WHERE log = ? ORDER BY account');
    this.#forget = ['hidden', 'members', 'contacts'].map((table) =>
      connection.prepare(`DELETE FROM ${table} WHERE log = ?`),
    );
    this.#due = connection.prepare(
      "SELECT log, email, language FROM contacts WHERE notice = 'due' AND email IS NOT NULL ORDER BY log LIMIT ?",
    );
    this.#told = connection.prepare("UPDATE contacts SET notice = 'told' WHERE log = ? AND notice = 'due'");
  }

  begin(draft: ContactDraft): ReturnType<ContactStore['begin']> {
    return this.#given.queue.run(() => {
      const there = this.#byNonce.get(draft.nonce);
      if (there) return there.log === this.#found.get(draft.conversation)?.log ? null : 'taken';
      const { conversation, thread, title, opening, line, reading, email, language, nonce, members, at } = draft;
      const log = this.#insertLog.get(conversation, at)?.log;
      if (log === undefined) return 'taken';
      this.#insert.run(log, thread, title, opening, reading, email, language, nonce);
      for (const account of members) this.#join.run(log, account, at);
      return { log, entry: this.#add({ log, seq: 1, author: null, payload: line, at }) };
    });
  }

  append(draft: ContactEntryDraft, most: number): Promise<Appended | 'log_moved' | 'full'> {
    return this.#given.queue.run(() => {
      const { log, seq, author } = draft;
      const stored = this.#repeat(draft);
      if (stored) return { ...stored, repeated: true };
      const head = this.#given.heads.of(log).seq;
      if (seq !== head + 1) return 'log_moved';
      if (head >= most) return 'full';
      const { at, hash, chain } = this.#add(draft);
      if (author) this.#answered.run(log);
      return { seq, at, hash, chain, repeated: false };
    });
  }

  async byReading(conversation: string, reading: Uint8Array): Promise<StoredContact | undefined> {
    const row = this.#found.get(conversation);
    if (!row?.reading || !sameBytes(row.reading, reading)) return undefined;
    const { log, title, email, read } = row;
    return { log, conversation, title, head: this.#given.heads.of(log).seq, read, notified: email !== null };
  }

  async opening(log: LogNo): ReturnType<ContactStore['opening']> {
    const row = this.#opening.get(log);
    return row && { ...row };
  }

  visited(log: LogNo, seq: number): Promise<void> {
    return this.#given.queue.run(() => void this.#visited.run(log, seq));
  }

  giveUp(log: LogNo): Promise<void> {
    return this.#given.queue.run(() => void this.#giveUp.run(log));
  }

  remove(log: LogNo): Promise<AccountNo[]> {
    const { queue, heads, emptying, overwriting } = this.#given;
    return queue.run(() => {
      const members = this.#members.all(log).map(({ account }) => account);
      emptying.begin(log, heads.of(log).seq);
      for (const forget of this.#forget) forget.run(log);
      overwriting.want();
      return members;
    });
  }

  async due(limit: number): Promise<DueNotice[]> {
    return this.#due.all(limit).map((row) => ({ ...row }));
  }

  told(log: LogNo): Promise<void> {
    return this.#given.queue.run(() => void this.#told.run(log));
  }

  /** What is stored already: an answer by its id, what a visitor says by its place and what it is. */
  #repeat({ log, seq, author, payload }: ContactEntryDraft): Omit<Appended, 'repeated'> | undefined {
    const { entries } = this.#given;
    if (author) return entries.stored(log, author.device, author.messageId);
    const [entry] = entries.after(log, seq - 1, 1);
    const same = entry?.seq === seq && entry.accountNo === NOBODY && sameBytes(entry.hash, sha256(payload));
    return same ? { seq, at: entry.at, hash: entry.hash, chain: entry.chain } : undefined;
  }

  #add({ log, author, payload, at }: ContactEntryDraft): StoredEntry {
    const { account, device, messageId } = author ?? { account: NOBODY, device: null, messageId: null };
    const entry = { log, kind: 'message', account, device, messageId, counts: true, payload, at } as const;
    const added = this.#given.entries.add(entry);
    if (!added) throw new Error('a line of a contact was refused by an index that does not know it');
    const [stored] = this.#given.entries.after(log, added.seq - 1, 1);
    if (!stored) throw new Error('a line of a contact that was added is not there');
    return stored;
  }
}
