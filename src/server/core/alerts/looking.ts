import type { RuleCondition } from '../../../protocol/api/streams.ts';
import type { MessageDraft, StoredRecord, StoredRule, StreamStore } from '../ports.ts';
import { alertOf, alertOfLost, alertOfSilence, draftOf } from './alert.ts';
import { fits } from './conditions.ts';
import { admit, SEALED, takeDue, type AlertState } from './minutes.ts';

/** A stream as it is looked at. */
export interface Looked {
  readonly machine: string;
  readonly rules: readonly StoredRule[];
  readonly state: AlertState;
}

/** What has come of looking: what is known from then on, and what is to be told. */
export interface Found {
  readonly state: AlertState;
  readonly alerts: readonly MessageDraft[];
}

/** At records, in their order. @param now UTC milliseconds */
export function lookAt({ machine, rules, state }: Looked, records: readonly StoredRecord[], now: number): Found {
  const alerts: MessageDraft[] = [];
  const known = structuredClone(state);
  for (const record of records) {
    for (const [key, why] of reasons(record, rules)) {
      if (admit(known, key, record.seq, now))
        alerts.push(draftOf(machine, `${key} ${record.seq}`, alertOf(why, record, 0)));
    }
  }
  return { state: known, alerts };
}

function reasons(
  record: StoredRecord,
  rules: readonly StoredRule[],
): readonly (readonly [string, RuleCondition | null])[] {
  if (record.sealed) return [[SEALED, null]];
  const looked = { small: record.message.toLowerCase(), level: record.level };
  return rules
    .filter(({ condition, since }) => record.seq > since && fits(condition, looked))
    .map(({ rule, condition }) => [rule, condition] as const);
}

/** At minutes that are over: of what was left out in them one record is told, with the number of the others. */
export async function lookBack({ machine, rules, state }: Looked, streams: StreamStore, now: number): Promise<Found> {
  const { state: known, due } = takeDue(state, now);
  const alerts: MessageDraft[] = [];
  for (const { key, seq, more } of due) {
    const why = rules.find(({ rule }) => rule === key)?.condition ?? null;
    if (why === null && key !== SEALED) continue;
    const [record] = await streams.read(machine, { after: seq - 1, limit: 1 });
    const content = record?.seq === seq ? alertOf(why, record, more) : alertOfLost(why, seq, now, more);
    alerts.push(draftOf(machine, `${key} ${seq}`, content));
  }
  return { state: known, alerts };
}

/** What is silent, and when it will have been so for long enough. */
interface Silence {
  readonly head: number;
  /** When something was last heard, UTC milliseconds. */
  readonly since: number;
}

/** At the clock: each rule about silence finds it once, until there is another record. */
export function lookAtSilence({ machine, rules, state }: Looked, { head, since }: Silence, now: number): Found {
  const alerts: MessageDraft[] = [];
  const silent = { ...state.silent };
  for (const { rule, condition, ends } of silences(rules, state, { head, since })) {
    if (now < ends) continue;
    silent[rule] = head;
    alerts.push(draftOf(machine, `${rule} silent after ${head}`, alertOfSilence(condition, ends)));
  }
  return alerts.length === 0 ? { state, alerts } : { state: { ...state, silent }, alerts };
}

/** When the next rule about silence will find it; null: none will, as things are. */
export function nextSilence({ rules, state }: Looked, silence: Silence): number | null {
  const ends = silences(rules, state, silence).map((each) => each.ends);
  return ends.length === 0 ? null : Math.min(...ends);
}

function silences(rules: readonly StoredRule[], { silent }: AlertState, { head, since }: Silence) {
  return rules.flatMap(({ rule, condition, createdAt }) =>
    condition.when === 'silence' && silent[rule] !== head
      ? [{ rule, condition, ends: Math.max(since, createdAt) + condition.minutes * 60_000 }]
      : [],
  );
}
