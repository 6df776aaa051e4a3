import { type Author, type Indexed, type Segment, eachOf } from './segment.ts';

/** What is asked of the index. */
export interface Asked {
  /** For each of them a message has to have a term that begins so. */
  readonly beginnings: readonly string[];
  readonly since: number;
  readonly until: number;
  readonly isFrom: (author: Author) => boolean;
  readonly isIn: (conversation: string) => boolean;
}

/** Where a message lies. */
export interface Place {
  readonly conversation: string;
  readonly seq: number;
  readonly at: number;
}

/** How many fit, and of those the newest. */
export interface Matches {
  /** As far as was read. */
  readonly count: number;
  /** Newest first. */
  readonly newest: readonly Place[];
}

export function matchesIn(segment: Segment, asked: Asked, most: number): Matches {
  const { at, seq, conversation, author, conversations, authors } = segment;
  const having = havingAll(segment, asked.beginnings);
  if (having === null) return { count: 0, newest: [] };
  const from = authors.map(asked.isFrom);
  const within = conversations.map(asked.isIn);
  const newest: Place[] = [];
  let count = 0;
  for (let message = at.length - 1; message >= 0; message--) {
    const time = at[message] ?? 0;
    if (having[message] !== asked.beginnings.length || time < asked.since || time >= asked.until) continue;
    const where = conversation[message] ?? 0;
    if (from[author[message] ?? 0] !== true || within[where] !== true) continue;
    count += 1;
    if (newest.length < most)
      newest.push({ conversation: conversations[where] ?? '', seq: seq[message] ?? 0, at: time });
  }
  return { count, newest };
}

/** For each message how many of the beginnings it has, counted only while it has all of those before; null: none has all. */
function havingAll(segment: Segment, beginnings: readonly string[]): Uint8Array | null {
  const having = new Uint8Array(segment.at.length);
  for (const [index, beginning] of beginnings.entries()) {
    let any = false;
    eachOf(segment, ...segment.terms.beginning(beginning), (message) => {
      if (having[message] !== index) return;
      having[message] = index + 1;
      any = true;
    });
    if (!any) return null;
  }
  return having;
}

/** The same of a few messages that are in no segment yet. */
export function matchesAmong(messages: Iterable<Indexed>, asked: Asked, most: number): Matches {
  const found = [...messages].filter(({ conversation, at, author, terms }) => {
    if (at < asked.since || at >= asked.until || !asked.isIn(conversation) || !asked.isFrom(author)) return false;
    return asked.beginnings.every((beginning) => begins(terms, beginning));
  });
  return { count: found.length, newest: newestOf(found, most) };
}

function begins(terms: ReadonlySet<string>, beginning: string): boolean {
  if (terms.has(beginning)) return true;
  for (const term of terms) if (term.startsWith(beginning)) return true;
  return false;
}

export function newestOf(places: readonly Place[], most: number): Place[] {
  return places.toSorted((a, b) => b.at - a.at || b.seq - a.seq).slice(0, most);
}
