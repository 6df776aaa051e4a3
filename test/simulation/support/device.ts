import type { Content } from '../../../src/crypto/content.ts';
import { type Bytes, decodeCbor, encodeCbor, sha256 } from '../../../src/crypto/encoding.ts';
import { sealMessage } from '../../../src/crypto/message.ts';
import type { AccountChain } from '../../../src/crypto/verify/accountChain.ts';
import { type LoginResult, OwnAccount } from '../../../src/client/account/own.ts';
import { renewKeys } from '../../../src/client/account/renewal.ts';
import { Contacts } from '../../../src/client/conversations/contacts.ts';
import { Epochs } from '../../../src/client/conversations/epochs.ts';
import { Receiving } from '../../../src/client/conversations/receiving.ts';
import type {
  ConversationRecord,
  EpochState,
  OutboxItem,
  StoredEntry,
} from '../../../src/client/conversations/records.ts';
import { ConversationTable, merged } from '../../../src/client/conversations/table.ts';
import { KeyCare } from '../../../src/client/keyCare.ts';
import { Failed } from '../../../src/client/outcome.ts';
import { People } from '../../../src/client/people/people.ts';
import type { Changes, Storage } from '../../../src/client/ports.ts';
import { after, keys } from '../../../src/client/storageKeys.ts';
import { uuidv7 } from '../../../src/client/uuid.ts';
import { type Entry, getConversation, listEntries } from '../../../src/protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import type { Empties } from '../../../src/protocol/socket.ts';
import { Refusal } from '../../../src/server/core/refusal.ts';
import type { Line } from './server.ts';

export interface Deps {
  readonly line: Line;
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
  readonly tick: () => number;
}

/** What a device put into a log. */
export interface Sent {
  readonly id: string;
  readonly seq: number;
  readonly envelope: Bytes;
  readonly epoch: EpochState;
  /** Number of each member's chain as the sender knew it. */
  readonly knew: ReadonlyMap<string, number>;
}

const NO_PREVIOUS = new Uint8Array(32);
const TRIES = 8;

/** An honest device: the client's own pieces, without its socket, its outbox and its screen. */
export class SimulatedDevice {
  readonly deps: Deps;
  readonly storage: SortedStorage;
  readonly own: OwnAccount;
  readonly people: People;
  readonly table: ConversationTable;
  readonly epochs: Epochs;
  readonly #receiving: Receiving;
  away = false;
  /** The identity of each contact that its owner saw first, or accepted since. */
  readonly accepted = new Map<string, Uint8Array>();
  /** The account came to be what it is by a reset; what was sealed before opens for nobody of it. */
  readonly since: number;

  private constructor(deps: Deps, storage: SortedStorage, own: OwnAccount, since: number) {
    const { line, random, tick } = deps;
    const server = line.api;
    this.deps = deps;
    this.storage = storage;
    this.own = own;
    this.since = since;
    this.people = new People({ server, storage, now: tick, changed: () => undefined });
    this.table = new TableWithGroups({
      server,
      storage,
      account: own.account,
      intruder: async (account) => {
        throw new Error(`${account} is no member`);
      },
      noted: () => [],
      dropped: () => undefined,
      changed: () => undefined,
    });
    this.epochs = new Epochs({ server, storage, people: this.people, own, random, locked: () => undefined });
    const { people, table, epochs } = this;
    const contacts = new Contacts({ server, own, clock: { now: tick }, random });
    this.#receiving = new Receiving({
      server,
      storage,
      own,
      people,
      epochs,
      contacts,
      table,
      ownWord: async () => undefined,
      arrived: () => undefined,
      later: () => undefined,
      delivered: () => undefined,
    });
  }

  static async begin(deps: Deps, login: LoginResult, since: number): Promise<SimulatedDevice> {
    const storage = new SortedStorage();
    return new SimulatedDevice(deps, storage, await OwnAccount.keep(storage, deps.line.api, login), since);
  }

  /** The same device with another line: what it has is copied. */
  async copy(line: Line): Promise<SimulatedDevice> {
    const storage = this.storage.copy();
    const own = await OwnAccount.load(storage, line.api);
    if (!own) throw new Error('nothing to copy');
    const copy = new SimulatedDevice({ ...this.deps, line }, storage, own, this.since);
    await Promise.all([copy.people.load(), copy.table.load()]);
    return copy;
  }

  get id(): string {
    return this.own.deviceId;
  }

  /** As at every connection. */
  async wake(): Promise<void> {
    await this.own.refresh();
    if (!this.own.isLive) throw new Failed('device_required');
    for (const { conversation } of this.table.all()) {
      const { members } = await this.table.refresh(conversation);
      for (const { account, chainNumber } of members) {
        if (account !== this.own.account) await this.people.chain(account, chainNumber);
      }
    }
    await this.renew();
  }

  /** Answers whether a key was made in the place of one that did not come as it should. @param later days from now */
  renew(later = 0): Promise<boolean> {
    const { random, tick } = this.deps;
    return renewKeys({ storage: this.storage, random }, this.own, tick() + later * 24 * 3600_000);
  }

  /** What the client does by itself; here it does so when a test says. */
  keyCare(): KeyCare {
    const { line, random, tick } = this.deps;
    const { own, people, epochs, table, storage } = this;
    const clock = { now: tick, after: () => () => undefined };
    const person = (account: string) => people.view(account);
    const given = { server: line.api, storage, own, people, epochs, table, receiving: this.#receiving, clock, random };
    return new KeyCare({ ...given, person });
  }

  /** Takes everything that the log has. */
  async receive(conversation: string): Promise<void> {
    const { cursor } = await this.table.need(conversation);
    const { entries } = await this.deps.line.api.call(listEntries, {
      params: { conversation },
      query: { after: cursor, limit: 200 },
    });
    await this.take(conversation, entries);
    const now = this.table.get(conversation)?.cursor ?? 0;
    const end = entries.at(-1)?.seq ?? now;
    if (now < end) throw new Error(`received up to ${now} of ${end}`);
    await this.#receiving.reopen(conversation);
  }

  /** As the socket brings them. */
  async take(conversation: string, entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) this.#receiving.live(conversation, entry);
    await this.table.alone(conversation, async () => undefined);
  }

  /** Judged entries in the order of the log. */
  async entries(conversation: string): Promise<StoredEntry[]> {
    const prefix = `entry/${conversation}/`;
    return (await this.storage.range(prefix, after(prefix))).map(([, bytes]) => decodeCbor(bytes) as StoredEntry);
  }

  /**
   * Seals and sends as the outbox does: under the newest epoch that rests on what is known, again after `epoch_passed`.
   * @throws Failed `conversation_waits`
   */
  async send(conversation: string, content: Content, empties?: Empties, id = this.newId()): Promise<Sent> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const record = await this.table.need(conversation);
      const epoch = await this.epochs.ensure(record);
      const knew = await this.#known(record);
      const envelope = await this.seal(record, epoch, content, !empties, id);
      await this.#keep(id, { conversation, content, counts: !empties, epoch, envelope, record });
      try {
        const { seq } = await this.deps.line.send({ conversation, envelope: toBase64url(envelope), empties });
        return { id: toBase64url(id), seq, envelope, epoch, knew };
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'epoch_passed')) throw error;
        await this.epochs.afresh(record);
      }
    }
    throw new Error(`not sent in ${TRIES} attempts`);
  }

  /** As the outbox does, before it is sent. */
  #keep(
    id: Uint8Array,
    given: Pick<OutboxItem, 'conversation' | 'content' | 'counts'> & {
      epoch: EpochState;
      envelope: Bytes;
      record: ConversationRecord;
    },
  ) {
    const { conversation, content, counts, epoch, envelope, record } = given;
    const counter = (record.mine?.counter ?? 0) + 1;
    const item: OutboxItem = {
      conversation,
      content,
      counts,
      id: toBase64url(id),
      order: 1,
      at: 1,
      empties: null,
      acked: null,
      failure: null,
      sealed: { epoch: epoch.hash, envelope, counter, hash: sha256(envelope) },
    };
    return this.storage.write({ put: [[keys.outbox(conversation, item.id), encodeCbor(item)]] });
  }

  newId(): Bytes {
    return uuidv7(this.deps.tick(), this.deps.random);
  }

  async seal(
    record: ConversationRecord,
    epoch: EpochState & { key: Uint8Array },
    content: Content,
    counts: boolean,
    id: Uint8Array,
  ): Promise<Bytes> {
    const { own, deps } = this;
    const before = record.mine ?? { counter: 0, hash: NO_PREVIOUS };
    const header = {
      conversation: fromBase64url(record.conversation),
      epoch: epoch.hash,
      account: own.id,
      chainHead: { number: own.chain.number, hash: own.chain.hash },
      device: own.device.id,
      messageId: id,
      counts,
    };
    const inner = {
      content,
      sentAt: deps.tick(),
      counter: before.counter + 1,
      previous: new Uint8Array(before.hash),
      seen: record.cursor,
      checkpoint: null,
    } as const;
    return sealMessage({ epochKey: epoch.key, header, device: own.device.signing, inner }, deps.random);
  }

  /** The chain as this device knows it. */
  chainOf(account: string): AccountChain | undefined {
    return account === this.own.account ? this.own.chain : this.people.known(account);
  }

  async #known({ members }: ConversationRecord): Promise<Map<string, number>> {
    return new Map(members.map(({ account }) => [account, this.chainOf(account)?.number ?? 0]));
  }
}

/** The client has direct conversations only; epochs and messages know no such bound, and here they have groups too. */
class TableWithGroups extends ConversationTable {
  readonly #given: ConstructorParameters<typeof ConversationTable>[0];

  constructor(given: ConstructorParameters<typeof ConversationTable>[0]) {
    super(given);
    this.#given = given;
  }

  override async refresh(conversation: string): Promise<ConversationRecord> {
    const served = await this.#given.server.call(getConversation, { params: { conversation } });
    if (served.kind !== 'group') return this.merge(served);
    const record = merged(this.get(conversation), served, this.#given.account);
    await this.write(record);
    return record;
  }
}

/** Bytes under keys in order. */
export class SortedStorage implements Storage {
  readonly values = new Map<string, Uint8Array>();

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.values.get(key);
  }

  async range(
    from: string,
    to: string,
    options: { limit?: number; last?: boolean } = {},
  ): Promise<[string, Uint8Array][]> {
    const keys = [...this.values.keys()].filter((key) => key >= from && key < to).toSorted();
    if (options.last) keys.reverse();
    return keys.slice(0, options.limit).map((key) => [key, this.values.get(key) ?? new Uint8Array()]);
  }

  async write({ put = [], remove = [] }: Changes): Promise<void> {
    for (const [key, value] of put) this.values.set(key, new Uint8Array(value));
    for (const key of remove) this.values.delete(key);
  }

  close(): void {
    // nothing is held open
  }

  copy(): SortedStorage {
    const copy = new SortedStorage();
    for (const [key, value] of this.values) copy.values.set(key, value);
    return copy;
  }
}

export const hashOf = (envelope: Uint8Array): Bytes => sha256(envelope);
