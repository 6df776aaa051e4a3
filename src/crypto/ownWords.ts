import { limits } from '../protocol/limits.ts';
import { EncodingError, type Bytes } from './encoding.ts';
import { arrayOf, booleanOf, bytesOf, integerOf, textOf } from './verify/fields.ts';

/**
 * What an account tells its own devices in its own log, each about one thing, of which the newest word counts.
 * Conversations and accounts are ids of 32 bytes.
 */
export type OwnWord =
  /** The identity (SHA-256 of its key) that this account trusts for another, and whether it was compared. */
  | { readonly type: 'contact'; readonly account: Bytes; readonly identity: Bytes; readonly verified: boolean }
  /** Begun and not sent; `over`: place in the own log of the draft that its box had taken from elsewhere, 0: none. */
  | {
      readonly type: 'draft';
      readonly conversation: Bytes;
      readonly text: string;
      readonly reply: Bytes | null;
      readonly over: number;
    }
  /** What a person is told of; `until`: UTC milliseconds after which it is what it is by itself, 0: for good. */
  | { readonly type: 'notify'; readonly conversation: Bytes; readonly level: NotifyLevel; readonly until: number }
  /** Minutes of the local day between which nobody is told of anything; the same twice: there are none. */
  | { readonly type: 'quiet'; readonly from: number; readonly to: number }
  /** Unread for the person from that seq on, however far it was read; 0: no more. */
  | { readonly type: 'unread'; readonly conversation: Bytes; readonly from: number }
  /** Whether what somebody writes is wanted; not blocked says that they are no stranger. */
  | { readonly type: 'block'; readonly account: Bytes; readonly blocked: boolean };

const NOTIFY_LEVELS = ['all', 'mentions', 'none'] as const;
export type NotifyLevel = (typeof NOTIFY_LEVELS)[number];

const DAY_MINUTES = 24 * 60;

export function ownWordFields(word: OwnWord): readonly unknown[] {
  switch (word.type) {
    case 'contact':
      return [word.account, word.identity, word.verified];
    case 'draft':
      return [word.conversation, word.text, word.reply, word.over];
    case 'notify':
      return [word.conversation, word.level, word.until];
    case 'quiet':
      return [word.from, word.to];
    case 'unread':
      return [word.conversation, word.from];
    case 'block':
      return [word.account, word.blocked];
  }
}

/** Null: no such word. @throws EncodingError 'wrong shape' */
export function ownWordOf(type: string, fields: readonly unknown[]): OwnWord | null {
  switch (type) {
    case 'contact': {
      const [account, identity, verified] = arrayOf(fields, 3);
      return { type, account: bytesOf(account, 32), identity: bytesOf(identity, 32), verified: booleanOf(verified) };
    }
    case 'draft': {
      const [conversation, text, reply, over] = arrayOf(fields, 4);
      return {
        type,
        conversation: bytesOf(conversation, 32),
        text: draftText(text),
        reply: reply === null ? null : bytesOf(reply, 16),
        over: integerOf(over, 0),
      };
    }
    case 'notify': {
      const [conversation, level, until] = arrayOf(fields, 3);
      return { type, conversation: bytesOf(conversation, 32), level: levelOf(level), until: integerOf(until, 0) };
    }
    case 'quiet': {
      const [from, to] = arrayOf(fields, 2);
      return { type, from: integerOf(from, 0, DAY_MINUTES - 1), to: integerOf(to, 0, DAY_MINUTES - 1) };
    }
    case 'unread': {
      const [conversation, from] = arrayOf(fields, 2);
      return { type, conversation: bytesOf(conversation, 32), from: integerOf(from, 0) };
    }
    case 'block': {
      const [account, blocked] = arrayOf(fields, 2);
      return { type, account: bytesOf(account, 32), blocked: booleanOf(blocked) };
    }
    default:
      return null;
  }
}

function draftText(value: unknown): string {
  const text = textOf(value);
  if (new TextEncoder().encode(text).length > limits.draftText) throw new EncodingError('wrong shape');
  return text;
}

function levelOf(value: unknown): NotifyLevel {
  const level = NOTIFY_LEVELS.find((one) => one === value);
  if (!level) throw new EncodingError('wrong shape');
  return level;
}
