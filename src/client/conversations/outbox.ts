import type { Content } from '../../crypto/content.ts';
import type { Bytes } from '../../crypto/encoding.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { ClientFrame, Empties, ServerFrame } from '../../protocol/socket.ts';
import type { OwnAccount } from '../account/own.ts';
import { Lane } from '../lane.ts';
import { Failed, failureOf } from '../outcome.ts';
import type { Clock, Storage } from '../ports.ts';
import type { Failure } from '../api.ts';
import type { Amendment } from './amendments.ts';
import { Refused, Unreachable, bearable } from '../server.ts';
import { clearContent } from './clear.ts';
import type { Contacts } from './contacts.ts';
import type { Epochs } from './epochs.ts';
import { draftsOf } from './pieces.ts';
import { type Draft, OutboxQueue } from './queue.ts';
import { type ConversationRecord, type EpochState, type OutboxItem, wantsAgreement } from './records.ts';
import { sealed } from './sealing.ts';
import type { ConversationTable } from './table.ts';

/** How many messages of one conversation are under way at a time. */
const IN_FLIGHT = 32;
/** All that is under way hears of one passed epoch. */
const UNSEEN_RACES = 2 * IN_FLIGHT;
const LONGEST_PAUSE = 30_000;
/** Milliseconds between an ack and the entry, on a line that is slow or breaks in between. */
const LONGEST_WAY_BACK = 10_000;

/** Milliseconds until what took the place of an answer is here. */
const PLACE_TAKEN = 300;

export interface OutboxLine {
  readonly isLive: boolean;
  send(frame: Extract<ClientFrame, { op: 'send' | 'say' | 'answer' }>): boolean;
}

interface Deps {
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly epochs: Epochs;
  readonly contacts: Contacts;
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
  readonly #queue: OutboxQueue;
  readonly #lanes = new Map<string, Lane>();
  readonly #underWay = new Map<number, { conversation: string; id: string }>();
  /** How often in a row the epoch had passed. */
  readonly #passed = new Map<string, number>();
  /** Of what was added since this device started: what has never begun to go out. */
  readonly #unsent = new Set<string>();
  /** Pieces that the log has brought back, and that wait here for the rest of their text. */
  readonly #inLog = new Set<string>();
  /** Called at every arrival. */
  readonly #waiting = new Set<() => void>();
  #ref = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#queue = new OutboxQueue(deps);
  }

  load(): Promise<void> {
    return this.#queue.load();
  }

  items(conversation: string): readonly OutboxItem[] {
    return this.#queue.of(conversation);
  }

  async add(conversation: string, content: Content, options: { counts: boolean; empties?: Empties }): Promise<void> {
    await this.addAll(conversation, [{ id: this.#deps.newId(), content, ...options }]);
  }

  /** All of them at once or none. */
  async addAll(conversation: string, drafts: readonly Draft[]): Promise<void> {
    await this.#queue.add(conversation, drafts);
    this.pump(conversation);
  }

  /** Whether the server cannot have it: it may be taken back or said otherwise, and nobody will know. */
  neverWent({ id, acked }: OutboxItem): boolean {
    return acked === null && this.#unsent.has(id);
  }

  /** An edit or a reaction in the place of items that never went; null: nothing in their place. */
  async amend(conversation: string, stale: readonly OutboxItem[], content: Amendment | null): Promise<void> {
    const drafts = content ? [{ id: this.#deps.newId(), content, counts: false }] : [];
    for (const { id } of drafts) this.#unsent.add(toBase64url(id));
    for (const { id } of stale) this.#unsent.delete(id);
    await this.#queue.swap(
      conversation,
      stale.map(({ id }) => id),
      drafts,
    );
    this.pump(conversation);
  }

  /** Instead of what waits to say the same and was not sealed yet. */
  async addInstead(conversation: string, draft: Omit<Draft, 'id'>, same: (content: Content) => boolean): Promise<void> {
    const before = this.items(conversation).filter(({ sealed, content }) => sealed === null && same(content));
    await this.#queue.add(conversation, [{ id: this.#deps.newId(), ...draft }]);
    await this.#queue.remove(
      conversation,
      before.map(({ id }) => id),
    );
    this.pump(conversation);
  }

  /** A text of any length up to `limits.longText`: what is too long for one message goes in pieces, stored at once. */
  async addText(conversation: string, text: string, reply: Bytes | null): Promise<void> {
    const { newId } = this.#deps;
    await this.#queue.add(conversation, draftsOf({ id: newId(), text, reply }, newId));
    this.pump(conversation);
  }

  /** To be said again, before what waits; to be stored by whoever asks, with `storedAs`, and then taken. */
  anew(conversation: string, drafts: readonly Draft[]): OutboxItem[] {
    return this.#queue.anew(conversation, drafts);
  }

  take(items: readonly OutboxItem[]): void {
    for (const item of items) this.#queue.replace(item);
  }

  async retry(conversation: string, id: string): Promise<void> {
    const failed = this.#queue.concerning(conversation, id).filter(({ failure }) => failure !== null);
    await this.#queue.keep(failed.map((item) => ({ ...item, failure: null })));
    this.pump(conversation);
  }

  async discard(conversation: string, id: string): Promise<void> {
    const waiting = this.#queue.concerning(conversation, id).filter(({ acked }) => acked === null);
    await this.#queue.remove(
      conversation,
      waiting.map((item) => item.id),
    );
  }

  /** The log has them. A long text stays, to be shown whole, until all of it is there. */
  arrived(conversation: string, ids: readonly string[]): void {
    const items = this.items(conversation);
    const arrived = items.filter(({ id }) => ids.includes(id));
    if (arrived.length === 0) return;
    for (const { id } of arrived) this.#inLog.add(id);
    const missing = new Set(
      items.flatMap(({ id, content }) =>
        content.type === 'piece' && !this.#inLog.has(id) ? [toBase64url(content.of)] : [],
      ),
    );
    const stays = ({ content }: OutboxItem) => content.type === 'piece' && missing.has(toBase64url(content.of));
    for (const item of arrived) if (stays(item)) this.#queue.replace({ ...item, acked: item.acked ?? 1 });
    const done = items.filter((item) => this.#inLog.has(item.id) && !stays(item)).map(({ id }) => id);
    for (const id of done) this.#inLog.delete(id);
    this.#queue.forget(conversation, done);
    for (const look of this.#waiting) look();
    this.pump(conversation);
  }

  /** Of what the server has already, resolves once the log has brought it back here; a while later in any case. */
  back(conversation: string, id: string): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(look);
        stop();
        resolve();
      };
      const look = (): void => {
        const items = this.#queue.whole(conversation, id);
        if (items.length === 0 || items.some(({ acked }) => acked === null)) done();
      };
      const stop = this.#deps.clock.after(LONGEST_WAY_BACK, done);
      this.#waiting.add(look);
      look();
    });
  }

  /** The conversation is gone, and what waited there. */
  dropped(conversation: string): void {
    this.#queue.forget(
      conversation,
      this.items(conversation).map(({ id }) => id),
    );
  }

  /** The line is live again: what was under way before may or may not have arrived, so it is sent again. */
  resume(): void {
    this.#underWay.clear();
    for (const conversation of this.#queue.conversations()) this.pump(conversation);
  }

  acked(frame: Extract<ServerFrame, { ev: 'ack' }>): void {
    const under = this.#underWay.get(frame.ref);
    this.#underWay.delete(frame.ref);
    const item = under && this.#queue.find(under.conversation, under.id);
    if (!item) return;
    const { conversation, id } = item;
    if (item.acked === null && frame.seq <= (this.#deps.table.get(conversation)?.cursor ?? 0)) {
      // Its place in the log has come and gone: it was deleted from another device meanwhile.
      this.arrived(conversation, [id]);
      void this.#queue.remove(conversation, [id]);
      return;
    }
    this.#passed.delete(item.conversation);
    this.#queue.replace({ ...item, acked: frame.seq });
    this.#deps.changed(conversation);
    this.pump(conversation);
  }

  async refused(frame: Extract<ServerFrame, { ev: 'refused' }>): Promise<void> {
    const under = this.#underWay.get(frame.ref);
    this.#underWay.delete(frame.ref);
    const item = under && this.#queue.find(under.conversation, under.id);
    if (!item) return;
    const { conversation } = item;
    if (frame.code === 'epoch_passed') {
      await this.#lane(conversation).run(() => this.#sealAnew(conversation));
      return this.#pumpAfterPassing(conversation);
    }
    if (frame.code === 'log_moved') {
      this.#deps.clock.after(PLACE_TAKEN, () => this.pump(conversation));
      return;
    }
    if (frame.code === 'too_many_requests' || frame.code === 'unavailable') {
      this.#deps.clock.after(bearable(frame.retryAfter ?? 1) * 1000, () => this.pump(conversation));
      return;
    }
    if (isPointless(item, frame.code)) await this.#queue.remove(conversation, [item.id]);
    else await this.#queue.keep([{ ...item, failure: frame.code }]);
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
    if (wantsAgreement(record)) throw new Failed('conversation_waits');
    if (record.kind === 'contact') return this.#answer(record, waiting);
    const epoch = record.sealed ? await this.#deps.epochs.ensure(record) : null;
    for (const { id } of waiting.slice(0, room)) {
      const item = this.#queue.find(conversation, id);
      if (!item || item.failure) continue;
      this.#unsent.delete(id);
      if (epoch) this.#sendSealed(await this.#sealed(item, epoch));
      else await this.#sayOne(item);
    }
  }

  #sendSealed({ conversation, id, empties, sealed }: OutboxItem): void {
    if (!sealed) return;
    const envelope = toBase64url(sealed.envelope);
    const ref = ++this.#ref;
    this.#put({ op: 'send', ref, conversation, envelope, ...(empties && { empties }) }, id);
  }

  async #sayOne(item: OutboxItem): Promise<void> {
    const { conversation, id, empties } = item;
    const content = clearContent(item.content);
    if (!content) return this.#queue.keep([{ ...item, failure: 'forbidden' }]);
    const ref = ++this.#ref;
    this.#put({ op: 'say', ref, conversation, id, content, ...(empties && { empties }) }, id);
  }

  /** One after the other, because each is sealed for the place after the one before. */
  async #answer(record: ConversationRecord, waiting: readonly OutboxItem[]): Promise<void> {
    const { conversation } = record;
    const [item] = waiting;
    const busy = [...this.#underWay.values()].some((one) => one.conversation === conversation);
    if (!item || busy) return;
    const seq = Math.max(record.cursor, ...this.items(conversation).map(({ acked }) => acked ?? 0)) + 1;
    const sealed = toBase64url(await this.#deps.contacts.sealed(record, item, seq));
    this.#put({ op: 'answer', ref: ++this.#ref, conversation, id: item.id, seq, sealed }, item.id);
  }

  #put(frame: Extract<ClientFrame, { op: 'send' | 'say' | 'answer' }>, id: string): void {
    this.#underWay.set(frame.ref, { conversation: frame.conversation, id });
    if (!this.#deps.line().send(frame)) this.#underWay.delete(frame.ref);
  }

  async #sealed(item: OutboxItem, epoch: EpochState & { key: Uint8Array }): Promise<OutboxItem> {
    const record = await this.#deps.table.need(item.conversation);
    const next = await sealed(this.#deps, item, { epoch, record, queue: this.items(item.conversation) });
    if (next !== item) await this.#queue.keep([next]);
    return next;
  }

  /** The epoch passed: what has not arrived is sealed again, unseen by the person. */
  async #sealAnew(conversation: string): Promise<void> {
    for (const item of this.items(conversation)) {
      if (item.acked === null && item.sealed) this.#queue.replace({ ...item, sealed: null });
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
    for (const item of this.items(conversation))
      if (item.acked === null) this.#queue.replace({ ...item, failure: code });
    this.#deps.changed(conversation);
  }

  #lane(conversation: string): Lane {
    const lane = this.#lanes.get(conversation) ?? new Lane();
    this.#lanes.set(conversation, lane);
    return lane;
  }
}

/** A reaction is no matter to ask anybody about, nor an edit of what is gone. */
const isPointless = ({ content }: OutboxItem, code: Failure): boolean =>
  content.type === 'reaction' || (content.type === 'edit' && code === 'not_found');
