import { sha256 } from '../../../crypto/encoding.ts';
import type { RuleCondition } from '../../../protocol/api/streams.ts';
import { toBase64url } from '../../../protocol/base64url.ts';
import { encodeClear, type AlertContent } from '../../../protocol/clear.ts';
import { limits } from '../../../protocol/limits.ts';
import type { MessageDraft, StoredRecord } from '../ports.ts';

const EMPTY = { type: 'alert', seq: null, level: null, text: '', id: null, sealed: null, more: 0 } as const;

/** What is to be told of a record, by a rule or (null) because it is sealed. */
export function alertOf(why: RuleCondition | null, record: StoredRecord, more: number): AlertContent {
  const { seq, at, message, level, sealed, id } = record;
  if (sealed) return { ...EMPTY, why, seq, at, level, id, sealed: message, more };
  return { ...EMPTY, why, seq, at, level, text: message.slice(0, limits.alertText).toWellFormed(), more };
}

/** The same of a record that is not kept any more. */
export function alertOfLost(why: RuleCondition | null, seq: number, at: number, more: number): AlertContent {
  return { ...EMPTY, why, seq, at, more };
}

/** @param at when it had been silent for long enough, UTC milliseconds */
export function alertOfSilence(why: RuleCondition, at: number): AlertContent {
  return { ...EMPTY, why, at };
}

/** @param mark what stands for it alone in the log: the rule with the record, or with the head of a stream that fell silent */
export function draftOf(machine: string, mark: string, content: AlertContent): MessageDraft {
  const messageId = new Uint8Array(16);
  // In the order of time, as the ids of people's messages.
  new DataView(messageId.buffer).setBigUint64(0, BigInt(content.at) << 16n);
  messageId.set(sha256(new TextEncoder().encode(mark)).subarray(0, 10), 6);
  return { messageId, payload: encodeClear({ id: toBase64url(messageId), by: machine, content }) };
}
