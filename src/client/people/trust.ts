import { sha256 } from '../../crypto/encoding.ts';
import type { Outbox } from '../conversations/outbox.ts';
import type { ConversationTable } from '../conversations/table.ts';
import type { OwnContacts } from '../own/contacts.ts';
import type { People } from './people.ts';

interface Deps {
  readonly people: People;
  readonly contacts: OwnContacts;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
}

/** What the person says of others' keys: it counts here at once, and what waited for it goes out. */
export class Trust {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** From now on the contact's new identity is the trusted one. */
  async accept(account: string): Promise<void> {
    await this.#deps.people.accept(account);
    this.#sendWhatWaited();
    await this.#note(account, false);
  }

  /** The safety number was compared, with the identity as it is now. */
  async verify(account: string): Promise<void> {
    await this.#deps.people.verify(account);
    this.#sendWhatWaited();
    await this.#note(account, true);
  }

  async dismissAlarm(id: string): Promise<void> {
    await this.#deps.people.alarms.dismiss(id);
    this.#sendWhatWaited();
  }

  /** What this device knows stands, whether the account's others can be told or not. */
  async #note(account: string, verified: boolean): Promise<void> {
    const { people, contacts } = this.#deps;
    const chain = people.known(account);
    if (chain) await contacts.note(account, sha256(chain.identityKey), verified).catch(() => undefined);
  }

  #sendWhatWaited(): void {
    const { table, outbox } = this.#deps;
    for (const { conversation } of table.all()) outbox.pump(conversation);
  }
}
