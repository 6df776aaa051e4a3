import { SettingName } from '../../../protocol/policyNames.ts';
import type { SettingName as Setting } from '../../../protocol/serverSettings.ts';
import type { AuditDraft, SettingStore } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

export class Settings implements SettingStore {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #all: Statement<{ name: string; value: number }>;
  readonly #set: Statement;
  readonly #forget: Statement;

  constructor(connection: Connection, queue: CommitQueue, audit: Audit) {
    this.#queue = queue;
    this.#audit = audit;
    this.#all = connection.prepare('SELECT name, value FROM settings');
    this.#set = connection.prepare(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    this.#forget = connection.prepare('DELETE FROM settings WHERE name = ?');
  }

  async all(): Promise<ReadonlyMap<Setting, number>> {
    const known = this.#all.all().flatMap(({ name, value }) => {
      const parsed = SettingName.safeParse(name);
      return parsed.success ? [[parsed.data, value] as const] : [];
    });
    return new Map(known);
  }

  set(name: Setting, value: number | null, audit: AuditDraft): Promise<void> {
    return this.#queue.run(() => {
      if (value === null) this.#forget.run(name);
      else this.#set.run(name, value);
      this.#audit.add(audit);
    });
  }
}
