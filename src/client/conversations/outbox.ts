import type { Content } from '../../crypto/content.ts';
import { type Bytes, decodeCbor, encodeCbor, equalBytes, sha256 } from '../../crypto/encoding.ts';
import { sealMessage } from '../../crypto/message.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import type { Empties, ServerFrame } from '../../protocol/socket.ts';
import type { OwnAccount } from '../account/own.ts';
import { Lane } from '../lane.ts';
import { Failed, failureOf } from '../outcome.ts';
import type { Clock, Storage } from '../ports.ts';
import { Refused, Unreachable } from '../server.ts';
import { after, keys } from '../storageKeys.ts';
import type { Epochs } from './epochs.ts';
import { cut } from './pieces.ts';
import type { ConversationRecord, EpochState, OutboxItem } from './records.ts';
import type { ConversationTable } from './table.ts';

/** How many messages of one conversation are under way at a time. */
const IN_FLIGHT = 32;
/** All that is under way hears of one passed epoch. */
const UNSEEN_RACES = 2 * IN_FLIGHT;
const LONGEST_PAUSE = 30_000;
const NO_PREVIOUS = new Uint8Array(32);

export interface OutboxLine {
  readonly isLive: boolean;
  send(frame: { op: 'send'; ref: number; conversation: string; envelope: string; empties?: Empties }): boolean;
}

interface Deps {
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly epochs: Epochs;
  readonly table: ConversationTable;
  readonly clock: Clock;
  readonly newId: () => Bytes;
  readonly random: (length: number) => Uint8Array;
  readonly line: () => OutboxLine;
  readonly changed: (conversation: string) => void;
}

/**
 * What waits to be in the log. An item is stored before anything is tried, sealed bytes before they are sent, and it is let
 * go only when the log brings it back; so it survives reloads and losses, and is never there twice.
 */
export class Outbox {
  readonly #deps: Deps;
  readonly #items = new Map<string, OutboxItem[]>();
  readonly #lanes = new Map<string, Lane>();
  readonly #underWay = new Map<number, { conversation: string; id: string }>();
  /** How often in a row the epoch had passed. */
  readonly #passed = new Map<string, number>();
  #ref = 0;
  #order = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    const stored = await this.#deps.storage.range('outbox/', after('outbox/'));
    const items = stored.map(([, bytes]) => decodeCbor(bytes) as OutboxItem).toSorted((a, b) => a.order - b.order);
    for (const item of items) {
      this.#order = item.order;
      this.#items.set(item.conversation, [...this.items(item.conversation), { ...item, acked: null }]);
    }
  }

  items(conversation: string): readonly OutboxItem[] {
    return this.#items.get(conversation) ?? [];
  }

  async add(conversation: string, content: Content, options: { counts: boolean; empties?: Empties }): Promise<void> {
    await this.#keep(this.#item(conversation, this.#deps.newId(), content, options));
    this.pump(conversation);
  }

  /** A text of any length up to `limits.longText`: what is too long for one message goes in pieces, stored at once. */
  async addText(conversation: string, text: string, reply: Bytes | null): Promise<void> {
    const pieces = cut(text);
    if (pieces.length === 1) return this.add(conversation, { type: 'text', text, reply }, { counts: true });
    const ids = pieces.map(() => this.#deps.newId());
    const of = ids[0] ?? new Uint8Array(16);
    const items = pieces.map((piece, index) => {
      const content: Content = { type: 'piece', of, index, count: pieces.length, text: piece, reply };
      return this.#item(conversation, ids[index] ?? of, content, { counts: index === 0 });
    });
    await this.#deps.storage.write({
      put: items.map((item) => [keys.outbox(conversation, item.id), encodeCbor(item)]),
    });
    for (const item of items) this.#replace(item);
    this.#deps.changed(conversation);
    this.pump(conversation);
  }

  #item(
    conversation: string,
    id: Uint8Array,
    content: Content,
    options: { counts: boolean; empties?: Empties },
  ): OutboxItem {
    return {
      conversation,
      id: toBase64url(id),
      order: ++this.#order,
      at: this.#deps.clock.now(),
      content,
      counts: options.counts,
      empties: options.empties ?? null,
      sealed: null,
      acked: null,
      failure: null,
    };
  }

  async retry(conversation: string, id: string): Promise<void> {
    for (const item of this.#whole(conversation, id)) if (item.failure) await this.#keep({ ...item, failure: null });
    this.pump(conversation);
  }

  async discard(conversation: string, id: string): Promise<void> {
    const ids = this.#whole(conversation, id)
      .filter(({ acked }) => acked === null)
      .map((item) => item.id);
    await this.#deps.storage.write({ remove: ids.map((one) => keys.outbox(conversation, one)) });
    this.#forget(conversation, ids);
  }

  /** The log has them. A long text stays, to be shown whole, until all of it is there. */
  arrived(conversation: string, ids: readonly string[]): void {
    const arrived = new Set(ids);
    const items = this.items(conversation);
    if (!items.some(({ id }) => arrived.has(id))) return;
    const missing = new Set(
      items.flatMap(({ id, acked, content }) =>
        content.type === 'piece' && acked === null && !arrived.has(id) ? [toBase64url(content.of)] : [],
      ),
    );
    const stays = ({ content }: OutboxItem) => content.type === 'piece' && missing.has(toBase64url(content.of));
    for (const item of items)
      if (arrived.has(item.id) && stays(item)) this.#replace({ ...item, acked: item.acked ?? 1 });
    this.#forget(
      conversation,
      items.filter((item) => isDone(item, arrived) && !stays(item)).map(({ id }) => id),
    );
    this.pump(conversation);
  }

  /** The item with that id, and if it begins a long text all its pieces. */
  #whole(conversation: string, id: string): OutboxItem[] {
    return this.items(conversation).filter(
      (item) => item.id === id || (item.content.type === 'piece' && toBase64url(item.content.of) === id),
    );
  }

  /** The line is live again: what was under way before may or may not have arrived, so it is sent again. */
  resume(): void {
    this.#underWay.clear();
    for (const conversation of this.#items.keys()) this.pump(conversation);
  }

  acked(frame: Extract<ServerFrame, { ev: 'ack' }>): void {
    const under = this.#underWay.get(frame.ref);
    this.#underWay.delete(frame.ref);
    const item = under && this.#find(under.conversation, under.id);
    if (!item) return;
    const { conversation, id } = item;
    if (item.acked === null && frame.seq <= (this.#deps.table.get(conversation)?.cursor ?? 0)) {
      // Its place in the log has come and gone: it was deleted from another device meanwhile.
      void this.#deps.storage.write({ remove: [keys.outbox(conversation, id)] });
      return this.arrived(conversation, [id]);
    }
    this.#passed.delete(item.conversation);
    this.#replace({ ...item, acked: frame.seq });
    this.#deps.changed(conversation);
    this.pump(conversation);
  }

  async refused(frame: Extract<ServerFrame, { ev: 'refused' }>): Promise<void> {
    const under = this.#underWay.get(frame.ref);
    this.#underWay.delete(frame.ref);
    const item = under && this.#find(under.conversation, under.id);
    if (!item) return;
    const { conversation } = item;
    if (frame.code === 'epoch_passed') {
      await this.#lane(conversation).run(() => this.#sealAnew(conversation));
      return this.#pumpAfterPassing(conversation);
    }
    if (frame.code === 'too_many_requests' || frame.code === 'unavailable') {
      this.#deps.clock.after((frame.retryAfter ?? 1) * 1000, () => this.pump(conversation));
      return;
    }
    await this.#keep({ ...item, failure: frame.code });
    this.pump(conversation);
  }

  /** A race or two go by unseen; a server that never takes any epoch is asked ever more seldom. */
  #pumpAfterPassing(conversation: string): void {
    const passed = (this.#passed.get(conversation) ?? 0) + 1;
    this.#passed.set(conversation, passed);
    const pause = passed <= UNSEEN_RACES ? 0 : Math.min(LONGEST_PAUSE, 100 * 2 ** (passed - UNSEEN_RACES));
    if (pause === 0) this.pump(conversation);
    else this.#deps.clock.after(pause, () => this.pump(conversation));
  }

  /** Sends what can be sent now. Quick to call at any occasion. */
  pump(conversation: string): void {
    void this.#lane(conversation)
      .run(() => this.#send(conversation))
      .catch((error: unknown) => this.#postpone(conversation, error));
  }

  async #send(conversation: string): Promise<void> {
    if (!this.#deps.line().isLive) return;
    const under = new Set([...this.#underWay.values()].map(({ id }) => id));
    const waiting = this.items(conversation).filter(
      (item) => item.acked === null && item.failure === null && !under.has(item.id),
    );
    const room = Math.max(
      0,
      IN_FLIGHT - [...this.#underWay.values()].filter((one) => one.conversation === conversation).length,
    );
    if (waiting.length === 0 || room === 0) return;
    const record = await this.#deps.table.need(conversation);
    const epoch = await this.#deps.epochs.ensure(record);
    for (const { id } of waiting.slice(0, room)) {
      const item = this.#find(conversation, id);
      if (!item || item.failure) continue;
      await this.#sendOne(await this.#sealed(item, epoch));
    }
  }

  async #sendOne(item: OutboxItem): Promise<void> {
    if (!item.sealed) return;
    const ref = ++this.#ref;
    const { conversation, id, empties, sealed } = item;
    const frame = {
      op: 'send',
      ref,
      conversation,
      envelope: toBase64url(sealed.envelope),
      ...(empties && { empties }),
    } as const;
    this.#underWay.set(ref, { conversation, id });
    if (!this.#deps.line().send(frame)) this.#underWay.delete(ref);
  }

  async #sealed(item: OutboxItem, epoch: EpochState & { key: Uint8Array }): Promise<OutboxItem> {
    if (item.sealed && equalBytes(item.sealed.epoch, epoch.hash)) return item;
    const { own, random, clock } = this.#deps;
    const record = await this.#deps.table.need(item.conversation);
    const before = this.#linkBefore(item, record);
    const envelope = await sealMessage(
      {
        epochKey: epoch.key,
        header: {
          conversation: fromBase64url(item.conversation),
          epoch: epoch.hash,
          account: own.id,
          chainHead: { number: own.chain.number, hash: own.chain.hash },
          device: own.device.id,
          messageId: fromBase64url(item.id),
          counts: item.counts,
        },
        device: own.device.signing,
        inner: {
          content: item.content,
          sentAt: clock.now(),
          counter: before.counter + 1,
          previous: new Uint8Array(before.hash),
          seen: record.cursor,
          checkpoint: null,
        },
      },
      random,
    );
    const sealed = { epoch: epoch.hash, envelope, counter: before.counter + 1, hash: sha256(envelope) };
    const next = { ...item, sealed };
    await this.#keep(next);
    return next;
  }

  /** The envelope of this device that comes before: one under way, or the newest in the log. */
  #linkBefore(item: OutboxItem, record: ConversationRecord): { counter: number; hash: Uint8Array } {
    const inLog = record.mine ?? { counter: 0, hash: NO_PREVIOUS };
    const earlier = this.items(item.conversation)
      .filter((other) => other.id !== item.id && other.sealed !== null && other.failure === null)
      .map((other) => other.sealed ?? inLog)
      .filter(({ counter }) => counter > inLog.counter);
    return earlier.reduce((newest, one) => (one.counter > newest.counter ? one : newest), inLog);
  }

  /** The epoch passed: what has not arrived is sealed again, unseen by the person. */
  async #sealAnew(conversation: string): Promise<void> {
    for (const item of this.items(conversation)) {
      if (item.acked === null && item.sealed) this.#replace({ ...item, sealed: null });
    }
    const record = this.#deps.table.get(conversation);
    if (!record) return;
    await this.#deps.epochs.afresh(record);
  }

  /** Not possible now. What may pass is tried again; a word for the person is kept where it will not. */
  #postpone(conversation: string, error: unknown): void {
    if (error instanceof Unreachable) return;
    if (error instanceof Refused && error.code === 'too_many_requests') {
      this.#deps.clock.after((error.retryAfter ?? 1) * 1000, () => this.pump(conversation));
      return;
    }
    if (error instanceof Failed && (error.code === 'conversation_waits' || error.code === 'keys_do_not_match')) {
      this.#deps.changed(conversation);
      return;
    }
    const { code } = failureOf(error);
    for (const item of this.items(conversation)) if (item.acked === null) this.#replace({ ...item, failure: code });
    this.#deps.changed(conversation);
  }

  #lane(conversation: string): Lane {
    const lane = this.#lanes.get(conversation) ?? new Lane();
    this.#lanes.set(conversation, lane);
    return lane;
  }

  #find(conversation: string, id: string): OutboxItem | undefined {
    return this.items(conversation).find((item) => item.id === id);
  }

  async #keep(item: OutboxItem): Promise<void> {
    await this.#deps.storage.write({ put: [[keys.outbox(item.conversation, item.id), encodeCbor(item)]] });
    this.#replace(item);
    this.#deps.changed(item.conversation);
  }

  #replace(item: OutboxItem): void {
    const others = this.items(item.conversation);
    const known = others.some(({ id }) => id === item.id);
    this.#items.set(
      item.conversation,
      known ? others.map((other) => (other.id === item.id ? item : other)) : [...others, item],
    );
  }

  #forget(conversation: string, ids: readonly string[]): void {
    this.#items.set(
      conversation,
      this.items(conversation).filter(({ id }) => !ids.includes(id)),
    );
    this.#deps.changed(conversation);
  }
}

/** In the log, now or already. Only pieces of a long text wait here after they are. */
const isDone = (item: OutboxItem, arrived: ReadonlySet<string>): boolean =>
  arrived.has(item.id) || (item.content.type === 'piece' && item.acked !== null);
