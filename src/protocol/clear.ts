import { z } from 'zod';
import { RuleCondition } from './api/streams.ts';
import { Hash, Lifetime, MessageId, Seq, Time, Username } from './ids.ts';
import { CommentId, ThreadKey } from './comments.ts';
import { isEmoji } from './emoji.ts';
import { limits } from './limits.ts';
import { hasSomethingToSee } from './unseen.ts';

const SaidText = z
  .string()
  .min(1)
  .refine((text) => utf8Length(text) <= limits.messageText, { error: 'too long' });

/** What may be said in a log that the server can read, as a room is. */
export const ClearContent = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('text'),
      text: SaidText,
      /** The message that it answers. */
      reply: MessageId.nullable(),
    }),
    /** Its author says it in other words; one without any is a deletion, and no edit. */
    z.strictObject({
      type: z.literal('edit'),
      target: MessageId,
      text: SaidText.refine(hasSomethingToSee, { error: 'nothing to be seen' }),
    }),
    z.strictObject({
      type: z.literal('reaction'),
      target: MessageId,
      emoji: z.string().max(limits.emoji).refine(isEmoji, { error: 'no emoji' }),
      /** It is taken back. */
      remove: z.boolean(),
    }),
    /** Its author takes a message back for everyone; `hash` is that of the payload which the server empties. */
    z.strictObject({ type: z.literal('deletion'), target: MessageId, hash: Hash }),
    /** Everything up to this seq is deleted for everyone; of a direct conversation only. */
    z.strictObject({ type: z.literal('clearing'), through: Seq }),
    /** From now on everything is deleted for everyone once it is so many days old; of a direct conversation only. */
    z.strictObject({ type: z.literal('lifetime'), days: Lifetime }),
  ])
  .meta({ id: 'ClearContent' });
export type ClearContent = z.infer<typeof ClearContent>;

/** What a rule has found in what a machine sent, or in its silence. Only the server makes it, in the log of a machine's alerts. */
export const AlertContent = z.strictObject({
  type: z.literal('alert'),
  /** Null: a sealed record, which is always an alert, because the server cannot look into it. */
  why: RuleCondition.nullable(),
  /** The record; null for silence. */
  seq: Seq.nullable(),
  /** Of the record; for silence when it had lasted long enough. */
  at: Time,
  level: z.string().nullable(),
  /** Of the record, shortened; empty when it is sealed. */
  text: z.string().max(limits.alertText),
  /** The id of a sealed record, which opens under no other. */
  id: z.string().max(limits.recordId).nullable(),
  /** Base64url. */
  sealed: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(limits.sealedRecord)
    .nullable(),
  /** Others that fit the same, since the alert before it, and were left out. */
  more: z.int().nonnegative(),
});
export type AlertContent = z.infer<typeof AlertContent>;

/** The name by which the server tells of comments; nobody's. */
export const COMMENTS = 'comments';

/** A visitor's comment that waits for review. Only the server makes it, in the log of comments. */
export const NoticeContent = z.strictObject({
  type: z.literal('comment'),
  thread: ThreadKey,
  title: z.string().max(limits.threadTitle),
  comment: CommentId,
  name: z.string().max(4 * limits.visitorName + 1),
  /** Shortened. */
  text: z.string().max(limits.noticeText),
});
export type NoticeContent = z.infer<typeof NoticeContent>;

/** The payload of an entry in a clear log. Who said it, is the server's word: a machine in the log of its alerts, `comments` in that of comments. */
export const ClearMessage = z.strictObject({
  v: z.literal(1),
  id: MessageId,
  by: Username,
  content: z.discriminatedUnion('type', [...ClearContent.options, AlertContent, NoticeContent]),
});
export type ClearMessage = z.infer<typeof ClearMessage>;

/** UTF-8 of its JSON. */
export function encodeClear({ id, by, content }: Omit<ClearMessage, 'v'>): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify({ v: 1, id, by, content }));
}

/** Null when the bytes are no message of this version. */
export function decodeClear(payload: Uint8Array): ClearMessage | null {
  try {
    return ClearMessage.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))).data ?? null;
  } catch {
    return null;
  }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
