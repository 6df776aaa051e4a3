import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { Terms } from './terms.ts';

/** A message as the index knows it. */
export interface Indexed {
  readonly conversation: string;
  readonly seq: number;
  readonly at: number;
  readonly author: Author;
  readonly terms: ReadonlySet<string>;
}

export interface Author {
  readonly account: string;
  /** In clear logs: the author's name, by the server's word; else empty. */
  readonly by: string;
}

/**
 * Some thousand messages, oldest first, and where each term stands. The messages of `terms[n]` are in `postings` from
 * `starts[n]` to `starts[n + 1]`, as steps from one to the next, seven bits a byte; those of neighbouring terms lie side by
 * side.
 */
export interface Segment {
  readonly at: Float64Array;
  readonly seq: Float64Array;
  /** Places in `conversations`, and in `authors`. */
  readonly conversation: Uint32Array;
  readonly author: Uint32Array;
  readonly conversations: readonly string[];
  readonly authors: readonly Author[];
  readonly terms: Terms;
  readonly starts: Uint32Array;
  readonly postings: Uint8Array;
}

interface Stored {
  readonly at: Uint8Array;
  readonly seq: Uint8Array;
  readonly conversation: Uint8Array;
  readonly author: Uint8Array;
  readonly conversations: readonly string[];
  readonly authors: readonly Author[];
  readonly terms: Uint8Array;
  readonly starts: Uint8Array;
  readonly postings: Uint8Array;
}

const utf8 = { to: new TextEncoder(), from: new TextDecoder('utf-8', { ignoreBOM: true }) };

export function encodeSegment(segment: Segment): Uint8Array {
  const { at, seq, conversation, author, starts, ...rest } = segment;
  return encodeCbor({
    ...rest,
    at: bytesOf(at),
    seq: bytesOf(seq),
    conversation: bytesOf(conversation),
    author: bytesOf(author),
    starts: bytesOf(starts),
    terms: utf8.to.encode(segment.terms.joined),
  });
}

/** @throws EncodingError */
export function decodeSegment(bytes: Uint8Array): Segment {
  const { at, seq, conversation, author, terms, ...rest } = decodeCbor(bytes) as Stored;
  const starts = new Uint32Array(bufferOf(rest.starts));
  return {
    ...rest,
    at: new Float64Array(bufferOf(at)),
    seq: new Float64Array(bufferOf(seq)),
    conversation: new Uint32Array(bufferOf(conversation)),
    author: new Uint32Array(bufferOf(author)),
    starts,
    terms: new Terms(utf8.from.decode(terms), starts.length - 1),
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Of its own, and so at a place where numbers may stand. */
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Calls back with each message of the terms from `first` to before `end`; one that has several of them comes as often. */
export function eachOf(
  { starts, postings }: Segment,
  first: number,
  end: number,
  found: (number: number) => void,
): void {
  for (let term = first; term < end; term++) {
    let message = -1;
    let step = 0;
    let shift = 0;
    for (let at = starts[term] ?? 0; at < (starts[term + 1] ?? 0); at++) {
      const byte = postings[at] ?? 0;
      step |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte & 0x80) continue;
      message += step;
      found(message);
      step = 0;
      shift = 0;
    }
  }
}
