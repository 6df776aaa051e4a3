import type { Block } from '../../../protocol/api/threads.ts';
import type { AuditDraft } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

/** What makes a comment wait or be refused. */
export class Blocks {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #all: Statement<Block>;
  readonly #add: Statement;
  readonly #remove: Statement;

  constructor(connection: Connection, queue: CommitQueue, audit: Audit) {
    this.#queue = queue;
    this.#audit = audit;
    this.#all = connection.prepare('SELECT kind, value FROM blocks ORDER BY created_at DESC, kind, value');
    this.#add = connection.prepare(
      'INSERT INTO blocks (kind, value, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#remove = connection.prepare('DELETE FROM blocks WHERE kind = ? AND value = ?');
  }

  all(): Block[] {
    return this.#all.all().map((row) => ({ ...row }));
  }

  add({ kind, value }: Block, at: number, most: number, audit: AuditDraft): Promise<boolean> {
    return this.#queue.run(() => {
      if (this.#all.all().length >= most) return false;
      if (this.#add.run(kind, value, at) > 0) this.#audit.add(audit);
      return true;
    });
  }

  remove({ kind, value }: Block, audit: AuditDraft): Promise<boolean> {
    return this.#queue.run(() => {
      if (this.#remove.run(kind, value) === 0) return false;
      this.#audit.add(audit);
      return true;
    });
  }
}
