import type { RecordedAs } from '../../core/ports.ts';
import { IdWindow } from './idWindow.ts';
import { beginning, restsOf, timeOf, type Encoded } from './line.ts';
import { BLOCK, type Mark } from './marks.ts';

/** The end of a day's file, and what is known of what stands before it. */
export interface Tail {
  readonly size: number;
  /** The latest time of all its records, UTC milliseconds. */
  readonly latest: number;
  readonly marks: readonly Mark[];
}

export const EMPTY: Tail = { size: 0, latest: 0, marks: [] };

/** What is written at once. */
export interface Batch {
  /** For each job, in its order; null: its key came with another body before. */
  readonly answers: (RecordedAs[] | null)[];
  readonly bytes: Buffer;
  /** After it is stored. */
  readonly head: number;
  readonly tail: Tail;
  readonly ids: IdWindow;
  /** The last line. */
  readonly newest: string;
}

export interface Before {
  readonly head: number;
  readonly tail: Tail;
  readonly now: number;
  /** Null when none of the records has one. */
  readonly ids: IdWindow | null;
}

/** Numbers the records that are new, and puts their lines together. */
export function compose(jobs: readonly Encoded[], { head, tail, now, ids }: Before): Batch {
  const fresh = new IdWindow();
  const added: Mark[] = [];
  const time = timeOf(now);
  let [text, newest] = ['', ''];
  let [seq, size, latest, marked] = [head, tail.size, tail.latest, tail.marks.at(-1)?.offset ?? -BLOCK];
  const add = (given: number | undefined, rest: string, bytes: number): void => {
    seq += 1;
    const at = Math.min(given ?? now, now);
    if (size - marked >= BLOCK) {
      added.push({ seq, latest, offset: size });
      marked = size;
    }
    const start = beginning(seq, at === now ? time : timeOf(at));
    newest = start + rest;
    text += newest;
    size += start.length + bytes;
    latest = Math.max(latest, at);
  };
  const isReused = ({ keyed }: Encoded): boolean => {
    const body = keyed && (fresh.bodyOf(keyed.key) ?? ids?.bodyOf(keyed.key));
    return body !== undefined && body !== keyed?.body;
  };
  const record = (job: Encoded): RecordedAs[] => {
    const isAscii = job.bytes === job.text.length;
    const recorded: RecordedAs[] = [];
    for (const rest of restsOf(job)) {
      const id = job.ids[recorded.length] ?? null;
      const known = id === null ? undefined : (fresh.get(id) ?? ids?.get(id));
      if (known === undefined) {
        add(job.ats[recorded.length], rest, isAscii ? rest.length : Buffer.byteLength(rest));
        if (id !== null) fresh.add({ id, keyed: job.keyed }, seq);
      }
      recorded.push({ seq: known ?? seq, repeated: known !== undefined });
    }
    return recorded;
  };
  const answers = jobs.map((job) => (isReused(job) ? null : record(job)));
  const marks = added.length === 0 ? tail.marks : [...tail.marks, ...added];
  return { answers, bytes: Buffer.from(text), head: seq, tail: { size, latest, marks }, ids: fresh, newest };
}
