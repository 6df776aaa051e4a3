import { isOfServer } from '../../protocol/api/conversations.ts';
import { decodeCbor } from '../../crypto/encoding.ts';
import type { ConversationView } from '../api.ts';
import type { OwnAccount } from '../account/own.ts';
import { Lane } from '../lane.ts';
import type { People } from '../people/people.ts';
import type { Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import { visitorOf } from './contacts.ts';
import { findOrigins } from './origins.ts';
import type { Outbox } from './outbox.ts';
import {
  type ConversationRecord,
  type Received,
  type StoredEntry,
  hasEpochs,
  isDeserted,
  wantsAgreement,
} from './records.ts';
import type { ConversationTable } from './table.ts';
import { type Viewer, itemsOf, partnerOf } from './timeline.ts';

/** So many entries a window has at first, and so many more come with each step up. */
const STEP = 80;

interface OpenWindow {
  entries: StoredEntry[];
  origins: Map<string, StoredEntry>;
  /** The first unread entry when it was opened. */
  firstUnreadAfter: number;
  /** Whether this device has stored more above it. */
  more: boolean;
}

/** A window that is being watched: it closes with the last that listens. */
interface Watched {
  readonly window: Promise<OpenWindow>;
  /** What changes the window does so one after another. */
  readonly lane: Lane;
  readonly listeners: Set<(view: ConversationView) => void>;
}

interface Deps {
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly people: People;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly viewer: Viewer;
  /** Fetches a page of history that is not here yet; answers whether there is more. */
  readonly fetchOlder: (conversation: string) => Promise<boolean>;
}

/** What is on screens: for each conversation that is watched a window from some place in its log to its end. */
export class Windows {
  readonly #deps: Deps;
  readonly #open = new Map<string, Watched>();
  readonly #dirty = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  watch(conversation: string, listener: (view: ConversationView) => void): () => void {
    const watched = this.#open.get(conversation) ?? {
      window: this.#read(conversation),
      lane: new Lane(),
      listeners: new Set<(view: ConversationView) => void>(),
    };
    this.#open.set(conversation, watched);
    watched.listeners.add(listener);
    // A conversation that is not there has nothing to show; the next time it is asked for anew.
    watched.window.then(
      () => this.changed(conversation),
      () => this.#open.delete(conversation),
    );
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0 && this.#open.get(conversation) === watched) this.#open.delete(conversation);
    };
  }

  /** Something that a view shows has changed; listeners hear of it once for all that changes at a time. */
  changed(conversation: string): void {
    if (!this.#open.has(conversation) || this.#dirty.has(conversation)) return;
    this.#dirty.add(conversation);
    queueMicrotask(() => void this.#show(conversation));
  }

  /** What is stored of it is not what it was. */
  again(conversation: string): void {
    const watched = this.#open.get(conversation);
    if (!watched) return;
    void watched.lane.run(async () => Object.assign(await watched.window, await this.#read(conversation)));
    this.changed(conversation);
  }

  allChanged(): void {
    for (const conversation of this.#open.keys()) this.changed(conversation);
  }

  received(conversation: string, { entries, gone, clearedThrough }: Received): void {
    const watched = this.#open.get(conversation);
    if (!watched) return;
    void watched.lane.run(async () => {
      takeIn(await watched.window, entries, { gone, clearedThrough });
      const { entries: inWindow, origins } = await watched.window;
      await findOrigins(this.#deps.storage, conversation, inWindow, origins);
    });
    this.changed(conversation);
  }

  async showOlder(conversation: string): Promise<void> {
    const watched = this.#open.get(conversation);
    const record = this.#deps.table.get(conversation);
    if (!watched || !record) return;
    const lowest = (await watched.window).entries[0]?.seq ?? record.cursor + 1;
    if (lowest <= record.oldest && record.oldest > record.cleared + 1) await this.#deps.fetchOlder(conversation);
    await watched.lane.run(async () => this.#grow(conversation, await watched.window));
  }

  async #grow(conversation: string, window: OpenWindow): Promise<void> {
    const above = await this.#stored(conversation, 0, window.entries[0]?.seq ?? Infinity);
    window.entries = [...above, ...window.entries];
    window.more = above.length === STEP;
    await findOrigins(this.#deps.storage, conversation, window.entries, window.origins);
    this.changed(conversation);
  }

  async showItem(conversation: string, id: string): Promise<boolean> {
    for (;;) {
      const window = await this.#open.get(conversation)?.window;
      if (!window) return false;
      const found = window.entries.find((entry) => entry.id === id);
      if (found) return found.body.kind === 'content';
      const before = window.entries.length;
      await this.showOlder(conversation);
      if (window.entries.length === before) return false;
    }
  }

  async #read(conversation: string): Promise<OpenWindow> {
    await this.#fetchRecent(await this.#deps.table.need(conversation));
    const record = await this.#deps.table.need(conversation);
    const entries = await this.#stored(conversation, 0, Infinity);
    let lowest = entries[0]?.seq ?? 0;
    // It opens at the first unread: that has to be in the window.
    while (record.unread > 0 && lowest > record.read + 1 && lowest > record.oldest) {
      const more = await this.#stored(conversation, 0, lowest);
      if (more.length === 0) break;
      entries.unshift(...more);
      lowest = entries[0]?.seq ?? 0;
    }
    const window: OpenWindow = {
      entries,
      origins: new Map(),
      firstUnreadAfter: record.unread > 0 ? record.read : Infinity,
      more: entries.length >= STEP,
    };
    await findOrigins(this.#deps.storage, conversation, window.entries, window.origins);
    return window;
  }

  /** Of a room only what was said since it was joined comes by itself. Offline, what is here is shown. */
  async #fetchRecent({ conversation, kind, oldest, cursor, cleared }: ConversationRecord): Promise<void> {
    if (!isOfServer(kind) || cursor - oldest >= STEP || oldest <= cleared + 1) return;
    await this.#deps.fetchOlder(conversation).catch(() => undefined);
  }

  async #stored(conversation: string, from: number, below: number): Promise<StoredEntry[]> {
    const end = below === Infinity ? after(`entry/${conversation}/`) : keys.entry(conversation, below);
    const found = await this.#deps.storage.range(keys.entry(conversation, from), end, { limit: STEP, last: true });
    return found.map(([, bytes]) => decodeCbor(bytes) as StoredEntry).toReversed();
  }

  async #show(conversation: string): Promise<void> {
    this.#dirty.delete(conversation);
    const watched = this.#open.get(conversation);
    await watched?.lane.run(async () => {
      const window = await watched.window.catch(() => null);
      const record = this.#deps.table.get(conversation);
      if (!record || !window) return;
      const view = this.#view(record, window);
      for (const listener of watched.listeners) listener(view);
    });
  }

  #view(record: ConversationRecord, window: OpenWindow): ConversationView {
    const { own, people, viewer } = this.#deps;
    const outbox = this.#deps.outbox.items(record.conversation);
    const items = itemsOf({ record, entries: window.entries, outbox, origins: window.origins }, viewer);
    const other = otherOf(record, own.account);
    const { level, until } = viewer.notify(record.conversation, record.kind);
    return {
      conversation: record.conversation,
      kind: record.kind,
      sealed: record.sealed,
      room: record.room,
      machine: record.machine ?? null,
      contact: contactView(record),
      with: partnerOf(record, viewer),
      items,
      older: window.more || record.oldest > record.cleared + 1,
      firstUnread: items.find(({ seq, mine }) => seq !== null && seq > window.firstUnreadAfter && !mine)?.key ?? null,
      unread: record.unread,
      notify: level,
      notifyUntil: until,
      lifetime: record.lifetime?.days ?? 0,
      waiting: isDeserted(record) ? 'removed' : wantsAgreement(record) ? 'unsealed' : people.waiting(other),
      verification: people.verification(other),
      safetyNumber: hasEpochs(record) ? people.safetyNumber(own.chain, other) : null,
    };
  }
}

function contactView({ contact }: ConversationRecord): ConversationView['contact'] {
  if (!contact) return null;
  const { title, opened, failure } = contact;
  return { title, name: visitorOf(contact), email: opened?.email ?? '', readable: !failure };
}

/** History that comes in above a window stays out of it, unless the window is short. */
function takeIn(
  window: OpenWindow,
  entries: readonly StoredEntry[],
  { gone, clearedThrough }: Pick<Received, 'gone' | 'clearedThrough'>,
): void {
  const lowest = window.entries.length < STEP ? 0 : (window.entries[0]?.seq ?? 0);
  const left = window.entries.filter(({ seq }) => seq > clearedThrough && !gone.includes(seq));
  const bySeq = new Map(left.map((entry) => [entry.seq, entry]));
  for (const entry of entries) {
    if (entry.seq >= lowest) bySeq.set(entry.seq, entry);
    else window.more = true;
  }
  window.entries = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
}

/** The other member of a direct conversation; oneself in a conversation with oneself. */
export function otherOf(record: ConversationRecord, account: string): string {
  return record.members.find((member) => member.account !== account)?.account ?? account;
}
