import { toBase64url } from '../../../protocol/base64url.ts';
import type { AuditDraft, Random } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly id: string;
  readonly incarnation: string | null;
}

/** What the server is called by programs: an id for ever, and one for each time that it was restored. */
export class Instance {
  readonly id: string;
  readonly incarnation: string;

  constructor(connection: Connection, random: Random, now: () => number) {
    const known = connection.prepare<Row>('SELECT id, incarnation FROM instance').get();
    this.id = known?.id ?? toBase64url(random(32));
    this.incarnation = known?.incarnation ?? toBase64url(random(16));
    if (!known)
      connection
        .prepare('INSERT INTO instance (one, id, created_at, probe, incarnation) VALUES (1, ?, ?, 0, ?)')
        .run(this.id, now(), this.incarnation);
    else if (known.incarnation === null)
      connection.prepare('UPDATE instance SET incarnation = ?').run(this.incarnation);
  }
}

/** From the next opening on it is another incarnation. */
export function beginIncarnation(
  { connection, queue, audit }: { connection: Connection; queue: CommitQueue; audit: Audit },
  incarnation: string,
  entry: AuditDraft,
): Promise<void> {
  return queue.run(() => {
    connection.db.prepare('UPDATE instance SET incarnation = ?').run(incarnation);
    audit.add(entry);
  });
}
