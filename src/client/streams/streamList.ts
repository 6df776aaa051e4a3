import { listStreams, type Stream } from '../../protocol/api/streams.ts';
import type { ServerFrame } from '../../protocol/socket.ts';
import type { Clock } from '../ports.ts';
import type { Server } from '../server.ts';

/** The state changes so often at most by what machines send. */
const SHOWN_EVERY = 250;
/** The newest records are fetched so often at most, a page of streams. */
const FETCHED_EVERY = 3000;
/** No server has more: what goes on after them is none. */
const MOST_PAGES = 100;

interface Deps {
  readonly server: Server;
  readonly clock: Clock;
  readonly changed: () => void;
}

type Frame = Extract<ServerFrame, { ev: 'stream' | 'streams' }>;
type Grown = Extract<Frame, { ev: 'stream' }>;

/** The streams that the account may read, as the server lists them, kept current by what comes on the socket. */
export class StreamList {
  readonly #deps: Deps;
  #streams: readonly Stream[] = [];
  #pages = 1;
  #fetching: Promise<void> | null = null;
  #again = false;
  #cancelShow: (() => void) | null = null;
  #cancelFetch: (() => void) | null = null;
  /** There is a newer record than was fetched. */
  #stale = false;
  /** What came on the socket while the list was on its way: that may be older. */
  readonly #meanwhile = new Map<string, Grown>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** In order of their names. */
  all(): readonly Stream[] {
    return this.#streams;
  }

  get(machine: string): Stream | undefined {
    return this.#streams.find((stream) => stream.machine === machine);
  }

  received(frame: Frame): void {
    if (frame.ev === 'streams') return void this.fetch().catch(() => undefined);
    if (this.#fetching !== null) this.#meanwhile.set(frame.machine, frame);
    this.#grown(frame);
  }

  /** The account has read up to there; the server hears of it from whoever calls. */
  markRead(machine: string, seq: number): void {
    const known = this.get(machine);
    if (known) this.#put({ ...known, read: Math.max(known.read, Math.min(seq, known.head)) });
  }

  /** Asks the server anew; asked while it does, it does so once more. @throws Refused, Unreachable */
  fetch(): Promise<void> {
    this.#again = this.#fetching !== null;
    this.#fetching ??= this.#fetchAll().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  stop(): void {
    this.#cancelShow?.();
    this.#cancelFetch?.();
    this.#cancelShow = null;
    this.#cancelFetch = null;
  }

  async #fetchAll(): Promise<void> {
    do {
      this.#again = false;
      this.#meanwhile.clear();
      const found: Stream[] = [];
      this.#pages = 0;
      for (let after: string | null = null; this.#pages < MOST_PAGES;) {
        const page: { streams: Stream[]; next: string | null } = await this.#deps.server.call(listStreams, {
          query: after === null ? {} : { after },
        });
        found.push(...page.streams);
        this.#pages += 1;
        if (page.next === null) break;
        after = page.next;
      }
      this.#streams = found.map((stream) => this.#current(stream));
      for (const frame of this.#meanwhile.values()) this.#grown(frame);
      this.#deps.changed();
    } while (this.#again);
  }

  #grown({ machine, head, read }: Grown): void {
    const known = this.get(machine);
    if (!known) return;
    this.#put({ ...known, head: Math.max(head, known.head), read: Math.max(read, known.read) });
    if (head > known.head) this.#fetchNewest();
  }

  /** What this device has read meanwhile holds. */
  #current(served: Stream): Stream {
    const read = Math.max(served.read, this.get(served.machine)?.read ?? 0);
    return withUnread({ ...served, read: served.follows ? read : served.read });
  }

  #put(stream: Stream): void {
    this.#streams = this.#streams.map((each) => (each.machine === stream.machine ? withUnread(stream) : each));
    this.#cancelShow ??= this.#deps.clock.after(SHOWN_EVERY, () => {
      this.#cancelShow = null;
      this.#deps.changed();
    });
  }

  /** At once, then after a while again if more has come. */
  #fetchNewest(): void {
    this.#stale = this.#cancelFetch !== null;
    this.#cancelFetch ??= this.#deps.clock.after(FETCHED_EVERY * this.#pages, () => {
      this.#cancelFetch = null;
      if (this.#stale) this.#fetchNewest();
    });
    if (!this.#stale) this.fetch().catch(() => undefined);
  }
}

function withUnread(stream: Stream): Stream {
  const { follows, head, read, first } = stream;
  return { ...stream, unread: follows ? Math.max(0, head - Math.max(read, first - 1)) : 0 };
}
