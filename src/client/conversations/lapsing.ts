import { decodeCbor } from '../../crypto/encoding.ts';
import { Lifetime } from '../../protocol/ids.ts';
import type { Lifetime as Days } from '../../protocol/lifetimes.ts';
import type { Clock, Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import type { Outbox } from './outbox.ts';
import type { ConversationRecord, StoredEntry } from './records.ts';
import type { ConversationTable } from './table.ts';

interface Deps {
  readonly storage: Storage;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Everything that was said is here, so that what is known of a lifetime is the newest word. */
  readonly caughtUp: () => boolean;
}

const EVERY = 10 * 60_000;
const DAY = 24 * 3600_000;
const PAGE = 200;

/**
 * Takes off this device what has become as old as its members said that a conversation may be, also while nobody is
 * online. What they said is itself deleted with the rest; so it is said again while people write, for devices to come.
 */
export class Lapsing {
  readonly #deps: Deps;
  #cancel = (): void => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  start(): void {
    this.#cancel();
    this.#cancel = this.#deps.clock.after(EVERY, () => this.start());
    void this.look();
  }

  stop(): void {
    this.#cancel();
  }

  /** Storage that fails has another turn: nothing waits for this. */
  async look(): Promise<void> {
    for (const { conversation } of this.#deps.table.all()) await this.lookAt(conversation).catch(() => undefined);
  }

  async lookAt(conversation: string): Promise<void> {
    const { table, clock } = this.#deps;
    const { lifetime } = table.get(conversation) ?? {};
    if (!lifetime || lifetime.days === 0) return;
    await table.alone(conversation, async () => {
      const record = await table.need(conversation);
      const through = await this.#lastBefore(record, clock.now() - lifetime.days * DAY);
      if (through > record.cleared) await table.forget(conversation, { through });
    });
    await this.#sayAgain(conversation);
  }

  /** Only what comes first: an entry that the server dates back takes nothing before it along. */
  async #lastBefore({ conversation, cleared }: ConversationRecord, time: number): Promise<number> {
    const end = after(`entry/${conversation}/`);
    let reached = cleared;
    for (;;) {
      const page = await this.#deps.storage.range(keys.entry(conversation, reached + 1), end, { limit: PAGE });
      for (const [, bytes] of page) {
        const { seq, at } = decodeCbor(bytes) as StoredEntry;
        if (at > time) return reached;
        reached = seq;
      }
      if (page.length < PAGE) return reached;
    }
  }

  async #sayAgain(conversation: string): Promise<void> {
    const { table, outbox, clock, caughtUp } = this.#deps;
    const { lifetime, last } = table.get(conversation) ?? {};
    if (!lifetime || !last || last.seq <= lifetime.seq || !caughtUp()) return;
    if (clock.now() - lifetime.at < (lifetime.days * DAY) / 2) return;
    const days = Lifetime.safeParse(lifetime.days);
    if (days.success) await sayLifetime(outbox, conversation, days.data);
  }
}

/** From now on: the server empties its copy by what stands beside the message, members theirs by what is in it. */
export function sayLifetime(outbox: Outbox, conversation: string, days: Days): Promise<void> {
  return outbox.add(conversation, { type: 'lifetime', days }, { counts: false, empties: { days } });
}
