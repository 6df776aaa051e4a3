import { isAtLeast } from '../../../protocol/severity.ts';
import type {
  CountedRecords,
  FoundRecords,
  RecordCondition,
  RecordIndex,
  RecordPage,
  StoredRecord,
} from '../../core/ports.ts';
import type { StreamStore } from '../../core/ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ALONE =
  /[\p{So}\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** The words of a text, as people see them. */
function wordsOf(text: string): string[] {
  const plain = text.toWellFormed().replaceAll(ALONE, ' $& ').normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}\p{So}]+/gu) ?? [];
}

/** Whether the phrase stands somewhere; its last word may be a beginning. */
function stands(phrase: readonly string[], words: readonly string[], open: boolean): boolean {
  return words.some((_, start) =>
    phrase.every((part, at) => {
      const word = words[start + at] ?? '';
      return open && at === phrase.length - 1 ? word.startsWith(part) && word !== '' : word === part;
    }),
  );
}

function fits({ message, level, at, sealed }: StoredRecord, condition: RecordCondition): boolean {
  const { from = 0, to = Infinity } = condition;
  if (at < from || at > to) return false;
  if (condition.level !== undefined && level?.toLowerCase() !== condition.level.toLowerCase()) return false;
  const typed = condition.words?.replaceAll('\0', ' ').split(/\s+/).filter(Boolean) ?? [];
  const phrases = typed.map((word) => wordsOf(word));
  const words = sealed ? [] : wordsOf(message);
  const last = phrases.length - 1;
  const asked = phrases.filter((phrase) => phrase.length > 0);
  if (typed.length > 0 && asked.length === 0) return false;
  return phrases.every((phrase, index) => phrase.length === 0 || stands(phrase, words, index === last));
}

/** An index that has none: it reads everything, each time. What the others are compared with. */
export class PlainIndex implements RecordIndex {
  readonly #streams: StreamStore;
  readonly #heads = new Map<string, number>();

  constructor(streams: StreamStore) {
    this.#streams = streams;
  }

  grown(machine: string, head: number): void {
    this.#heads.set(machine, head);
  }

  async search(machine: string, condition: RecordCondition, page: RecordPage): Promise<FoundRecords> {
    const { records, indexed } = await this.#all(machine);
    const all = records.filter((record) => fits(record, condition)).map(({ seq }) => seq);
    if ('after' in page) {
      const seqs = all.filter((seq) => seq > page.after).slice(0, page.limit);
      const searched = seqs.length < page.limit ? Math.max(indexed, page.after) : (seqs.at(-1) ?? page.after);
      return { seqs, searched, indexed };
    }
    const before = all.filter((seq) => seq < page.before);
    const seqs = before.slice(-page.limit);
    return { seqs, searched: seqs.length < page.limit ? 1 : (seqs[0] ?? 1), indexed };
  }

  async counts(
    machine: string,
    { from, to, spans }: { from: number; to: number; spans: number },
  ): Promise<CountedRecords> {
    const { records, indexed } = await this.#all(machine);
    const unit = to - Math.floor(from / MINUTE) * MINUTE < spans * HOUR ? MINUTE : HOUR;
    const start = Math.floor(from / unit) * unit;
    const end = Math.max(start + unit, Math.ceil(to / unit) * unit);
    const span = Math.ceil((end - start) / unit / spans) * unit;
    const counts = [];
    for (let at = start; at < end; at += span) {
      const inside = records.filter((record) => record.at >= at && record.at < Math.min(at + span, end));
      counts.push({
        at,
        records: inside.length,
        errors: inside.filter(({ level }) => isAtLeast(level, 'error')).length,
      });
    }
    return { span, counts, levels: levelsOf(records), indexed };
  }

  tidy(): void {}

  async close(): Promise<void> {}

  async #all(machine: string): Promise<{ records: StoredRecord[]; indexed: number }> {
    const indexed = this.#heads.get(machine) ?? 0;
    return { records: await this.#streams.read(machine, { after: 0, limit: indexed }), indexed };
  }
}

function levelsOf(records: readonly StoredRecord[]): string[] {
  const counted = new Map<string, number>();
  for (const { level } of records) {
    if (level !== null) counted.set(level.toLowerCase(), (counted.get(level.toLowerCase()) ?? 0) + 1);
  }
  const inOrder = [...counted].toSorted(([one, many], [other, few]) => few - many || (one < other ? -1 : 1));
  return inOrder.slice(0, 50).map(([level]) => level);
}
