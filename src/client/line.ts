import { isOfServer } from '../protocol/api/conversations.ts';
import { limits } from '../protocol/limits.ts';
import type { ClientFrame, ServerFrame } from '../protocol/socket.ts';
import type { OwnAccount } from './account/own.ts';
import type { ClientState } from './api.ts';
import { Connection, type FinalCode } from './connection.ts';
import type { History } from './conversations/history.ts';
import { takeListing } from './conversations/listing.ts';
import type { Outbox } from './conversations/outbox.ts';
import type { Reading } from './conversations/reading.ts';
import type { ConversationTable } from './conversations/table.ts';
import type { KeyCare } from './keyCare.ts';
import { Failed } from './outcome.ts';
import type { OwnLog } from './own/ownLog.ts';
import type { People } from './people/people.ts';
import type { Presence } from './people/presence.ts';
import type { Platform } from './ports.ts';
import type { Restored } from './restored/restored.ts';
import type { Server } from './server.ts';
import type { StreamList } from './streams/streamList.ts';

/** Dismissed: the server says that this is no device of the account, and shows no removal that its owner signed. */
export type Ending = 'removed' | 'dismissed' | 'expired' | 'outdated';

interface Deps {
  readonly platform: Platform;
  readonly server: Server;
  readonly own: OwnAccount;
  readonly people: People;
  readonly presence: Presence;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly reading: Reading;
  readonly history: History;
  readonly restored: Restored;
  readonly streams: StreamList;
  readonly keyCare: KeyCare;
  readonly ownLog: OwnLog;
  /** What the own chain brought is told to its owner. */
  readonly tellNews: () => Promise<void>;
  readonly received: (frame: ServerFrame) => Promise<void>;
  readonly changed: () => void;
  readonly ended: (why: Ending) => void;
}

/** The account's line to the server: what is caught up on before it opens, what goes out once it is there, and its end. */
export class Line {
  readonly #deps: Deps;
  readonly #connection: Connection;
  #presence: ClientState['presence'] = null;
  #connected: ClientState['connection'] = 'connecting';
  /** How the server says that this device was removed. */
  #removal: readonly string[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
    const { sockets, clock, random } = deps.platform;
    this.#connection = new Connection({
      server: deps.server,
      sockets,
      clock,
      random,
      listener: {
        prepare: () => this.#prepare(),
        received: (frame) => {
          if (frame.ev === 'removed') this.#removal = frame.entries;
          else void deps.received(frame).catch(() => undefined);
        },
        live: () => this.#live(),
        lost: () => this.#lost(),
        ended: (code) => void this.#ended(code),
      },
    });
  }

  get connected(): ClientState['connection'] {
    return this.#connected;
  }

  /** Frames come as they happen, no more from the past. */
  get isLive(): boolean {
    return this.#connection.isLive;
  }

  /** Online, with every entry that the server had when the line was opened. */
  get caughtUp(): boolean {
    const { table } = this.#deps;
    return this.#connected === 'online' && table.all().every(({ cursor, countedTo }) => cursor >= countedTo);
  }

  get presence(): ClientState['presence'] {
    return this.#presence;
  }

  showPresence(presence: ClientState['presence']): void {
    this.#presence = presence;
    this.#deps.changed();
  }

  open(): void {
    this.#connection.open();
  }

  close(): void {
    this.#connection.close();
  }

  hurry(): void {
    this.#connection.hurry();
  }

  /** False while there is no live line: the caller keeps the frame. */
  send(frame: ClientFrame): boolean {
    return this.#connection.send(frame);
  }

  async #prepare(): Promise<[string, number][]> {
    const { server, own, table, restored } = this.#deps;
    const refreshed = own.refresh();
    refreshed.catch(() => undefined);
    const { listed, presence, isAnother } = await takeListing(server, table, restored);
    // What the server had forgotten of the own chain it has been told by then.
    await (isAnother ? own.refresh() : refreshed);
    if (!own.isLive) {
      this.#deps.ended(own.isRemoved ? 'removed' : 'dismissed');
      throw new Failed('device_required');
    }
    await Promise.all([this.#deps.tellNews(), own.refreshSelf()]);
    this.#presence = presence;
    // What is not listed any more was deleted or left, perhaps on another device while this one was away.
    for (const { conversation, kind, cursor, cleared } of table.all()) {
      if (listed.has(conversation) || (cursor <= cleared && !isOfServer(kind))) continue;
      await table.alone(conversation, () => table.follow(conversation)).catch(() => undefined);
    }
    await this.#meetMembers();
    await this.#deps.ownLog.ready().catch(() => undefined);
    return newestFirst(table).map(({ conversation, cursor }) => [conversation, cursor]);
  }

  async #meetMembers(): Promise<void> {
    const { own, people, table } = this.#deps;
    for (const { members } of newestFirst(table).slice(0, limits.cursorsPerHello)) {
      for (const member of members) {
        if (member.account === own.account) continue;
        await people.chainServed(member.account, member.chainNumber).catch(() => undefined);
        await people.called(member);
      }
    }
  }

  #live(): void {
    const { table, reading, outbox, history, keyCare, streams, presence } = this.#deps;
    this.#setConnected('online');
    for (const { conversation } of table.all()) reading.tell(conversation);
    outbox.resume();
    history.start();
    keyCare.live();
    presence.live();
    streams.fetch().catch(() => undefined);
  }

  #lost(): void {
    this.#deps.presence.lost();
    this.#setConnected('offline');
  }

  async #ended(code: FinalCode): Promise<void> {
    const { own, ended } = this.#deps;
    this.#lost();
    if (code === 'unauthenticated') return ended('expired');
    if (code === 'reload_required') return ended('outdated');
    await own.take(this.#removal).catch(() => undefined);
    ended(own.isRemoved ? 'removed' : 'dismissed');
  }

  #setConnected(connected: 'online' | 'offline'): void {
    this.#connected = connected;
    this.#deps.changed();
  }
}

const newestFirst = (table: ConversationTable) => table.all().toSorted((a, b) => b.at - a.at);
