import type { Keyed, RecordDraft, StoredRecord } from '../../core/ports.ts';

const NEWLINE = 10;
const BEGINNING = /^\{"seq":([1-9]\d{0,15}),"at":"([\d-]{10}T[\d:.]{12}Z)","endpoint":/;
/** More than the longest that BEGINNING matches. */
const BEGINNING_BYTES = 80;
/** What JSON leaves as it is and some readers take for the end of a line, or a terminal for a command. */
// eslint-disable-next-line no-control-regex
const LOOSE = /[\u007F-\u009F\u2028\u2029]/g;
/** The only one of them in ASCII. */
const DELETE = '\u007F';

/** Between two records of a JSON array: inside a text the quotes would be escaped. */
const BETWEEN = '},{"endpoint":';

/** The records of a call without their numbers and times, which they get when they are written. */
export interface Encoded {
  /** In their order; undefined where none was given. */
  readonly ats: readonly (number | undefined)[];
  readonly ids: readonly (string | null)[];
  readonly keyed: Keyed | undefined;
  /** One JSON array: a text that stays in one piece while it waits costs the collector a fraction of hundreds. */
  readonly text: string;
  readonly bytes: number;
}

/** @throws RangeError for a time before 1970 or that is none */
export function encode(records: readonly RecordDraft[]): Encoded {
  const ats = records.map(({ at }) => at);
  const wrong = ats.find((at) => at !== undefined && !(at >= 0));
  if (wrong !== undefined) throw new RangeError(`${wrong} is no time of a record`);
  // Keys in this order; unpaired surrogates and the controls below space are escaped by JSON itself.
  const fields = records.map(({ endpoint, message, id, level, sealed, keyed }) => ({
    endpoint,
    message,
    id,
    level,
    sealed: sealed ? true : undefined,
    keyed,
  }));
  const text = tightened(JSON.stringify(fields));
  const ids = records.map(({ id }) => id ?? null);
  return { ats, ids, keyed: records[0]?.keyed, text, bytes: Buffer.byteLength(text) };
}

/** What follows number and time on the lines of the records, in their order, with the newline. */
export function* restsOf({ text }: Encoded): Generator<string> {
  for (let at = 2; at < text.length;) {
    const next = text.indexOf(BETWEEN, at);
    const end = next === -1 ? text.length - 2 : next;
    yield `,${text.slice(at, end)}}\n`;
    at = end + 3;
  }
}

/** Looking for one sign is a tenth of looking for a pattern, and nearly all text is ASCII. */
function tightened(text: string): string {
  const isAscii = Buffer.byteLength(text) === text.length;
  return isAscii && !text.includes(DELETE) ? text : text.replace(LOOSE, escaped);
}

const escaped = (each: string): string => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** All ASCII, so its length is its bytes. */
export function beginning(seq: number, time: string): string {
  return `{"seq":${seq},"at":"${time}"`;
}

export const timeOf = (at: number): string => new Date(at).toISOString();

/** Number and time of the line that begins there; null when no whole record can begin like this. */
export function readBeginning(bytes: Buffer, offset: number): { seq: number; at: number } | null {
  const [, seq, time = ''] = BEGINNING.exec(bytes.toString('latin1', offset, offset + BEGINNING_BYTES)) ?? [];
  const at = Date.parse(time);
  return seq === undefined || Number.isNaN(at) ? null : { seq: Number(seq), at };
}

const KEYS = ['seq', 'at', 'endpoint', 'message', 'id', 'level', 'sealed', 'keyed'];

/** The record on a line, without its newline; null when it is not exactly one. */
export function decode(line: Buffer): StoredRecord | null {
  const start = readBeginning(line, 0);
  if (start === null) return null;
  try {
    const fields = JSON.parse(line.toString()) as Record<string, unknown>;
    const { endpoint, message, id = null, level = null, sealed = false, keyed } = fields;
    const known = Object.keys(fields).every((key) => KEYS.includes(key));
    if (!known || typeof endpoint !== 'string' || typeof message !== 'string') return null;
    if (!isTextOrNull(id) || !isTextOrNull(level) || typeof sealed !== 'boolean') return null;
    if (keyed !== undefined && !isKeyed(keyed)) return null;
    return { ...start, endpoint, message, id, level, sealed, ...(keyed && { keyed }) };
  } catch {
    return null;
  }
}

const isKeyed = (value: unknown): value is Keyed =>
  typeof value === 'object' &&
  value !== null &&
  'key' in value &&
  'body' in value &&
  typeof value.key === 'string' &&
  typeof value.body === 'string';

const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** The lines in a piece of a file, each with its offset and without its newline; what follows the last newline is not one. */
export function* linesOf(bytes: Buffer): Generator<{ offset: number; line: Buffer }> {
  for (let offset = 0; ;) {
    const end = bytes.indexOf(NEWLINE, offset);
    if (end === -1) return;
    yield { offset, line: bytes.subarray(offset, end) };
    offset = end + 1;
  }
}
