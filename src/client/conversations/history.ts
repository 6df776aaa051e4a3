import { isOfServer } from '../../protocol/api/conversations.ts';
import type { Clock } from '../ports.ts';
import { type ConversationRecord } from './records.ts';
import type { ConversationTable } from './table.ts';

interface Deps {
  readonly table: ConversationTable;
  readonly fetchOlder: (conversation: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly changed: () => void;
}

const PAUSE_AFTER_FAILURE = 2000;

/** Fetches what is old onto a new device, in the background: a page of every conversation first, newest conversation first. */
export class History {
  readonly #deps: Deps;
  #running = false;
  #stopped = false;
  #total = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** How far it has come; null when nothing is missing. */
  get progress(): { done: number; total: number } | null {
    const left = this.#left();
    if (left === 0 || this.#total === 0) return null;
    return { done: Math.max(0, this.#total - left), total: this.#total };
  }

  start(): void {
    if (this.#running) return;
    this.#stopped = false;
    this.#running = true;
    this.#total = Math.max(this.#total, this.#left());
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    try {
      for (let waiting = this.#waiting(); waiting.length > 0 && !this.#stopped; waiting = this.#waiting()) {
        for (const { conversation } of waiting) {
          if (!this.#stopped) await this.#deps.fetchOlder(conversation);
          this.#deps.changed();
        }
      }
      this.#total = 0;
    } catch {
      // The line is gone or the server is busy: go on in a moment, or when it is live again.
      this.#deps.clock.after(PAUSE_AFTER_FAILURE, () => {
        if (!this.#stopped) this.start();
      });
    } finally {
      this.#running = false;
      this.#deps.changed();
    }
  }

  #waiting(): ConversationRecord[] {
    return this.#deps.table
      .all()
      .filter((record) => missing(record) > 0)
      .toSorted((a, b) => b.at - a.at);
  }

  #left(): number {
    return this.#deps.table.all().reduce((sum, record) => sum + missing(record), 0);
  }
}

/** A room or a machine's alerts may be long: what is old there, and what this device let go of, is fetched when somebody scrolls up to it. */
const missing = ({ kind, oldest, cleared, letGo = 0 }: ConversationRecord): number =>
  isOfServer(kind) ? 0 : Math.max(0, oldest - Math.max(cleared, letGo) - 1);
