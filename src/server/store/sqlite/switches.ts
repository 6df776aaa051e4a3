import { switchNames, switches, type SwitchName } from '../../../protocol/switches.ts';
import type { AuditDraft, SwitchStore } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

export class Switches implements SwitchStore {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #all: Statement<{ name: string; is_on: number }>;
  readonly #set: Statement;

  constructor(connection: Connection, queue: CommitQueue, audit: Audit) {
    this.#queue = queue;
    this.#audit = audit;
    this.#all = connection.prepare('SELECT name, is_on FROM switches');
    this.#set = connection.prepare(
      'INSERT INTO switches (name, is_on) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET is_on = excluded.is_on',
    );
  }

  async all(): Promise<ReadonlyMap<SwitchName, boolean>> {
    const turned = new Map(this.#all.all().map(({ name, is_on }) => [name, is_on === 1]));
    return new Map(switchNames.map((name) => [name, turned.get(name) ?? switches[name].default]));
  }

  set(name: SwitchName, on: boolean, audit: AuditDraft): Promise<void> {
    return this.#queue.run(() => {
      this.turn(name, on);
      this.#audit.add(audit);
    });
  }

  /** Within another's transaction. */
  turn(name: SwitchName, on: boolean): void {
    this.#set.run(name, on ? 1 : 0);
  }
}
