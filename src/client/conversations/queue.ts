import type { Content } from '../../crypto/content.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Empties } from '../../protocol/socket.ts';
import { Lane } from '../lane.ts';
import type { Clock, Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import type { OutboxItem } from './records.ts';

interface Deps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly changed: (conversation: string) => void;
}

export interface Draft {
  readonly id: Uint8Array;
  readonly content: Content;
  readonly counts: boolean;
  readonly empties?: Empties;
}

/** What waits in each conversation, in the order in which it was written; stored on the device before anything is tried. */
export class OutboxQueue {
  readonly #deps: Deps;
  readonly #items = new Map<string, OutboxItem[]>();
  readonly #lane = new Lane();
  #order = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    const stored = await this.#deps.storage.range('outbox/', after('outbox/'));
    const items = stored.map(([, bytes]) => decodeCbor(bytes) as OutboxItem).toSorted((a, b) => a.order - b.order);
    for (const item of items) {
      this.#order = item.order;
      this.#items.set(item.conversation, [...this.of(item.conversation), { ...item, acked: null }]);
    }
  }

  conversations(): Iterable<string> {
    return this.#items.keys();
  }

  of(conversation: string): readonly OutboxItem[] {
    return this.#items.get(conversation) ?? [];
  }

  find(conversation: string, id: string): OutboxItem | undefined {
    return this.of(conversation).find((item) => item.id === id);
  }

  /** The item with that id, and if it begins a long text all its pieces. */
  whole(conversation: string, id: string): OutboxItem[] {
    return this.of(conversation).filter(
      (item) => item.id === id || (item.content.type === 'piece' && toBase64url(item.content.of) === id),
    );
  }

  /** The same, with the edits of it that wait. */
  concerning(conversation: string, id: string): OutboxItem[] {
    const edits = this.of(conversation).filter(
      ({ content }) => content.type === 'edit' && toBase64url(content.target) === id,
    );
    return [...this.whole(conversation, id), ...edits];
  }

  /** All of them at once or none; one call after the other, so that nothing overtakes what was written before it. */
  add(conversation: string, drafts: readonly Draft[]): Promise<void> {
    return this.#lane.run(() => this.keep(this.drafted(conversation, drafts)));
  }

  /** They have their place in the order, and are not stored yet. */
  drafted(conversation: string, drafts: readonly Draft[]): OutboxItem[] {
    return drafts.map(({ id, content, counts, empties }) => ({
      conversation,
      id: toBase64url(id),
      order: ++this.#order,
      at: this.#deps.clock.now(),
      content,
      counts,
      empties: empties ?? null,
      sealed: null,
      acked: null,
      failure: null,
    }));
  }

  /** All that is to be sent there, these drafts before what waits already, sealed anew; nothing of it is stored yet. */
  anew(conversation: string, drafts: readonly Draft[]): OutboxItem[] {
    const first = this.drafted(conversation, drafts);
    const waiting = this.of(conversation).map((item) => ({ ...item, order: ++this.#order, sealed: null, acked: null }));
    return [...first, ...waiting];
  }

  /** Stores items that changed. */
  async keep(items: readonly OutboxItem[]): Promise<void> {
    await this.#deps.storage.write({
      put: items.map(storedAs),
    });
    for (const item of items) this.replace(item);
    for (const conversation of new Set(items.map((item) => item.conversation))) this.#deps.changed(conversation);
  }

  /** These drafts in the place of items that go nowhere, which nobody sends from now on. */
  async swap(conversation: string, ids: readonly string[], drafts: readonly Draft[]): Promise<void> {
    this.forget(conversation, ids);
    const items = this.drafted(conversation, drafts);
    const remove = ids.map((id) => keys.outbox(conversation, id));
    await this.#deps.storage.write({ put: items.map(storedAs), remove });
    for (const item of items) this.replace(item);
    this.#deps.changed(conversation);
  }

  /** A change that does not have to survive a reload. */
  replace(item: OutboxItem): void {
    const others = this.of(item.conversation);
    const known = others.some(({ id }) => id === item.id);
    this.#items.set(
      item.conversation,
      known
        ? others.map((other) => (other.id === item.id ? item : other))
        : [...others, item].toSorted((a, b) => a.order - b.order),
    );
  }

  async remove(conversation: string, ids: readonly string[]): Promise<void> {
    await this.#deps.storage.write({ remove: ids.map((id) => keys.outbox(conversation, id)) });
    this.forget(conversation, ids);
  }

  /** What is stored of them has gone with the batch that brought them back. */
  forget(conversation: string, ids: readonly string[]): void {
    this.#items.set(
      conversation,
      this.of(conversation).filter(({ id }) => !ids.includes(id)),
    );
    this.#deps.changed(conversation);
  }
}

export const storedAs = (item: OutboxItem): readonly [string, Uint8Array] => [
  keys.outbox(item.conversation, item.id),
  encodeCbor(item),
];
