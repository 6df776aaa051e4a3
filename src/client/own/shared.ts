import type { OwnAccount } from '../account/own.ts';
import type { Epochs } from '../conversations/epochs.ts';
import type { Outbox } from '../conversations/outbox.ts';
import type { StoredEntry } from '../conversations/records.ts';
import type { ConversationTable } from '../conversations/table.ts';
import type { People } from '../people/people.ts';
import type { Clock, Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { Blocking } from './blocking.ts';
import { OwnContacts } from './contacts.ts';
import { Drafts } from './drafts.ts';
import { Notifying } from './notifying.ts';
import { OwnLog } from './ownLog.ts';
import { Tidying } from './tidying.ts';
import { UnreadMarks } from './unreadMarks.ts';

interface Deps {
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly people: People;
  readonly epochs: Epochs;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Nothing is missing here of what the server had when the line was opened. */
  readonly caughtUp: () => boolean;
  readonly conversationChanged: (conversation: string) => void;
  readonly changed: () => void;
}

/** What all devices of an account share by its own log: a part for each subject. */
export class Shared {
  readonly log: OwnLog;
  readonly contacts: OwnContacts;
  readonly notifying: Notifying;
  readonly drafts: Drafts;
  readonly unreadMarks: UnreadMarks;
  readonly blocking: Blocking;
  readonly #deps: Deps;
  readonly #tidying: Tidying;

  constructor(deps: Deps) {
    this.#deps = deps;
    const { people, epochs, storage, clock, changed } = deps;
    this.log = new OwnLog({ ...deps, changed: () => this.changed() });
    this.contacts = new OwnContacts({ people, epochs, ownLog: this.log });
    this.#tidying = new Tidying({ ...deps, ownLog: this.log });
    this.notifying = new Notifying({ ownLog: this.log, clock, changed });
    const newestAt = (conversation: string): number => deps.table.get(conversation)?.at ?? 0;
    this.drafts = new Drafts({ ownLog: this.log, storage, clock, newestAt, changed: deps.conversationChanged });
    this.unreadMarks = new UnreadMarks({ ownLog: this.log, storage, table: deps.table });
    this.blocking = new Blocking(this.log);
  }

  async load(): Promise<void> {
    await this.log.load();
    await this.drafts.load();
    this.notifying.watch();
  }

  stop(): void {
    this.notifying.stop();
    this.drafts.stop();
  }

  /** A word was said or taken. */
  changed(): void {
    this.notifying.watch();
    this.#deps.changed();
  }

  /** What this device has said is in that log. */
  arrived(conversation: string): void {
    if (conversation === this.log.id) this.#tidying.look();
  }

  /**
   * Takes what a device of this account has said, in a message that was found good.
   * @param head number of the own chain's newest entry as that device knew it
   */
  async take(conversation: string, entry: StoredEntry, head: number): Promise<void> {
    const { own } = this.#deps;
    const isPast = head < (own.chain.devices.get(own.deviceId)?.addedAt ?? 0);
    if (conversation === this.log.id) {
      const said = await this.log.take(entry);
      if (said?.word.type === 'contact') await this.contacts.take(said.word, said.place, isPast);
    } else if (isPast) await this.contacts.sealedBefore(conversation, entry.seq);
  }
}
