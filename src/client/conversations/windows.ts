import { isOfServer } from '../../protocol/api/conversations.ts';
import type { ConversationView, Item } from '../api.ts';
import type { OwnAccount } from '../account/own.ts';
import { Lane } from '../lane.ts';
import type { People } from '../people/people.ts';
import type { Storage } from '../ports.ts';
import { isAmong, isAnswered, isPartly } from './answered.ts';
import { visitorOf } from './contacts.ts';
import { withDeviceEvents } from './deviceEvents.ts';
import { LogWindow, STEP } from './logWindow.ts';
import { storedMessage } from './origins.ts';
import type { Outbox } from './outbox.ts';
import { type ConversationRecord, type Received, hasEpochs, isDeserted, isShown, wantsAgreement } from './records.ts';
import type { ConversationTable } from './table.ts';
import { type Viewer, itemsOf, partnerOf } from './timeline.ts';

/** Pages that are fetched to open at what is unread, and to find a message that a link leads to. */
const PAGES_TO_UNREAD = 25;
const PAGES_TO_ITEM = 50;

type Listener = (view: ConversationView) => void;

/** A window that somebody looks through. */
interface Watched {
  readonly id: string;
  readonly conversation: string;
  readonly listener: Listener;
  readonly window: LogWindow;
  /** What changes the window does so one after another. */
  readonly lane: Lane;
  /** The first that was unread when it was opened; Infinity: nothing was. */
  firstUnread: number;
  /** The account has written there. */
  isAnswered: boolean;
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

/** What is on screens: for each that looks at a conversation a window on its log, which that screen moves. */
export class Windows {
  readonly #deps: Deps;
  readonly #open = new Map<string, Watched>();
  readonly #dirty = new Set<Watched>();
  #last = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  watch(conversation: string, listener: Listener, opensAt: 'latest' | 'unread'): () => void {
    this.#last += 1;
    const watched: Watched = {
      id: `${this.#last}`,
      conversation,
      listener,
      window: new LogWindow(this.#deps.storage, conversation),
      lane: new Lane(),
      firstUnread: Infinity,
      isAnswered: true,
    };
    this.#open.set(watched.id, watched);
    // A conversation that is not there has nothing to show; the next time it is asked for anew.
    watched.lane
      .run(() => this.#place(watched, opensAt))
      .then(
        () => this.#changed(watched),
        () => this.#open.delete(watched.id),
      );
    return () => this.#open.delete(watched.id);
  }

  /** Something that a view shows has changed; listeners hear of it once for all that changes at a time. */
  changed(conversation: string): void {
    for (const watched of this.#on(conversation)) this.#changed(watched);
  }

  /** What is stored of it is not what it was. */
  again(conversation: string): void {
    for (const watched of this.#on(conversation)) void this.#move(watched, () => watched.window.placeAtEnd());
  }

  allChanged(): void {
    for (const watched of this.#open.values()) this.#changed(watched);
  }

  received(conversation: string, received: Received): void {
    for (const watched of this.#on(conversation)) void this.#move(watched, () => watched.window.takeIn(received));
  }

  async showOlder(id: string): Promise<boolean> {
    const watched = this.#open.get(id);
    if (!watched) return false;
    const { conversation, window } = watched;
    const isFetched =
      window.hasOlder ||
      !this.#isMoreOn(conversation) ||
      (await this.#deps.fetchOlder(conversation).then(
        () => true,
        () => false,
      ));
    await this.#move(watched, () => window.growUp());
    return isFetched;
  }

  async showNewer(id: string): Promise<void> {
    const watched = this.#open.get(id);
    if (watched) await this.#move(watched, () => watched.window.growDown());
  }

  async showLatest(id: string): Promise<void> {
    const watched = this.#open.get(id);
    if (watched) await this.#move(watched, () => watched.window.placeAtEnd());
  }

  async showItem(id: string, key: string): Promise<boolean> {
    const watched = this.#open.get(id);
    if (!watched) return false;
    const { conversation, window } = watched;
    // At its edges the window has to move: what stands there has no row.
    const inner = window.entries.filter(({ body }) => isShown(body)).slice(1, -1);
    if (inner.some((entry) => entry.id === key)) return true;
    for (let pages = 0; ; pages++) {
      const found = await storedMessage(this.#deps.storage, conversation, key);
      if (found && isShown(found.body)) {
        await this.#move(watched, () => window.placeAt(found.seq));
        return true;
      }
      if (found || pages === PAGES_TO_ITEM || !this.#isMoreOn(conversation)) return false;
      await this.#deps.fetchOlder(conversation);
    }
  }

  #on(conversation: string): Watched[] {
    return [...this.#open.values()].filter((watched) => watched.conversation === conversation);
  }

  async #move(watched: Watched, act: () => Promise<void>): Promise<void> {
    await watched.lane.run(act);
    this.#changed(watched);
  }

  #changed(watched: Watched): void {
    if (!this.#open.has(watched.id) || this.#dirty.has(watched)) return;
    this.#dirty.add(watched);
    queueMicrotask(() => void this.#show(watched));
  }

  async #place(watched: Watched, opensAt: 'latest' | 'unread'): Promise<void> {
    const { conversation, window } = watched;
    await this.#fetchWanted(await this.#deps.table.need(conversation), opensAt);
    const record = await this.#deps.table.need(conversation);
    watched.firstUnread = this.#firstUnread(record);
    if (watched.firstUnread !== Infinity && opensAt === 'unread') await window.placeAt(watched.firstUnread);
    else await window.placeAtEnd();
    this.#learnAnswered(watched, record);
  }

  /** Where what is in sight does not tell it, nobody waits for it: the conversation is there before. */
  #learnAnswered(watched: Watched, record: ConversationRecord): void {
    const { storage, own } = this.#deps;
    const { entries, hasOlder } = watched.window;
    if (record.kind !== 'direct' || isPartly(record)) return;
    const isInSight = isAmong(entries, own.account);
    watched.isAnswered = isInSight || hasOlder;
    if (isInSight || !hasOlder) return;
    isAnswered(storage, record, own.account).then(
      (answered) => {
        watched.isAnswered = answered;
        this.#changed(watched);
      },
      () => undefined,
    );
  }

  /** What the person marked as unread is, however far it was read. Infinity: nothing is. */
  #firstUnread({ conversation, unread, read }: ConversationRecord): number {
    const marked = this.#deps.viewer.unreadFrom(conversation);
    return Math.min(unread > 0 ? read + 1 : Infinity, marked > 0 ? marked : Infinity);
  }

  /**
   * Of a room only what was said since it was joined comes by itself, and on a new device what is unread may not be here yet.
   * Offline, what is here is shown.
   */
  async #fetchWanted(record: ConversationRecord, opensAt: 'latest' | 'unread'): Promise<void> {
    const { conversation, kind, cursor } = record;
    const recent = isOfServer(kind) ? cursor - STEP : cursor + 1;
    const wanted = opensAt === 'unread' ? Math.min(recent, this.#firstUnread(record)) : recent;
    for (let pages = 0; pages < PAGES_TO_UNREAD && this.#isMoreOn(conversation); pages++) {
      const { oldest } = await this.#deps.table.need(conversation);
      if (oldest <= wanted) return;
      const isMore = await this.#deps.fetchOlder(conversation).catch(() => false);
      if (!isMore) return;
    }
  }

  /** The server has some of it that this device has not. */
  #isMoreOn(conversation: string): boolean {
    const record = this.#deps.table.get(conversation);
    return record !== undefined && record.oldest > record.cleared + 1;
  }

  async #show(watched: Watched): Promise<void> {
    this.#dirty.delete(watched);
    await watched.lane.run(async () => {
      const record = this.#deps.table.get(watched.conversation);
      if (record && this.#open.has(watched.id)) watched.listener(this.#view(record, watched));
    });
  }

  #view(record: ConversationRecord, watched: Watched): ConversationView {
    const { own, people, viewer } = this.#deps;
    const { id, window, firstUnread } = watched;
    const { entries, origins, hasOlder, hasNewer } = window;
    const outbox = this.#deps.outbox.items(record.conversation);
    const items = itemsOf({ record, entries, outbox, origins, isEnd: !hasNewer }, viewer);
    const reachesUnread = !hasOlder || (entries[0]?.seq ?? 0) <= firstUnread;
    const isUnread = ({ seq, mine }: Item): boolean => seq !== null && seq >= firstUnread && !mine;
    const other = otherOf(record, own.account);
    const came = record.kind === 'direct' ? people.devicesCame(other) : [];
    const { level, until } = viewer.notify(record.conversation, record.kind);
    // It stays so when what was written leaves the window, or is deleted.
    watched.isAnswered ||= items.some(({ mine }) => mine);
    return {
      window: id,
      conversation: record.conversation,
      kind: record.kind,
      sealed: record.sealed,
      room: record.room,
      machine: record.machine ?? null,
      contact: contactView(record),
      with: partnerOf(record, viewer),
      items: withDeviceEvents(items, { person: viewer.person(other), came, isEnd: !hasNewer }),
      older: hasOlder || record.oldest > record.cleared + 1,
      newer: hasNewer,
      firstUnread: (reachesUnread ? items.find(isUnread)?.key : null) ?? null,
      unread: record.unread,
      notify: level,
      notifyUntil: until,
      draft: viewer.draft(record.conversation),
      marked: viewer.unreadFrom(record.conversation) > 0,
      blocked: record.kind === 'direct' && viewer.isBlocked(other),
      stranger: !watched.isAnswered && items.length > 0 && !viewer.isDecided(other),
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

/** The other member of a direct conversation; oneself in a conversation with oneself. */
export function otherOf(record: ConversationRecord, account: string): string {
  return record.members.find((member) => member.account !== account)?.account ?? account;
}
