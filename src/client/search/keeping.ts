import { isOfServer } from '../../protocol/api/conversations.ts';
import type { ConversationRecord } from '../conversations/records.ts';
import type { ConversationTable } from '../conversations/table.ts';
import type { Clock, Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';

interface Deps {
  readonly storage: Storage;
  readonly table: ConversationTable;
  readonly clock: Clock;
  /** Online, and everything else that this device fetches by itself is here. */
  readonly isIdle: () => boolean;
  readonly fetchOlder: (conversation: string) => Promise<boolean>;
  readonly changed: () => void;
}

/** A page of entries now and then: nobody waits for it, and others want to use the line. */
const EVERY = 1500;
const REST = 10_000;
/** Of each log so many of the newest entries come by themselves. */
const MOST = 10_000;

/**
 * Keeps the messages of rooms and of what the server tells on this device, so that they can be searched: page by page while
 * nothing else is to be done, where something was said last first. Those of private conversations are all here anyway, and
 * what was let go of stays away.
 */
export class Keeping {
  readonly #deps: Deps;
  #on = true;
  #cancel: () => void = () => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    this.#on = (await this.#deps.storage.get(keys.keepingOff)) === undefined;
  }

  get isOn(): boolean {
    return this.#on;
  }

  /** Something comes by itself. */
  get isFetching(): boolean {
    return this.#on && this.#next() !== undefined;
  }

  async turn(on: boolean): Promise<void> {
    const { storage, changed } = this.#deps;
    await storage.write(on ? { remove: [keys.keepingOff] } : { put: [[keys.keepingOff, new Uint8Array()]] });
    this.#on = on;
    changed();
  }

  start(): void {
    this.#cancel();
    this.#cancel = this.#deps.clock.after(EVERY, () => void this.#look());
  }

  stop(): void {
    this.#cancel();
  }

  /** All that there is, now. @throws Refused, Unreachable */
  async fetchRest(): Promise<void> {
    const { table, fetchOlder, changed } = this.#deps;
    for (const { conversation } of table.all().filter(isMissingSome).toSorted(newestFirst)) {
      while (await fetchOlder(conversation)) changed();
    }
    changed();
  }

  async #look(): Promise<void> {
    const { clock, isIdle, fetchOlder, changed } = this.#deps;
    const next = this.#on && isIdle() ? this.#next() : undefined;
    const fetched = next && (await fetchOlder(next.conversation).catch(() => undefined));
    if (fetched !== undefined) changed();
    this.#cancel = clock.after(fetched === undefined ? REST : EVERY, () => void this.#look());
  }

  #next(): ConversationRecord | undefined {
    return this.#deps.table
      .all()
      .filter((record) => isOfServer(record.kind) && isMissingSome(record) && record.letGo === undefined)
      .filter(({ cursor, oldest }) => cursor - oldest < MOST)
      .toSorted(newestFirst)[0];
  }
}

const newestFirst = (a: ConversationRecord, b: ConversationRecord): number => b.at - a.at;
const isMissingSome = ({ oldest, cleared }: ConversationRecord): boolean => oldest > cleared + 1;
