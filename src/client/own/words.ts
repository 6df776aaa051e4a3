import type { Content } from '../../crypto/content.ts';
import type { OwnWord } from '../../crypto/ownWords.ts';
import { toBase64url } from '../../protocol/base64url.ts';

/** A word as this device keeps it. */
export interface KeptWord {
  readonly word: OwnWord;
  /** The entry of the own log that has it. */
  readonly seq: number;
  /** Where it was said first: of two words about the same the later counts. */
  readonly place: number;
  /** Who said it there, and their count of what they have said; not there in words kept by older versions. */
  readonly device?: string | undefined;
  readonly counter?: number | undefined;
  /** Up to there who said it first had the log, as far as this device can know; not there in words kept by older versions. */
  readonly seen?: number | undefined;
  /** When the server had it, UTC milliseconds; not there in what was said again before this device heard it. */
  readonly at?: number | undefined;
}

/** What a word is about: of all with the same subject only the newest counts. */
export function subjectOf(word: OwnWord): string {
  switch (word.type) {
    case 'contact':
    case 'block':
      return `${word.type}/${toBase64url(word.account)}`;
    case 'draft':
    case 'notify':
    case 'unread':
      return `${word.type}/${toBase64url(word.conversation)}`;
    case 'quiet':
      return word.type;
  }
}

/** The word that a message in the own log brings, and since when it counts; null: it brings none. */
export function wordIn(content: Content, seq: number): Pick<KeptWord, 'word' | 'place'> | null {
  if (content.type === 'again') return { word: content.word, place: Math.min(content.place, seq) };
  return isWord(content) ? { word: content, place: seq } : null;
}

/** It says no more than that there is nothing, which a device to come knows by itself. */
export function saysNothing(word: OwnWord): boolean {
  if (word.type === 'draft') return word.text === '' && word.reply === null;
  if (word.type === 'unread') return word.from === 0;
  return word.type === 'quiet' && word.from === word.to;
}

const TYPES: ReadonlySet<string> = new Set<OwnWord['type']>(['contact', 'draft', 'notify', 'quiet', 'unread', 'block']);

const isWord = (content: Content): content is OwnWord => TYPES.has(content.type);
