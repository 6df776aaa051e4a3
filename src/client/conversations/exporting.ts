import { decodeCbor } from '../../crypto/encoding.ts';
import type { Item } from '../api.ts';
import type { Storage } from '../ports.ts';
import { after as afterAll, keys } from '../storageKeys.ts';
import { findOrigins } from './origins.ts';
import type { StoredEntry } from './records.ts';
import type { ConversationTable } from './table.ts';
import { type Viewer, itemsOf } from './timeline.ts';

const PAGE = 500;

interface Deps {
  readonly storage: Storage;
  readonly table: ConversationTable;
  readonly viewer: Viewer;
  /** Fetches a page of history that is not here yet; answers whether there is more. */
  readonly fetchOlder: (conversation: string) => Promise<boolean>;
}

/** What a conversation holds, page by page from its beginning, to be kept outside of Waxwing. */
export class Exporting {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Fetches what is not on this device yet. */
  async complete(conversation: string): Promise<void> {
    for (let more = true; more;) {
      const { oldest, cleared } = await this.#deps.table.need(conversation);
      more = oldest > cleared + 1 && (await this.#deps.fetchOlder(conversation));
    }
  }

  /** The first items after that seq, and the `after` of what follows; null: nothing does. */
  async page(conversation: string, after: number): Promise<{ items: Item[]; next: number | null }> {
    const { storage, table, viewer } = this.#deps;
    const record = await table.need(conversation);
    const end = afterAll(`entry/${conversation}/`);
    const found = await storage.range(`${keys.entry(conversation, after)}\0`, end, { limit: PAGE });
    const entries = found.map(([, bytes]) => decodeCbor(bytes) as StoredEntry);
    const origins = await findOrigins(storage, conversation, entries);
    const last = entries.at(-1);
    return {
      items: itemsOf({ record, entries, outbox: [], origins, isEnd: false }, viewer),
      next: last !== undefined && entries.length === PAGE ? last.seq : null,
    };
  }
}
