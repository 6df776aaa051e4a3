import type { OwnAccount } from './account/own.ts';
import type { BlockedView, InboxRow, PersonView, RoomRow } from './api.ts';
import { Amending } from './conversations/amending.ts';
import { Contacts } from './conversations/contacts.ts';
import { Deletions } from './conversations/deletions.ts';
import { DirectConversations } from './conversations/direct.ts';
import { Epochs } from './conversations/epochs.ts';
import { Exporting } from './conversations/exporting.ts';
import { History } from './conversations/history.ts';
import { inboxRows, roomRows } from './conversations/inboxRows.ts';
import { Lapsing } from './conversations/lapsing.ts';
import { LettingGo } from './conversations/lettingGo.ts';
import { Outbox } from './conversations/outbox.ts';
import { Reading } from './conversations/reading.ts';
import { Receiving } from './conversations/receiving.ts';
import type { ConversationRecord, Received, StoredEntry } from './conversations/records.ts';
import { ConversationTable } from './conversations/table.ts';
import type { Viewer } from './conversations/timeline.ts';
import { Windows } from './conversations/windows.ts';
import { Frames } from './frames.ts';
import { KeyCare } from './keyCare.ts';
import { type Ending, Line } from './line.ts';
import { People } from './people/people.ts';
import { Presence } from './people/presence.ts';
import { Trust } from './people/trust.ts';
import type { Platform, Storage } from './ports.ts';
import { Shared } from './own/shared.ts';
import { Restored } from './restored/restored.ts';
import { Keeping } from './search/keeping.ts';
import { SearchIndex } from './search/searchIndex.ts';
import { Searching } from './search/searching.ts';
import { textOf } from './search/text.ts';
import type { Server } from './server.ts';
import { StreamList } from './streams/streamList.ts';
import { uuidv7 } from './uuid.ts';

const DAY = 24 * 3600_000;

interface Deps {
  readonly platform: Platform;
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  /** Days after which the server, by its word, keeps no message; null: for ever. */
  readonly messageDays: () => number | null;
  /** The server has said that it keeps messages for ever. */
  readonly keepsAll: () => boolean;
  /** Something that the state shows has changed. */
  readonly changed: () => void;
  readonly ended: (why: Ending) => void;
}

/** Everything that runs while an account is logged in on this device: here it is put together. */
export class LoggedIn {
  readonly own: OwnAccount;
  readonly people: People;
  readonly presence: Presence;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly windows: Windows;
  readonly history: History;
  readonly exporting: Exporting;
  readonly amending: Amending;
  readonly deletions: Deletions;
  readonly streams: StreamList;
  readonly direct: DirectConversations;
  readonly lapsing: Lapsing;
  readonly lettingGo: LettingGo;
  readonly reading: Reading;
  readonly receiving: Receiving;
  readonly trust: Trust;
  readonly shared: Shared;
  readonly keyCare: KeyCare;
  readonly line: Line;
  readonly searchIndex: SearchIndex;
  readonly searching: Searching;
  readonly keeping: Keeping;
  readonly #deps: Deps;
  readonly #viewer: Viewer;
  #isOpen = false;

  constructor(deps: Deps) {
    const { server, storage, own, platform, changed } = deps;
    const { clock, random } = platform;
    const line = () => this.line;
    this.#deps = deps;
    this.own = own;
    const person = (account: string) => this.#person(account);
    const isKept = (at: number): boolean => at > clock.now() - (deps.messageDays() ?? Infinity) * DAY;
    this.#viewer = {
      account: own.account,
      person,
      isKept,
      notify: (conversation, kind) => this.shared.notifying.of(conversation, kind),
      isBlocked: (account) => this.shared.blocking.isBlocked(account),
      isDecided: (account) => this.shared.blocking.isDecided(account),
      draft: (conversation) => this.shared.drafts.of(conversation),
      draftAt: (conversation) => this.shared.drafts.writtenAt(conversation),
      unreadFrom: (conversation) => this.shared.unreadMarks.from(conversation),
    };
    const people = new People({ server, storage, now: () => clock.now(), changed: () => this.#peopleChanged() });
    const table = new ConversationTable({
      server,
      storage,
      account: own.account,
      intruder: (account, conversation) => people.alarms.raise('another_member', person(account), conversation),
      noted: (record, changes) => this.searchIndex.noted(record, changes),
      dropped: (conversation) => this.outbox.dropped(conversation),
      changed: (conversation, received) => this.#recordChanged(conversation, received),
    });
    const locked = (conversation: string) => this.keyCare.locked(conversation);
    const epochs = new Epochs({ server, storage, people, own, random, locked });
    const contacts = new Contacts({ server, own, clock, random });
    const newId = () => uuidv7(clock.now(), random);
    const shown = (conversation: string) => this.#changed(conversation);
    const outbox = new Outbox({ storage, own, epochs, contacts, table, clock, random, newId, line, changed: shown });
    const everything = () => this.#peopleChanged();
    const shared = new Shared({
      server,
      storage,
      own,
      people,
      epochs,
      table,
      outbox,
      clock,
      caughtUp: () => this.line.caughtUp,
      conversationChanged: shown,
      changed: everything,
    });
    const receiving = new Receiving({
      server,
      storage,
      own,
      people,
      epochs,
      contacts,
      table,
      ownWord: (conversation, entry, head) => shared.take(conversation, entry, head),
      arrived: (conversation, ids) => {
        outbox.arrived(conversation, ids);
        if (ids.length > 0) shared.arrived(conversation);
      },
      later: (milliseconds, callback) => clock.after(milliseconds, () => callback(this.#isOpen)),
      delivered: (conversation, seq) => {
        this.line.send({ op: 'delivered', conversation, seq });
        frames.stored(conversation);
      },
    });
    const tellNews = () => own.tell(({ kind, device }) => people.alarms.raise(kind, person(own.account), device));
    const fetchOlder = (conversation: string) => receiving.older(conversation);
    const keyCare = new KeyCare({ server, storage, own, people, epochs, table, receiving, clock, random, person });
    const windows = new Windows({ storage, own, people, table, outbox, viewer: this.#viewer, fetchOlder });
    const presence = new Presence((frame) => this.line.send(frame));
    const streams = new StreamList({ server, clock, changed });
    const frames: Frames = new Frames({
      own,
      people,
      presence,
      table,
      outbox,
      windows,
      receiving,
      streams,
      keyCare,
      tellNews,
      line,
      gone: () => this.#ended(own.isRemoved ? 'removed' : 'dismissed'),
      peopleChanged: () => this.#peopleChanged(),
      changed,
    });
    this.people = people;
    this.presence = presence;
    this.receiving = receiving;
    this.table = table;
    this.outbox = outbox;
    this.windows = windows;
    this.keyCare = keyCare;
    this.streams = streams;
    this.shared = shared;
    const raise = (incarnation: string) => people.alarms.raise('restored', person(own.account), incarnation);
    const restored = new Restored({
      server,
      storage,
      own,
      table,
      epochs,
      outbox,
      windows,
      newId,
      raise,
      ownLog: shared.log,
    });
    this.history = new History({ table, fetchOlder, clock, changed });
    this.exporting = new Exporting({ storage, table, viewer: this.#viewer, fetchOlder });
    this.lapsing = new Lapsing({ storage, table, outbox, clock, caughtUp: () => this.line.caughtUp });
    const again = (conversation: string) => windows.again(conversation);
    this.lettingGo = new LettingGo({ storage, table, serverKeepsAll: deps.keepsAll, again });
    this.searchIndex = new SearchIndex({
      storage,
      clock,
      conversations: () => table.all(),
      conversation: (conversation) => table.get(conversation),
      textOf,
      changed: () => this.searching.changed(),
    });
    this.keeping = new Keeping({
      storage,
      table,
      clock,
      isIdle: () => this.line.caughtUp && this.history.progress === null,
      fetchOlder,
      changed: () => this.searching.changed(),
    });
    this.searching = new Searching({
      index: this.searchIndex,
      storage,
      table,
      viewer: this.#viewer,
      clock,
      isComing: () => this.line.caughtUp && (this.history.progress !== null || this.keeping.isFetching),
    });
    this.amending = new Amending({ storage, own, table, outbox });
    this.deletions = new Deletions({ server, storage, own, table, outbox, newId });
    this.direct = new DirectConversations({ server, own, people, table, outbox });
    this.reading = new Reading({ storage, own, table, line });
    this.trust = new Trust({ people, contacts: shared.contacts, table, outbox });
    this.line = new Line({
      platform,
      server,
      own,
      people,
      presence,
      table,
      outbox,
      keyCare,
      reading: this.reading,
      history: this.history,
      restored,
      streams,
      ownLog: shared.log,
      tellNews,
      received: (frame) => frames.received(frame),
      changed,
      ended: (why) => this.#ended(why),
    });
  }

  async load(): Promise<void> {
    await Promise.all([
      this.people.load(),
      this.table.load(),
      this.outbox.load(),
      this.shared.load(),
      this.searchIndex.load(),
      this.keeping.load(),
    ]);
  }

  open(): void {
    this.#isOpen = true;
    this.lapsing.start();
    this.searchIndex.start();
    this.keeping.start();
    this.line.open();
  }

  close(): void {
    this.#isOpen = false;
    this.lapsing.stop();
    this.shared.stop();
    this.searchIndex.stop();
    this.searching.stop();
    this.keeping.stop();
    this.line.close();
    this.history.stop();
    this.streams.stop();
  }

  /** Newest first. */
  inbox(): InboxRow[] {
    return inboxRows(this.table.all(), (conversation) => this.outbox.items(conversation), this.#viewer);
  }

  /** By name. */
  rooms(): RoomRow[] {
    return roomRows(this.table.all(), (conversation) => this.outbox.items(conversation), this.#viewer);
  }

  /** The same rows without what waits to be sent. */
  received(): { inbox: InboxRow[]; rooms: RoomRow[] } {
    const records = this.table.all();
    const nothing = (): [] => [];
    return { inbox: inboxRows(records, nothing, this.#viewer), rooms: roomRows(records, nothing, this.#viewer) };
  }

  /** By name. */
  blocked(): BlockedView[] {
    const people = this.shared.blocking
      .all()
      .map((account) => ({ ...this.people.view(account), conversations: this.#alone(account) }));
    return people.toSorted((a, b) => (a.username < b.username ? -1 : 1));
  }

  #alone(account: string): string[] {
    const isTheirs = ({ kind, members }: ConversationRecord): boolean =>
      kind === 'direct' && members.some((member) => member.account === account);
    return this.table.all().flatMap((record) => (isTheirs(record) ? [record.conversation] : []));
  }

  #person(account: string): PersonView {
    if (account !== this.own.account) return this.people.view(account);
    const { username, displayName } = this.own.self;
    return { account, username, displayName: displayName || username };
  }

  #ended(why: Ending): void {
    this.close();
    this.#deps.ended(why);
  }

  #recordChanged(conversation: string, received: Received | null): void {
    if (received) this.windows.received(conversation, received);
    if (received?.entries.some(saysLifetime) === true) void this.lapsing.lookAt(conversation).catch(() => undefined);
    this.#changed(conversation);
  }

  #changed(conversation: string): void {
    if (conversation === this.shared.log.id) return this.shared.changed();
    this.searchIndex.wake();
    this.windows.changed(conversation);
    this.#deps.changed();
  }

  #peopleChanged(): void {
    this.windows.allChanged();
    this.searching.changed();
    this.#deps.changed();
  }
}

const saysLifetime = ({ body }: StoredEntry): boolean => body.kind === 'content' && body.content.type === 'lifetime';
