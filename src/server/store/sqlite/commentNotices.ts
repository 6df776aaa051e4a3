import { toBase64url } from '../../../protocol/base64url.ts';
import { COMMENTS, encodeClear } from '../../../protocol/clear.ts';
import type { AccountNo, LogNo, MembersMoved, NoticeDraft, ServerSaid, StoredEntry } from '../../core/ports.ts';
import { sha256 } from './bytes.ts';
import type { Connection, Statement } from './connection.ts';
import type { Entries } from './entries.ts';
import type { Heads } from './heads.ts';
import type { Scrub } from './scrub.ts';
import type { ServerLogs } from './serverLogs.ts';

interface Given {
  readonly connection: Connection;
  readonly entries: Entries;
  readonly heads: Heads;
  readonly logs: ServerLogs;
  readonly scrub: Scrub;
}

interface Place {
  log: LogNo;
  conversation: string;
}

/** The log that tells admins of comments that wait. All of it within another's transaction. */
export class CommentNotices {
  readonly #given: Given;
  readonly #place: Statement<Place>;
  readonly #insert: Statement;
  readonly #join: Statement<{ account: AccountNo }>;
  readonly #leave: Statement<{ account: AccountNo }>;
  readonly #unhide: Statement;

  constructor(given: Given) {
    const { connection } = given;
    this.#given = given;
    this.#place = connection.prepare(
      'SELECT n.log, c.conversation FROM comment_notices n JOIN conversations c ON c.log = n.log',
    );
    this.#insert = connection.prepare('INSERT INTO comment_notices (one, log) VALUES (1, ?)');
    const reviews = "role = 'admin' AND state <> 'removed'";
    this.#join = connection.prepare(
      `INSERT INTO members (log, account, role, joined_at, opened, delivered, read, cleared)
       SELECT ?1, no, 'member', ?2, 0, ?3, ?3, ?3 FROM accounts WHERE no > 0 AND ${reviews}
       ON CONFLICT DO NOTHING RETURNING account`,
    );
    this.#leave = connection.prepare(
      `DELETE FROM members WHERE log = ? AND account NOT IN (SELECT no FROM accounts WHERE ${reviews})
       RETURNING account`,
    );
    this.#unhide = connection.prepare(
      'DELETE FROM hidden WHERE log = ?1 AND account NOT IN (SELECT account FROM members WHERE log = ?1)',
    );
  }

  /** After somebody became an admin or ceased to be one; whoever joins has nothing of what was there before. */
  recheck(at: number): MembersMoved | null {
    const place = this.#place.get();
    if (!place) return null;
    const { log, conversation } = place;
    const left = this.#leave.all(log).map(({ account }) => account);
    if (left.length > 0) this.#unhide.run(log);
    return { conversation, joined: this.#admins(log, at), left };
  }

  /** Answers its place in the log, too. */
  tell({ conversation, messageId, payload }: NoticeDraft, at: number): { said: ServerSaid; seq: number } {
    const known = this.#place.get();
    const place = known ?? this.#make(conversation, at);
    const entry = this.#given.logs.append(place.log, { messageId, payload }, at);
    return { said: this.#said(place, [entry], { made: !known, emptied: false }), seq: entry.seq };
  }

  /** What was told there is emptied, and those who have it hear so. */
  takeBack(seqs: readonly number[], at: number): ServerSaid | null {
    const place = this.#place.get();
    if (!place || seqs.length === 0) return null;
    this.#given.scrub.want();
    const entries = seqs.flatMap((seq) => this.#empty(place.log, seq, at));
    return this.#said(place, entries, { made: false, emptied: true });
  }

  #empty(log: LogNo, seq: number, at: number): StoredEntry[] {
    const { entries, logs } = this.#given;
    const told = entries.identity(log, seq);
    if (!told) return [];
    const target = toBase64url(told.messageId);
    const messageId = sha256(new TextEncoder().encode(`taken back ${target}`)).subarray(0, 16);
    const content = { type: 'deletion', target, hash: toBase64url(told.hash) } as const;
    const payload = encodeClear({ id: toBase64url(messageId), by: COMMENTS, content });
    entries.empty(log, seq);
    return [logs.append(log, { messageId, payload }, at, false)];
  }

  #make(conversation: string, at: number): Place {
    const log = this.#given.logs.make(conversation, at);
    this.#insert.run(log);
    this.#admins(log, at);
    return { log, conversation };
  }

  #admins(log: LogNo, at: number): AccountNo[] {
    return this.#join.all(log, at, this.#given.heads.of(log).seq).map(({ account }) => account);
  }

  #said({ log, conversation }: Place, entries: StoredEntry[], how: Pick<ServerSaid, 'made' | 'emptied'>): ServerSaid {
    return { log, conversation, ...how, members: this.#given.logs.members(log), entries };
  }
}
