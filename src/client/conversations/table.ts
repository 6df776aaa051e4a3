import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { type Conversation, getConversation, isOfServer, isTold } from '../../protocol/api/conversations.ts';
import { Lane } from '../lane.ts';
import type { Changes, Storage } from '../ports.ts';
import { Refused, type Server } from '../server.ts';
import { after, keys, prefixesOf } from '../storageKeys.ts';
import { Failed } from '../outcome.ts';
import { forget } from './forgetting.ts';
import { type ConversationRecord, type Received } from './records.ts';
import { intruderIn } from './roster.ts';

/**
 * Conversations with less history than this are fetched from their beginning; others, and rooms, from their end. Of alerts
 * so many come.
 */
const SHORT = 100;

interface ConversationTableDeps {
  readonly server: Server;
  readonly storage: Storage;
  readonly account: string;
  /** The server shows somebody in a conversation who is not in it. */
  readonly intruder: (account: string, conversation: string) => Promise<void>;
  /** What else has to be written with these changes. */
  readonly noted: (record: ConversationRecord, changes: Changes) => Changes['put'] & {};
  /** Nothing of it is stored any more. */
  readonly dropped: (conversation: string) => void;
  /** After it is stored; with the entries that came or changed with it. */
  readonly changed: (conversation: string, received: Received | null) => void;
}

/** All conversations as this device has them, and for each the lane in which it changes. */
export class ConversationTable {
  readonly #records = new Map<string, ConversationRecord>();
  readonly #lanes = new Map<string, Lane>();
  readonly #deps: ConversationTableDeps;

  constructor(deps: ConversationTableDeps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    for (const [, bytes] of await this.#deps.storage.range('conversation/', after('conversation/'))) {
      const record = decodeCbor(bytes) as ConversationRecord;
      this.#records.set(record.conversation, record);
    }
  }

  all(): ConversationRecord[] {
    return [...this.#records.values()];
  }

  get(conversation: string): ConversationRecord | undefined {
    return this.#records.get(conversation);
  }

  /** One act at a time for a conversation, in the order of the calls. */
  alone<Value>(conversation: string, act: () => Promise<Value>): Promise<Value> {
    const lane = this.#lanes.get(conversation) ?? new Lane();
    this.#lanes.set(conversation, lane);
    return lane.run(act);
  }

  /** The record, asked of the server if it is new here. */
  async need(conversation: string): Promise<ConversationRecord> {
    return this.#records.get(conversation) ?? this.refresh(conversation);
  }

  async refresh(conversation: string): Promise<ConversationRecord> {
    return this.merge(await this.#deps.server.call(getConversation, { params: { conversation } }));
  }

  /** Asks anew. A room that the account has left, or alerts that it follows no more, are dropped. */
  async follow(conversation: string): Promise<void> {
    try {
      await this.refresh(conversation);
    } catch (error) {
      const known = this.get(conversation);
      if (!known || !isOfServer(known.kind) || !(error instanceof Refused) || error.code !== 'not_found') throw error;
      await this.drop(conversation);
    }
  }

  /**
   * Takes the server's word about a conversation, but for who is in it.
   * @throws Failed `keys_do_not_match`
   */
  async merge(served: Conversation): Promise<ConversationRecord> {
    const intruder = intruderIn(served, this.#deps.account);
    if (intruder !== null) {
      await this.#deps.intruder(intruder, served.conversation);
      throw new Failed('keys_do_not_match');
    }
    const known = this.#records.get(served.conversation);
    if (known && known.kind !== served.kind) throw new Failed('keys_do_not_match');
    const gone = { cleared: known?.cleared ?? 0, hidden: known?.hidden ?? [] };
    const { record, changes } = await forget(this.#deps.storage, gone, merged(known, served, this.#deps.account));
    await this.write(record, changes);
    return record;
  }

  /** Deletes for this account what is on this device: everything up to `through`, or single entries. */
  async forget(conversation: string, what: { through?: number; hidden?: readonly number[] }): Promise<void> {
    const known = await this.need(conversation);
    const cleared = Math.max(known.cleared, what.through ?? 0);
    const hidden = [...known.hidden, ...(what.hidden ?? [])];
    const next = { ...known, cleared, hidden, oldest: Math.max(known.oldest, cleared + 1) };
    const { record, changes } = await forget(this.#deps.storage, known, next);
    await this.write({ ...record, unread: record.last ? record.unread : 0 }, changes);
  }

  /** It is not the account's any more: a room that was left. What waited to be said there goes with it. */
  async drop(conversation: string): Promise<void> {
    const { storage, dropped, changed } = this.#deps;
    if (!this.#records.has(conversation)) return;
    const lying = await Promise.all(prefixesOf(conversation).map((prefix) => storage.range(prefix, after(prefix))));
    const remove = lying.flat().map(([key]) => key);
    await storage.write({ remove: [...remove, keys.conversation(conversation)] });
    this.#records.delete(conversation);
    dropped(conversation);
    changed(conversation, null);
  }

  /** Keeps the record together with whatever else changed with it. */
  async write(record: ConversationRecord, changes: Changes = {}, received: Received | null = null): Promise<void> {
    const stored = [keys.conversation(record.conversation), encodeCbor(record)] as const;
    const put = [...(changes.put ?? []), stored, ...this.#deps.noted(record, changes)];
    await this.#deps.storage.write({ put, remove: changes.remove ?? [] });
    this.#records.set(record.conversation, record);
    this.#deps.changed(record.conversation, received);
  }

  /** Applies a change to the record as it is at that moment. */
  async update(conversation: string, change: (record: ConversationRecord) => ConversationRecord): Promise<void> {
    const record = this.#records.get(conversation);
    if (!record) return;
    const next = change(record);
    if (next !== record) await this.write(next);
  }
}

export function merged(
  known: ConversationRecord | undefined,
  served: Conversation,
  account: string,
): ConversationRecord {
  const { conversation, kind, sealed, room, machine, contact, createdAt, members, head, cleared, hidden } = served;
  const start = startOf(served);
  const servedRead = members.find((member) => member.account === account)?.read ?? 0;
  // What this device has read or received and the answer does not know yet holds; otherwise the server counts.
  const ahead = known !== undefined && (known.read > servedRead || known.countedTo > head.seq);
  return {
    conversation,
    kind,
    // What was sealed once is sealed for ever, whatever the server says.
    sealed: known?.sealed === true || sealed,
    room,
    machine,
    // The form stays the one that it was opened for.
    contact: contact && { opened: null, failure: false, ...contact, ...known?.contact, read: contact.read },
    agreed: known?.agreed,
    lifetime: known?.lifetime,
    createdAt,
    members,
    cursor: Math.max(known?.cursor ?? start, cleared),
    letGo: known?.letGo,
    oldest: Math.max(known?.oldest ?? start + 1, cleared + 1),
    cleared: Math.max(cleared, known?.cleared ?? 0),
    hidden: [...new Set([...(known?.hidden ?? []), ...hidden])],
    read: Math.max(servedRead, known?.read ?? 0),
    unread: ahead ? known.unread : served.unread,
    countedTo: ahead ? known.countedTo : head.seq,
    last: known?.last ?? null,
    mine: known?.mine ?? null,
    at: Math.max(known?.last?.at ?? 0, head.seq > cleared ? head.at : 0, createdAt),
  };
}

/** The entry before the first that comes by itself. */
function startOf({ kind, head, cleared }: Conversation): number {
  if (isTold(kind)) return Math.max(cleared, head.seq - SHORT);
  return kind !== 'room' && head.seq - cleared <= SHORT ? cleared : head.seq;
}
