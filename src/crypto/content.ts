import { limits } from '../protocol/limits.ts';
import { EncodingError, type Bytes } from './encoding.ts';
import { type OwnWord, ownWordFields, ownWordOf } from './ownWords.ts';
import { arrayOf, booleanOf, bytesOf, integerOf, textOf } from './verify/fields.ts';

/** What a message says. Targets and replies are message ids (16 bytes); a reply copies no text. */
export type Content =
  | { readonly type: 'text'; readonly text: string; readonly reply: Bytes | null }
  | { readonly type: 'edit'; readonly target: Bytes; readonly text: string }
  | { readonly type: 'reaction'; readonly target: Bytes; readonly emoji: string; readonly remove: boolean }
  /** `hash`: of the envelope that is deleted for everyone. */
  | { readonly type: 'deletion'; readonly target: Bytes; readonly hash: Bytes }
  /** Every entry up to this seq is deleted for everyone. */
  | { readonly type: 'clearing'; readonly through: number }
  /** From now on everything is deleted for everyone once it is so many days old; 0: nothing is. */
  | { readonly type: 'lifetime'; readonly days: number }
  /** One of `count` pieces of a long text, from 0; `of` is the message id of the first. */
  | {
      readonly type: 'piece';
      readonly of: Bytes;
      readonly index: number;
      readonly count: number;
      readonly text: string;
      readonly reply: Bytes | null;
    }
  /** A sealed file: its key, where it lies (`blob`), and the hash of its sealed bytes, 32 bytes each. */
  | {
      readonly type: 'file';
      readonly name: string;
      readonly mediaType: string;
      readonly size: number;
      readonly key: Bytes;
      readonly blob: Bytes;
      readonly hash: Bytes;
    }
  | { readonly type: 'system'; readonly event: string }
  /** In the own log. */
  | OwnWord
  /** In the own log: a word said again, which counts as of the place where it was said first. */
  | { readonly type: 'again'; readonly place: number; readonly word: OwnWord }
  /** In the own log: what stands up to there and was not said again after it is void. */
  | { readonly type: 'tidied'; readonly through: number }
  /** Sent by a newer version. It is kept and shown as such, and cannot be sent from here. */
  | { readonly type: 'unknown'; readonly version: number; readonly name: string };

const VERSION = 1;
/** UTF-8 bytes. */
const SHORT_TEXT = 255;
const MOST_DAYS = 36_500;
/** Pieces end between characters, so that there may be one more than the bytes divide into. */
const MOST_PIECES = Math.ceil(limits.longText / limits.messageText) + 1;

/**
 * `[version, type, fields ...]`, for the CBOR of the message.
 * @throws RangeError for 'unknown'.
 */
export function contentFields(content: Content): readonly unknown[] {
  return [VERSION, content.type, ...fieldsOf(content)];
}

function fieldsOf(content: Content): readonly unknown[] {
  switch (content.type) {
    case 'text':
      return [content.text, content.reply];
    case 'edit':
      return [content.target, content.text];
    case 'reaction':
      return [content.target, content.emoji, content.remove];
    case 'deletion':
      return [content.target, content.hash];
    case 'clearing':
      return [content.through];
    case 'lifetime':
      return [content.days];
    case 'piece':
      return [content.of, content.index, content.count, content.text, content.reply];
    case 'file':
      return [content.name, content.mediaType, content.size, content.key, content.blob, content.hash];
    case 'system':
      return [content.event];
    case 'again':
      return [content.place, content.word.type, ...ownWordFields(content.word)];
    case 'tidied':
      return [content.through];
    case 'unknown':
      throw new RangeError('content: unknown content cannot be sent');
    default:
      return ownWordFields(content);
  }
}

/** @throws EncodingError 'wrong shape' when it is neither this version's nor of a newer one. */
export function contentOf(value: unknown): Content {
  const [version, type, ...fields] = arrayOf(value);
  const name = textOf(type);
  return (
    (version === VERSION ? knownContent(name, fields) : null) ?? {
      type: 'unknown',
      version: integerOf(version, 1),
      name,
    }
  );
}

function knownContent(type: string, fields: readonly unknown[]): Content | null {
  switch (type) {
    case 'text': {
      const [text, reply] = arrayOf(fields, 2);
      return { type, text: upTo(limits.messageText, text), reply: replyOf(reply) };
    }
    case 'edit': {
      const [target, text] = arrayOf(fields, 2);
      return { type, target: messageIdOf(target), text: upTo(limits.messageText, text) };
    }
    case 'reaction': {
      const [target, emoji, remove] = arrayOf(fields, 3);
      return { type, target: messageIdOf(target), emoji: someText(limits.emoji, emoji), remove: booleanOf(remove) };
    }
    case 'deletion': {
      const [target, hash] = arrayOf(fields, 2);
      return { type, target: messageIdOf(target), hash: bytesOf(hash, 32) };
    }
    case 'clearing': {
      const [through] = arrayOf(fields, 1);
      return { type, through: integerOf(through, 1) };
    }
    case 'lifetime': {
      const [days] = arrayOf(fields, 1);
      return { type, days: integerOf(days, 0, MOST_DAYS) };
    }
    case 'piece':
      return pieceOf(fields);
    case 'file':
      return fileOf(fields);
    case 'system': {
      const [event] = arrayOf(fields, 1);
      return { type, event: someText(SHORT_TEXT, event) };
    }
    case 'again':
      return againOf(fields);
    case 'tidied': {
      const [through] = arrayOf(fields, 1);
      return { type, through: integerOf(through, 1) };
    }
    default:
      return ownWordOf(type, fields);
  }
}

/** A word that this version does not know is not known when it is said again either. */
function againOf([place, type, ...fields]: readonly unknown[]): Content | null {
  const word = ownWordOf(textOf(type), fields);
  return word && { type: 'again', place: integerOf(place, 1), word };
}

function pieceOf(fields: readonly unknown[]): Content {
  const [of, index, count, text, reply] = arrayOf(fields, 5);
  const pieces = integerOf(count, 1, MOST_PIECES);
  return {
    type: 'piece',
    of: messageIdOf(of),
    index: integerOf(index, 0, pieces - 1),
    count: pieces,
    text: upTo(limits.messageText, text),
    reply: replyOf(reply),
  };
}

function fileOf(fields: readonly unknown[]): Content {
  const [name, mediaType, size, key, blob, hash] = arrayOf(fields, 6);
  return {
    type: 'file',
    name: someText(SHORT_TEXT, name),
    mediaType: someText(SHORT_TEXT, mediaType),
    size: integerOf(size, 0),
    key: bytesOf(key, 32),
    blob: bytesOf(blob, 32),
    hash: bytesOf(hash, 32),
  };
}

const messageIdOf = (value: unknown): Bytes => bytesOf(value, 16);
const replyOf = (value: unknown): Bytes | null => (value === null ? null : messageIdOf(value));

function upTo(most: number, value: unknown): string {
  const text = textOf(value);
  if (new TextEncoder().encode(text).length > most) throw new EncodingError('wrong shape');
  return text;
}

function someText(most: number, value: unknown): string {
  const text = upTo(most, value);
  if (text === '') throw new EncodingError('wrong shape');
  return text;
}
