import { equalBytes } from '../crypto/encoding.ts';
import type { OwnAccount } from './account/own.ts';
import { renewKeys } from './account/renewal.ts';
import type { PersonView } from './api.ts';
import type { Epochs } from './conversations/epochs.ts';
import type { Receiving } from './conversations/receiving.ts';
import type { ConversationRecord, EpochState } from './conversations/records.ts';
import { Slots } from './conversations/slots.ts';
import type { ConversationTable } from './conversations/table.ts';
import { otherOf } from './conversations/windows.ts';
import { Lane } from './lane.ts';
import type { People } from './people/people.ts';
import type { Clock, Storage } from './ports.ts';
import type { Server } from './server.ts';

interface Deps {
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly people: People;
  readonly epochs: Epochs;
  readonly table: ConversationTable;
  readonly receiving: Receiving;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly person: (account: string) => PersonView;
}

/**
 * What a device does by itself so that everyone's keys fit: it renews its own, makes the next epoch where one does not open
 * or rests on keys that were passed, and hands out slots anew. What cannot be done now is when it is connected again.
 */
export class KeyCare {
  readonly #deps: Deps;
  readonly #slots: Slots;
  readonly #lane = new Lane();
  /** What waits for its turn already: asked for again meanwhile, it is done once. */
  readonly #waiting = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#slots = new Slots({
      ...deps,
      replaced: (conversation, number, maker) =>
        deps.people.alarms.raise('slot_replaced', deps.person(maker), `${conversation}:${number}`),
    });
  }

  /** All that was stored before has arrived. */
  live(): void {
    this.#slots.startOver();
    this.renew();
    this.#soon('live', async () => {
      for (const conversation of this.#deps.table.all()) await this.#replacePassed(conversation);
      await this.#slots.answer();
    });
  }

  /** The own chain has grown, or time has gone by. */
  renew(): void {
    this.#soon('renew', async () => {
      const { own, people, clock, person, table } = this.#deps;
      if (await renewKeys(this.#deps, own, clock.now()))
        await people.alarms.raise('account_key_replaced', person(own.account), String(own.chain.number));
      for (const conversation of table.all()) await this.#mend(conversation);
    });
  }

  /** A new epoch does not open here. */
  locked(conversation: string): void {
    this.#soon(`locked ${conversation}`, async () => this.#mend(await this.#deps.table.need(conversation)));
  }

  /** Somebody there may ask for a slot, or have given one. */
  conversationChanged(conversation: string): void {
    this.#soon('answer', () => this.#slots.answer());
    this.locked(conversation);
  }

  /** Something new was written there, on a live line: under keys that a removed device holds, its owner is told. */
  written(conversation: string): void {
    this.#soon(`written ${conversation}`, async () => {
      const { table, epochs, own, people, person } = this.#deps;
      const record = await table.need(conversation);
      const newest = await epochs.newest(conversation);
      if (!(await this.#replacePassed(record)) || !newest) return;
      await people.alarms.raise('older_keys', person(otherOf(record, own.account)), `${conversation}:${newest.number}`);
    });
  }

  /** A device was removed: it shall not read what is sealed from now on, in any conversation. */
  async renewEpochs(): Promise<void> {
    const { table, epochs } = this.#deps;
    for (const record of table.all()) {
      // What cannot be renewed now is, before anything is sealed there again.
      if (await epochs.newest(record.conversation)) await epochs.ensure(record).catch(() => undefined);
    }
  }

  async #mend(conversation: ConversationRecord): Promise<void> {
    const { epochs, own, receiving } = this.#deps;
    // Asked for now, it would be sealed to a key that this device does not hold.
    if (own.doubtsNewest || (await epochs.locked(conversation.conversation)).length === 0) return;
    await receiving.reopen(conversation.conversation);
    await this.#slots.ask(conversation);
  }

  /** Answers whether the newest epoch of the conversation was passed by a removal in this account. */
  async #replacePassed(conversation: ConversationRecord): Promise<boolean> {
    const newest = await this.#deps.epochs.newest(conversation.conversation);
    if (!newest || !this.#isPassed(newest)) return false;
    await this.#deps.epochs.ensure(conversation);
    return true;
  }

  #isPassed({ record }: EpochState): boolean {
    const { own } = this.#deps;
    const place = record.roster.find(({ account }) => equalBytes(account, own.id));
    return place !== undefined && place.generation < own.chain.leastGeneration;
  }

  #soon(what: string, act: () => Promise<void>): void {
    if (this.#waiting.has(what)) return;
    this.#waiting.add(what);
    const once = () => {
      this.#waiting.delete(what);
      return act();
    };
    void this.#lane.run(once).catch(() => undefined);
  }
}
