import { type Author, type Indexed, type Segment, eachOf } from './segment.ts';
import { Terms } from './terms.ts';

/** Whether a message is not to be found any more. */
export type IsGone = (conversation: string, seq: number) => boolean;

interface Source {
  readonly at: number;
  readonly seq: number;
  readonly conversation: string;
  readonly author: Author;
  /** Takes its place in the segment that is being made. */
  place: number;
}

/** The segment of these messages. */
export function segmentOf(messages: readonly Indexed[]): Segment {
  const sources = messages.map(({ at, seq, conversation, author }) => ({ at, seq, conversation, author, place: 0 }));
  const terms = new Map<string, number[]>();
  const ordered = placed(sources);
  for (const [index, message] of messages.entries()) {
    for (const term of message.terms) placesOf(terms, term).push(sources[index]?.place ?? 0);
  }
  return assemble(ordered, terms);
}

/** One segment of several, without what is gone: no term stays of which nothing is left. */
export function mergedSegment(segments: readonly Segment[], isGone: IsGone = () => false): Segment {
  const sources = segments.map((segment) => sourcesOf(segment, isGone));
  const ordered = placed(sources.flat().filter((source) => source !== null));
  const terms = new Map<string, number[]>();
  for (const [index, segment] of segments.entries()) {
    for (const [number, term] of segment.terms.all().entries()) {
      let places: number[] | null = null;
      eachOf(segment, number, number + 1, (message) => {
        const source = sources[index]?.[message];
        if (source) (places ??= placesOf(terms, term)).push(source.place);
      });
    }
  }
  return assemble(ordered, terms);
}

function sourcesOf(
  { at, seq, conversation, author, conversations, authors }: Segment,
  isGone: IsGone,
): (Source | null)[] {
  return Array.from(at, (time, index) => {
    const where = conversations[conversation[index] ?? 0] ?? '';
    const place = seq[index] ?? 0;
    if (isGone(where, place)) return null;
    return {
      at: time,
      seq: place,
      conversation: where,
      author: authors[author[index] ?? 0] ?? { account: '', by: '' },
      place: 0,
    };
  });
}

function placed(sources: readonly Source[]): Source[] {
  const ordered = sources.toSorted((a, b) => a.at - b.at || a.seq - b.seq);
  for (const [place, source] of ordered.entries()) source.place = place;
  return ordered;
}

function placesOf(terms: Map<string, number[]>, term: string): number[] {
  const known = terms.get(term);
  if (known) return known;
  const places: number[] = [];
  terms.set(term, places);
  return places;
}

function assemble(ordered: readonly Source[], found: ReadonlyMap<string, number[]>): Segment {
  // Without a comparison of its own it goes by UTF-16 units, and several times as fast.
  const terms = [...found.keys()].toSorted();
  const starts = new Uint32Array(terms.length + 1);
  const postings = new Steps();
  for (const [index, term] of terms.entries()) {
    postings.write((found.get(term) ?? []).toSorted((a, b) => a - b));
    starts[index + 1] = postings.length;
  }
  const conversations = new Numbered<string>();
  const authors = new Numbered<Author>();
  return {
    at: Float64Array.from(ordered, ({ at }) => at),
    seq: Float64Array.from(ordered, ({ seq }) => seq),
    conversation: Uint32Array.from(ordered, ({ conversation }) => conversations.of(conversation, conversation)),
    author: Uint32Array.from(ordered, ({ author }) => authors.of(`${author.account} ${author.by}`, author)),
    conversations: conversations.all,
    authors: authors.all,
    terms: Terms.of(terms),
    starts,
    postings: postings.bytes(),
  };
}

/** Gives each value a number, the same one the same. */
class Numbered<Value> {
  readonly all: Value[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string, value: Value): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.all.length);
    return this.all.push(value) - 1;
  }
}

/** Grows as numbers are written, each as the step from the one before. */
class Steps {
  #bytes = new Uint8Array(1024);
  length = 0;

  write(numbers: readonly number[]): void {
    let last = -1;
    for (const number of numbers) {
      let step = number - last;
      last = number;
      if (this.length + 5 > this.#bytes.length) this.#grow();
      for (; step > 0x7f; step >>>= 7) this.#bytes[this.length++] = (step & 0x7f) | 0x80;
      this.#bytes[this.length++] = step;
    }
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
