import { RuleCondition } from '../../../protocol/api/streams.ts';
import type {
  ServerSaid,
  AlertStore,
  AuditDraft,
  LogNo,
  MachineNo,
  StoredRule,
  WatchedStream,
} from '../../core/ports.ts';
import type { AlertMembers } from './alertMembers.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { ServerLogs } from './serverLogs.ts';

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly logs: ServerLogs;
  readonly members: AlertMembers;
}

interface RuleRow {
  rule: string;
  condition: string;
  since: number;
  created_at: number;
}

interface WatchedRow {
  no: MachineNo;
  machine: string;
  seq: number;
  sealed: number;
  state: string | null;
}

export class Alerts implements AlertStore {
  readonly #given: Given;
  readonly #rules: Statement<RuleRow>;
  readonly #addRule: Statement;
  readonly #removeRule: Statement;
  readonly #watch: Statement;
  readonly #unwatch: Statement;
  readonly #watched: Statement<WatchedRow>;
  readonly #watchedOne: Statement<WatchedRow>;
  readonly #advance: Statement;
  readonly #insert: Statement;

  constructor(given: Given) {
    const { connection } = given;
    this.#given = given;
    this.#rules = connection.prepare(
      'SELECT rule, condition, since, created_at FROM rules WHERE machine = ? ORDER BY created_at, rule',
    );
    this.#addRule = connection.prepare(
      'INSERT INTO rules (rule, machine, condition, since, created_at) VALUES (?, ?, ?, ?, ?)',
    );
    this.#removeRule = connection.prepare('DELETE FROM rules WHERE machine = ? AND rule = ?');
    this.#watch = connection.prepare(
      `INSERT INTO watched_streams (machine, seq, sealed) VALUES (?1, ?2, ?3)
       ON CONFLICT (machine) DO UPDATE SET sealed = max(sealed, excluded.sealed)`,
    );
    this.#unwatch = connection.prepare(
      `DELETE FROM watched_streams WHERE machine = ?1 AND sealed = 0
       AND NOT EXISTS (SELECT 1 FROM rules WHERE machine = ?1)`,
    );
    const watched = `SELECT w.machine AS no, m.name AS machine, w.seq, w.sealed, w.state
      FROM watched_streams w JOIN machines m ON m.no = w.machine`;
    this.#watched = connection.prepare(`${watched} ORDER BY m.name`);
    this.#watchedOne = connection.prepare(`${watched} WHERE m.name = ?`);
    this.#advance = connection.prepare('UPDATE watched_streams SET seq = ?2, state = ?3 WHERE machine = ?1');
    this.#insert = connection.prepare('INSERT INTO alerts (log, machine) VALUES (?, ?)');
  }

  async rules(machine: MachineNo): Promise<StoredRule[]> {
    return this.#rules.all(machine).map(ruleOf);
  }

  addRule(machine: MachineNo, rule: StoredRule, most: number, audit: AuditDraft): Promise<boolean> {
    return this.#given.queue.run(() => {
      if (this.#rules.all(machine).length >= most) return false;
      this.#addRule.run(rule.rule, machine, JSON.stringify(rule.condition), rule.since, rule.createdAt);
      this.#watch.run(machine, rule.since, 0);
      this.#given.audit.add(audit);
      return true;
    });
  }

  removeRule(machine: MachineNo, rule: string, audit: AuditDraft): Promise<boolean> {
    return this.#given.queue.run(() => {
      if (this.#removeRule.run(machine, rule) === 0) return false;
      this.#unwatch.run(machine);
      this.#given.audit.add(audit);
      return true;
    });
  }

  watchSealed(machine: MachineNo, since: number): Promise<void> {
    return this.#given.queue.run(() => void this.#watch.run(machine, since, 1));
  }

  async watched(): Promise<WatchedStream[]> {
    return this.#watched.all().map((row) => this.#watchedOf(row));
  }

  async watchedOne(machine: string): Promise<WatchedStream | undefined> {
    const row = this.#watchedOne.get(machine);
    return row && this.#watchedOf(row);
  }

  advance({
    machine,
    seq,
    state,
    alerts,
    conversation,
    at,
  }: Parameters<AlertStore['advance']>[0]): Promise<ServerSaid | null> {
    const { queue, members, logs } = this.#given;
    return queue.run(() => {
      if (this.#advance.run(machine, seq, state) === 0 || alerts.length === 0) return null;
      const known = members.logOf(machine);
      const { log, conversation: its } = known ?? this.#make(machine, conversation, at);
      const added = alerts.map((alert) => logs.append(log, alert, at));
      return { log, conversation: its, made: !known, emptied: false, members: logs.members(log), entries: added };
    });
  }

  #make(machine: MachineNo, conversation: string, at: number): { log: LogNo; conversation: string } {
    const log = this.#given.logs.make(conversation, at);
    this.#insert.run(log, machine);
    this.#given.members.follow(machine, at);
    return { log, conversation };
  }

  #watchedOf(row: WatchedRow): WatchedStream {
    return { ...row, sealed: row.sealed === 1, rules: this.#rules.all(row.no).map(ruleOf) };
  }
}

function ruleOf({ rule, condition, since, created_at }: RuleRow): StoredRule {
  return { rule, condition: RuleCondition.parse(JSON.parse(condition)), since, createdAt: created_at };
}
