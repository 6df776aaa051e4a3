import type { RuleCondition } from '../../../protocol/api/streams.ts';
import type { AuditDraft } from './audit.ts';
import type { MachineNo } from './machines.ts';
import type { MessageDraft, ServerSaid } from './serverLogs.ts';

export interface StoredRule {
  readonly rule: string;
  readonly condition: RuleCondition;
  /** It looks at records after this one. */
  readonly since: number;
  readonly createdAt: number;
}

/** A stream that is looked at. */
export interface WatchedStream {
  readonly no: MachineNo;
  readonly machine: string;
  /** Everything up to here was looked at. */
  readonly seq: number;
  /** Also without rules, for its sealed records. */
  readonly sealed: boolean;
  /** As it was last given to `advance`; null before. */
  readonly state: string | null;
  /** The oldest first. */
  readonly rules: readonly StoredRule[];
}

/**
 * Rules over streams, and logs of alerts: conversations of kind `alerts`, in clear, whose members are whoever follows the
 * machine. Who begins to follow sees what comes from then on.
 */
export interface AlertStore {
  /** The oldest first. */
  rules(machine: MachineNo): Promise<StoredRule[]>;
  /** The stream is watched from then on. False: it has so many rules already. */
  addRule(machine: MachineNo, rule: StoredRule, most: number, audit: AuditDraft): Promise<boolean>;
  /** Without rules and sealed records a stream is watched no more. False: there is no such rule. */
  removeRule(machine: MachineNo, rule: string, audit: AuditDraft): Promise<boolean>;
  /** Sealed records will come after this one: the stream is watched from then on, whatever its rules. */
  watchSealed(machine: MachineNo, since: number): Promise<void>;
  watched(): Promise<WatchedStream[]>;
  watchedOne(machine: string): Promise<WatchedStream | undefined>;
  /**
   * Everything up to `seq` was looked at, and that gave these alerts: both or none. They go into the machine's log, which
   * is made with the first. Null: there were no alerts, or the stream is watched no more.
   */
  advance(given: {
    readonly machine: MachineNo;
    readonly seq: number;
    readonly state: string;
    readonly alerts: readonly MessageDraft[];
    /** Conversation id of a log that is made. */
    readonly conversation: string;
    readonly at: number;
  }): Promise<ServerSaid | null>;
}
