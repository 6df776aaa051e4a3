import type { Client, ClientState, ConversationView, Item } from '../client/api.ts';
import { bodyText } from './bodyText.ts';

/** One message, as a terminal tells it. The text is not yet one line, nor safe to print. */
export interface Told {
  readonly conversation: string;
  /** UTC milliseconds, also of one that was edited. */
  readonly at: number;
  /** It was told before, in other words. */
  readonly edited?: true;
  readonly from: string;
  /** Of a private message. */
  readonly to: string | null;
  readonly room: string | null;
  /** Of an alert whose it is. */
  readonly machine: string | null;
  readonly encrypted: boolean;
  readonly mine: boolean;
  readonly text: string;
}

export interface Feed {
  /** Resolves when what was missed has been told, or cannot be for want of a connection. */
  readonly caughtUp: Promise<void>;
  /** Resolves when it is kept what has been told. */
  close(): Promise<void>;
}

export interface FeedGiven {
  readonly client: Client;
  /** The name of whose account it is. */
  readonly self: string;
  /** Whether a message is read when it has been told. */
  readonly readsAll: boolean;
  readonly tell: (message: Told) => void;
}

/** So much of what was missed is told of each conversation. */
const MOST_MISSED = 1000;

/**
 * Tells every message once, whoever wrote it: first what was missed, in the order of time, then what comes. What has been
 * told is read, if it is to be.
 */
export function feedOf({ client, self, readsAll, tell }: FeedGiven): Feed {
  const followed = new Map<string, { stop: () => void; reader: Reader }>();
  const { promise: caughtUp, resolve: done } = Promise.withResolvers<void>();
  let missed: Told[] | null = [];
  let opening = 0;
  let begun = false;

  const say = (told: readonly Told[]) => {
    if (missed) missed.push(...told);
    else for (const one of told) tell(one);
  };

  const settled = () => {
    if (!begun || opening > 0 || !missed) return;
    const first = missed.toSorted((a, b) => a.at - b.at);
    missed = null;
    for (const one of first) tell(one);
    done();
  };

  const follow = (conversation: string) => {
    if (followed.has(conversation)) return;
    // One that begins while we listen has not been seen at all.
    const reader = new Reader({ client, conversation, self, readsAll }, missed === null ? 0 : null);
    if (missed) opening += 1;
    let isOpen = missed === null;
    const see = (view: ConversationView): void => {
      const told = reader.read(view);
      if (told === null) return;
      say(told);
      if (isOpen) return;
      isOpen = true;
      opening -= 1;
      settled();
    };
    const stop = client.watchConversation(conversation, see, 'unread');
    followed.set(conversation, { stop, reader });
  };

  const stop = client.watch((state) => {
    begun ||= isReady(state);
    if (!begun) return;
    for (const { conversation } of [...state.inbox, ...state.rooms]) follow(conversation);
    settled();
  });

  return {
    caughtUp,
    async close() {
      stop();
      const all = [...followed.values()];
      for (const one of all) one.stop();
      await Promise.all(all.map(({ reader }) => reader.marked));
    },
  };
}

/** Everything is here, or there is no line by which it could come. */
const isReady = ({ phase, caughtUp, loading, connection }: ClientState) =>
  phase === 'in' && ((caughtUp && loading === null) || connection === 'offline');

interface Followed {
  readonly client: Client;
  readonly conversation: string;
  readonly self: string;
  readonly readsAll: boolean;
}

/** Reads one conversation as far as it has not been told yet: from the first that is unread down to the newest. */
class Reader {
  readonly #of: Followed;
  readonly #keys = new Set<string>();
  /** What was told last of those in the window. */
  #texts = new Map<string, string>();
  /** What is told lies above this seq; null: nobody has looked yet. */
  #told: number | null;
  #fresh: Told[] = [];
  /** The newest item when the window was asked to go on. */
  #asked: string | undefined;
  /** The newest mark of what has been read. */
  marked: Promise<unknown> = Promise.resolve();

  constructor(of: Followed, told: number | null) {
    this.#of = of;
    this.#told = told;
  }

  /** What is new in it; null: wait, there is more below that was missed too. */
  read(view: ConversationView): Told[] | null {
    const { client, conversation, self, readsAll } = this.#of;
    const told = (this.#told ??= startOf(view));
    // One's own message may be here before what the log has below it: each is told by itself.
    const fresh = view.items.filter(({ key, seq }) => seq !== null && seq > told && !this.#keys.has(key));
    for (const { key } of fresh) this.#keys.add(key);
    const edited = view.items.filter((item) => this.#isEdited(item));
    this.#texts = this.#textsOf(view.items);
    this.#fresh.push(...fresh.flatMap((item) => tellOf(view, item, self)));
    this.#fresh.push(
      ...edited.flatMap((item) => tellOf(view, item, self).map((one) => ({ ...one, edited: true as const }))),
    );
    if (view.newer) {
      const newest = view.items.at(-1)?.key;
      if (newest !== this.#asked) void client.showNewer(view.window).catch(() => undefined);
      this.#asked = newest;
      return null;
    }
    if (readsAll && view.unread > 0) this.marked = client.markRead(conversation);
    return this.#fresh.splice(0).slice(-MOST_MISSED);
  }

  #isEdited({ key, body, state }: Item): boolean {
    const told = this.#texts.get(key);
    const isSettled = state !== 'sending' && state !== 'failed';
    return told !== undefined && isSettled && body.type === 'text' && body.edited && body.text !== told;
  }

  #textsOf(items: readonly Item[]): Map<string, string> {
    const told = items.filter(({ key }) => this.#keys.has(key));
    return new Map(told.flatMap(({ key, body }) => (body.type === 'text' ? [[key, body.text]] : [])));
  }
}

function startOf({ items, firstUnread }: ConversationView): number {
  const first = items.find(({ key }) => key === firstUnread);
  return first === undefined ? (items.findLast(({ seq }) => seq !== null)?.seq ?? 0) : (first.seq ?? 1) - 1;
}

function tellOf(view: ConversationView, { author, at, mine, body }: Item, self: string): Told[] {
  const text = bodyText(body);
  if (text === null) return [];
  const to = view.room === null && view.machine === null ? (mine ? view.with.username : self) : null;
  return [
    {
      conversation: view.conversation,
      at,
      from: author.username,
      to,
      room: view.room,
      machine: view.machine,
      encrypted: view.sealed,
      mine,
      text,
    },
  ];
}
