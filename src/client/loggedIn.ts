import { getInstance } from '../protocol/api/instance.ts';
import { type Conversation, startConversation } from '../protocol/api/conversations.ts';
import { sha256 } from '../crypto/encoding.ts';
import { clearConversationId, directConversationId } from '../crypto/verify/epochRecord.ts';
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import { limits } from '../protocol/limits.ts';
import type { ServerFrame } from '../protocol/socket.ts';
import type { InboxRow, RoomRow } from './api.ts';
import type { OwnAccount } from './account/own.ts';
import { Connection, type FinalCode } from './connection.ts';
import { Frames } from './frames.ts';
import { Deletions } from './conversations/deletions.ts';
import { Epochs } from './conversations/epochs.ts';
import { History } from './conversations/history.ts';
import { inboxRows, roomRows } from './conversations/inboxRows.ts';
import { takeListing } from './conversations/listing.ts';
import { Outbox } from './conversations/outbox.ts';
import { Receiving } from './conversations/receiving.ts';
import type { Received } from './conversations/records.ts';
import { ConversationTable } from './conversations/table.ts';
import type { Viewer } from './conversations/timeline.ts';
import { Windows, otherOf } from './conversations/windows.ts';
import { KeyCare } from './keyCare.ts';
import { Failed } from './outcome.ts';
import { OwnWord } from './people/ownWord.ts';
import { People } from './people/people.ts';
import type { Platform, Storage } from './ports.ts';
import { Refused, type Server } from './server.ts';
import { uuidv7 } from './uuid.ts';

const ENDINGS = { unauthenticated: 'expired', device_required: 'removed', reload_required: 'outdated' } as const;

interface Deps {
  readonly platform: Platform;
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  /** Something that the state shows has changed. */
  readonly changed: () => void;
  readonly ended: (why: 'removed' | 'expired' | 'outdated') => void;
}

/** Everything that runs while an account is logged in on this device. */
export class LoggedIn {
  readonly own: OwnAccount;
  readonly people: People;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly windows: Windows;
  readonly history: History;
  readonly deletions: Deletions;
  readonly #deps: Deps;
  readonly #epochs: Epochs;
  readonly #receiving: Receiving;
  readonly #connection: Connection;
  readonly #frames: Frames;
  readonly #viewer: Viewer;
  readonly #keyCare: KeyCare;
  readonly #ownWord: OwnWord;
  #isOpen = false;
  presence: { readonly people: number; readonly online: number } | null = null;
  connected: 'connecting' | 'online' | 'offline' = 'connecting';

  constructor(deps: Deps) {
    const { server, storage, own, platform, changed } = deps;
    const { clock, random } = platform;
    this.#deps = deps;
    this.own = own;
    this.people = new People({ server, storage, now: () => clock.now(), changed: () => this.#peopleChanged() });
    this.table = new ConversationTable({
      server,
      storage,
      account: own.account,
      intruder: (account, conversation) => this.people.raise('another_member', this.#person(account), conversation),
      changed: (one, received) => this.#recordChanged(one, received),
    });
    this.#epochs = new Epochs({
      server,
      storage,
      people: this.people,
      own,
      random,
      locked: (conversation) => this.#keyCare.locked(conversation),
    });
    this.#viewer = { account: own.account, person: (account) => this.#person(account) };
    this.#connection = new Connection({ server, sockets: platform.sockets, clock, random, listener: this.#listener() });
    this.outbox = new Outbox({
      storage,
      own,
      epochs: this.#epochs,
      table: this.table,
      clock,
      random,
      newId: () => uuidv7(clock.now(), random),
      line: () => this.#connection,
      changed: (conversation) => this.#changed(conversation),
    });
    this.#receiving = new Receiving({
      server,
      storage,
      own,
      people: this.people,
      epochs: this.#epochs,
      table: this.table,
      ownWord: (conversation, entry, head) => this.#ownWord.take(conversation, entry, head),
      arrived: (conversation, ids) => this.outbox.arrived(conversation, ids),
      later: (milliseconds, callback) => clock.after(milliseconds, () => this.#isOpen && callback()),
      delivered: (conversation, seq) => {
        this.#connection.send({ op: 'delivered', conversation, seq });
        this.#frames.stored(conversation);
      },
    });
    this.#ownWord = new OwnWord({
      server,
      own,
      people: this.people,
      epochs: this.#epochs,
      table: this.table,
      outbox: () => this.outbox,
    });
    this.#keyCare = new KeyCare({
      server,
      storage,
      own,
      people: this.people,
      epochs: this.#epochs,
      table: this.table,
      receiving: this.#receiving,
      clock,
      random,
      person: (account) => this.#person(account),
    });
    const older = (conversation: string) => this.#receiving.older(conversation);
    this.history = new History({ table: this.table, fetchOlder: older, clock, changed });
    this.deletions = new Deletions({ server, storage, own, table: this.table, outbox: this.outbox });
    this.windows = new Windows({
      storage,
      own,
      people: this.people,
      table: this.table,
      outbox: () => this.outbox,
      viewer: this.#viewer,
      fetchOlder: older,
    });
    this.#frames = new Frames({
      own,
      people: this.people,
      table: this.table,
      outbox: this.outbox,
      windows: this.windows,
      receiving: this.#receiving,
      self: () => this.#person(own.account),
      presence: (presence) => {
        this.presence = presence;
        changed();
      },
      removedHere: () => void this.#removedHere(),
      keyCare: this.#keyCare,
      isLive: () => this.#connection.isLive,
      peopleChanged: () => this.#peopleChanged(),
      changed,
    });
  }

  async load(): Promise<void> {
    await Promise.all([this.people.load(), this.table.load(), this.outbox.load()]);
  }

  open(): void {
    this.#isOpen = true;
    this.#connection.open();
  }

  close(): void {
    this.#isOpen = false;
    this.#connection.close();
    this.history.stop();
  }

  hurry(): void {
    this.#connection.hurry();
  }

  async startDirect(username: string): Promise<string> {
    const account = await this.people.find(username.trim().toLowerCase());
    if (account === this.own.account) throw new Refused('invalid', 'with');
    const expected = toBase64url(directConversationId(this.own.id, fromBase64url(account)));
    const known = this.table.get(expected);
    if (known) return requireDirect(known, expected, true);
    if (!(await this.#deps.server.call(getInstance)).encryption) return this.#startClear(account);
    const served = await this.#deps.server.call(startConversation, { body: { kind: 'direct', with: account } });
    requireDirect(served, expected, true);
    await this.table.merge(served);
    return expected;
  }

  /** With encryption off, and where there is no sealed conversation: one that the server can read, and that says so. */
  async #startClear(account: string): Promise<string> {
    const expected = toBase64url(clearConversationId(this.own.id, fromBase64url(account)));
    const known = this.table.get(expected);
    if (known) return requireDirect(known, expected, false);
    const served = await this.#deps.server.call(startConversation, { body: { kind: 'direct', with: account } });
    requireDirect(served, expected, false);
    await this.table.merge(served);
    return expected;
  }

  /** From now on this person writes there in clear. */
  async agreeToClear(conversation: string): Promise<void> {
    const other = otherOf(await this.table.need(conversation), this.own.account);
    const sealed = toBase64url(directConversationId(this.own.id, fromBase64url(other)));
    if (this.table.get(sealed)?.sealed) throw new Failed('sealed_exists');
    await this.table.alone(conversation, () =>
      this.table.update(conversation, (record) => ({ ...record, agreed: true })),
    );
    this.outbox.pump(conversation);
  }

  async send(conversation: string, text: string, replyTo: string | undefined): Promise<void> {
    const reply = replyTo === undefined ? null : fromBase64url(replyTo);
    await this.outbox.addText(conversation, text, reply);
  }

  /** From now on the contact's new identity is the trusted one; what waited for that goes out. */
  async acceptIdentity(account: string): Promise<void> {
    await this.people.accept(account);
    this.#sendWhatWaited();
    await this.#note(account, false);
  }

  /** The safety number was compared, with the identity as it is now. */
  async verifyIdentity(account: string): Promise<void> {
    await this.people.verify(account);
    this.#sendWhatWaited();
    await this.#note(account, true);
  }

  /** What this device knows stands, whether the others can be told or not. */
  async #note(account: string, verified: boolean): Promise<void> {
    const chain = this.people.known(account);
    if (chain) await this.#ownWord.note(account, sha256(chain.identityKey), verified).catch(() => undefined);
  }

  async dismissAlarm(id: string): Promise<void> {
    await this.people.dismiss(id);
    this.#sendWhatWaited();
  }

  #sendWhatWaited(): void {
    for (const { conversation } of this.table.all()) this.outbox.pump(conversation);
  }

  /** A device was removed: it shall not read what is sealed from now on, in any conversation. */
  async renewEpochs(): Promise<void> {
    for (const record of this.table.all()) {
      // What cannot be renewed now is, before anything is sealed there again.
      if (await this.#epochs.newest(record.conversation)) await this.#epochs.ensure(record).catch(() => undefined);
    }
  }

  async markRead(conversation: string): Promise<void> {
    await this.table.alone(conversation, () =>
      this.table.update(conversation, (record) =>
        record.read >= record.cursor && record.unread === 0 ? record : { ...record, read: record.cursor, unread: 0 },
      ),
    );
    this.#tellRead(conversation);
  }

  /** Online, with every entry that the server had when the line was opened. */
  get caughtUp(): boolean {
    return this.connected === 'online' && this.table.all().every(({ cursor, countedTo }) => cursor >= countedTo);
  }

  /** Newest first. */
  inbox(): InboxRow[] {
    return inboxRows(this.table.all(), (conversation) => this.outbox.items(conversation), this.#viewer);
  }

  /** By name. */
  rooms(): RoomRow[] {
    return roomRows(this.table.all(), (conversation) => this.outbox.items(conversation), this.#viewer);
  }

  #person(account: string) {
    if (account === this.own.account) {
      const { username, displayName } = this.own.self;
      return { account, username, displayName: displayName || username };
    }
    return this.people.view(account);
  }

  #listener() {
    return {
      prepare: () => this.#prepare(),
      received: (frame: ServerFrame) => void this.#frames.received(frame).catch(() => undefined),
      live: () => this.#live(),
      lost: () => this.#setConnected('offline'),
      ended: (code: FinalCode) => this.#ended(code),
    };
  }

  async #prepare(): Promise<[string, number][]> {
    const [{ listed, presence }] = await Promise.all([takeListing(this.#deps.server, this.table), this.own.refresh()]);
    if (!this.own.isLive) throw this.#removedHere();
    this.presence = presence;
    // What is not listed any more was deleted or left, perhaps on another device while this one was away.
    for (const { conversation, kind, cursor, cleared } of this.table.all()) {
      if (listed.has(conversation) || (cursor <= cleared && kind !== 'room')) continue;
      await this.table.alone(conversation, () => this.table.follow(conversation)).catch(() => undefined);
    }
    const records = this.table.all().toSorted((a, b) => b.at - a.at);
    for (const { members } of records.slice(0, limits.cursorsPerHello)) {
      for (const member of members) {
        if (member.account === this.own.account) continue;
        await this.people.chainServed(member.account, member.chainNumber).catch(() => undefined);
        await this.people.called(member);
      }
    }
    return records.map(({ conversation, cursor }) => [conversation, cursor]);
  }

  #removedHere(): Failed {
    this.close();
    this.#deps.ended('removed');
    return new Failed('device_required');
  }

  #live(): void {
    this.#setConnected('online');
    for (const { conversation } of this.table.all()) this.#tellRead(conversation);
    this.outbox.resume();
    this.history.start();
    this.#keyCare.live();
  }

  #tellRead(conversation: string): void {
    const record = this.table.get(conversation);
    const known = record?.members.find(({ account }) => account === this.own.account)?.read ?? 0;
    if (record && record.read > known) this.#connection.send({ op: 'read', conversation, seq: record.read });
  }

  #ended(code: FinalCode): void {
    this.#setConnected('offline');
    this.#deps.ended(ENDINGS[code]);
  }

  #setConnected(connected: 'online' | 'offline'): void {
    this.connected = connected;
    this.#deps.changed();
  }

  #recordChanged(conversation: string, received: Received | null): void {
    if (received) this.windows.received(conversation, received);
    this.#changed(conversation);
  }

  #changed(conversation: string): void {
    this.windows.changed(conversation);
    this.#deps.changed();
  }

  #peopleChanged(): void {
    this.windows.allChanged();
    this.#deps.changed();
  }
}

/**
 * What the server shows in the place of a direct conversation has to be one: in a room, say, nobody would be asked whether
 * they agree to write in clear. Answers its id. @throws Failed
 */
function requireDirect(
  shown: Pick<Conversation, 'conversation' | 'kind' | 'sealed'>,
  id: string,
  sealed: boolean,
): string {
  const { conversation, kind } = shown;
  if (conversation !== id || kind !== 'direct' || shown.sealed !== sealed) throw new Failed('keys_do_not_match');
  return id;
}
