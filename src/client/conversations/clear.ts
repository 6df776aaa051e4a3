import type { Content } from '../../crypto/content.ts';
import { equalBytes, sha256 } from '../../crypto/encoding.ts';
import type { Entry } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { type ClearContent, type ClearMessage, COMMENTS, decodeClear } from '../../protocol/clear.ts';
import { Lifetime } from '../../protocol/ids.ts';
import type { ConversationRecord, StoredBody, StoredEntry } from './records.ts';

/** Who speaks in a log in which the server alone does. */
export interface Speaker {
  readonly by: string;
  readonly tells: 'alert' | 'comment';
}

/** Null: people speak there. */
export function speakerOf({ kind, machine }: Pick<ConversationRecord, 'kind' | 'machine'>): Speaker | null {
  if (kind === 'comments') return { by: COMMENTS, tells: 'comment' };
  return machine ? { by: machine, tells: 'alert' } : null;
}

/**
 * An entry of a log that the server can read: who said it is the server's word.
 * @param speaker who alone speaks in the log; there is nothing else in it, and what they tell is nowhere else
 */
export function openClear(entry: Entry, speaker: Speaker | null): StoredEntry {
  const { seq, account, device, at, counts, hash } = entry;
  const place = { seq, account: account ?? '', device: device ?? '', at, counts, hash, counter: 0, previous: null };
  if (entry.payload === null) return { ...place, id: null, body: { kind: 'emptied' } };
  if (entry.kind !== 'message') return { ...place, id: null, body: invalid('not a message') };
  const payload = fromBase64url(entry.payload);
  if (!equalBytes(sha256(payload), fromBase64url(hash))) {
    return { ...place, id: null, body: invalid('another hash') };
  }
  const message = decodeClear(payload);
  if (!message) return { ...place, id: null, body: newer };
  const { id, by, content } = message;
  // Whoever has no account id yet is told from others by name.
  const said = { ...place, account: account ?? `@${by}`, id, by };
  if (speaker !== null && (speaker.by !== by || account !== null))
    return { ...said, body: invalid('of somebody else') };
  return { ...said, body: bodyOf(content, speaker?.tells ?? null) };
}

function bodyOf(content: ClearMessage['content'], told: Speaker['tells'] | null): StoredBody {
  switch (content.type) {
    case 'alert':
      return told === 'alert' ? { kind: 'alert', alert: content } : invalid('an alert of nobody');
    case 'comment':
      return told === 'comment' ? { kind: 'comment', comment: content } : invalid('a comment of nobody');
    default: {
      // A comment that was deleted is taken back here too.
      const fits = told === null || (told === 'comment' && content.type === 'deletion');
      return fits ? { kind: 'content', content: contentOf(content) } : invalid('not what is told here');
    }
  }
}

/** What goes out of this content; null for what is not said in clear. */
export function clearContent(content: Content): ClearContent | null {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: content.text, reply: content.reply && toBase64url(content.reply) };
    case 'edit':
      return { type: 'edit', target: toBase64url(content.target), text: content.text };
    case 'reaction':
      return { ...content, target: toBase64url(content.target) };
    case 'deletion':
      return { type: 'deletion', target: toBase64url(content.target), hash: toBase64url(content.hash) };
    case 'clearing':
      return { type: 'clearing', through: content.through };
    case 'lifetime': {
      const days = Lifetime.safeParse(content.days);
      return days.success ? { type: 'lifetime', days: days.data } : null;
    }
    default:
      return null;
  }
}

function contentOf(content: ClearContent): Content {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: content.text, reply: content.reply === null ? null : fromBase64url(content.reply) };
    case 'edit':
      return { ...content, target: fromBase64url(content.target) };
    case 'reaction':
      return { ...content, target: fromBase64url(content.target) };
    case 'deletion':
      return { type: 'deletion', target: fromBase64url(content.target), hash: fromBase64url(content.hash) };
    case 'clearing':
    case 'lifetime':
      return content;
  }
}

const newer: StoredBody = { kind: 'content', content: { type: 'unknown', version: 2, name: 'clear' } };

const invalid = (reason: string): StoredBody => ({ kind: 'invalid', reason });
