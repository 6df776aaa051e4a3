import { decodeCbor } from '../../crypto/encoding.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import type { StoredHere } from '../storing.ts';
import { withoutThose } from './forgetting.ts';
import { type ConversationRecord, type StoredEntry, isDeserted, isShown } from './records.ts';
import type { ConversationTable } from './table.ts';

/** So many of the newest entries stay. */
const STAY = 100;
const PAGE = 500;

interface Deps {
  readonly storage: Storage;
  readonly table: ConversationTable;
  /** Whether the server is known to keep messages for ever: else this device may be the only one that has them. */
  readonly serverKeepsAll: () => boolean;
  /** What is stored of it is not what it was. */
  readonly again: (conversation: string) => void;
}

/** Takes off this device what is old and the server has, from the oldest on. */
export class LettingGo {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  stored(): StoredHere {
    const all = this.#deps.table.all();
    const sum = (count: (record: ConversationRecord) => number): number =>
      all.reduce((total, record) => total + Math.max(0, count(record)), 0);
    return {
      entries: sum(({ cursor, oldest }) => cursor - oldest + 1),
      old: sum((record) => this.#boundOf(record) - record.oldest),
    };
  }

  /** Answers how many of them had a place on the screen. Others have their turn between the steps. */
  async old(conversation: string): Promise<number> {
    let messages = 0;
    for (let more = true; more;) {
      const step = await this.#deps.table.alone(conversation, () => this.#step(conversation));
      messages += step.shown;
      more = step.more;
    }
    if (messages > 0) this.#deps.again(conversation);
    return messages;
  }

  async #step(conversation: string): Promise<{ shown: number; more: boolean }> {
    const { storage, table } = this.#deps;
    const record = table.get(conversation);
    if (!record) return { shown: 0, more: false };
    const [from, to] = [keys.entry(conversation, 0), keys.entry(conversation, this.#boundOf(record))];
    const page = (await storage.range(from, to, { limit: PAGE })).map(([, bytes]) => decodeCbor(bytes) as StoredEntry);
    const going = page.slice(0, firstThatStays(page));
    const last = going.at(-1)?.seq;
    if (last === undefined) return { shown: 0, more: false };
    const { put, remove } = await withoutThose(storage, conversation, going);
    await table.write({ ...record, oldest: last + 1, letGo: last }, { put, remove });
    return { shown: going.filter(({ body }) => isShown(body)).length, more: page.length === PAGE };
  }

  /** Everything before this place may go. */
  #boundOf(record: ConversationRecord): number {
    const { kind, cursor, read, oldest } = record;
    const isTalk = kind === 'direct' || kind === 'room';
    if (!isTalk || isDeserted(record) || !this.#deps.serverKeepsAll()) return oldest;
    return Math.max(oldest, Math.min(cursor - STAY, read) + 1);
  }
}

/**
 * What was kept when the server lost it is on this device alone. A long text goes with all its pieces or not at all: what
 * was put together comes back only as a whole.
 */
function firstThatStays(page: readonly StoredEntry[]): number {
  const end = page.at(-1)?.seq ?? 0;
  const stays = page.findIndex(({ seq, body }) => {
    const pieces = body.kind === 'content' ? (body.pieces ?? []) : [];
    return !Number.isInteger(seq) || pieces.some((piece) => piece > end);
  });
  return stays === -1 ? page.length : stays;
}
