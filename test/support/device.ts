import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Client, ClientState, ConversationView, Item } from '../../src/client/api.ts';
import { createClient } from '../../src/client/createClient.ts';
import type { Changes, Clock, Http, Platform, Sockets, Storage, Storages } from '../../src/client/ports.ts';

/** One device of a person: a headless client on storages of its own, against a real server. */
export interface TestDevice {
  readonly client: Client;
  readonly platform: Platform;
  readonly storages: MemoryStorages;
  readonly network: Network;
  state(): ClientState;
  /** Resolves with the first state for which `wanted` holds. */
  until(wanted: (state: ClientState) => boolean, what: string): Promise<ClientState>;
  conversation(id: string): OpenConversation;
  close(): void;
}

export interface OpenConversation {
  view(): ConversationView | undefined;
  until(wanted: (view: ConversationView) => boolean, what: string): Promise<ConversationView>;
  texts(): string[];
  /** Goes up to the beginning, and answers all items that came by, oldest first. */
  fromBeginning(): Promise<Item[]>;
  item(text: string): Item;
  close(): void;
}

/** What a test may do to a device's network. */
export class Network {
  readonly #sockets = new Set<WebSocket>();
  readonly #hears = new Map<WebSocket, (text: string) => void>();
  down = false;
  /** Sees every request and frame that leaves or comes. */
  onTraffic: ((text: string) => void) | null = null;
  /** Fails the requests for which it holds, as a busy server would. */
  refuse: ((path: string) => boolean) | null = null;
  /** What else happens before a request leaves. */
  before: ((path: string) => Promise<void>) | null = null;
  /** What a lying server would answer instead. */
  lie: ((path: string, answer: unknown) => unknown) | null = null;
  /** May keep a frame from being sent. */
  beforeSend: ((frame: string) => boolean) | null = null;

  cut(): void {
    this.down = true;
    for (const socket of this.#sockets) socket.terminate();
  }

  /** What a lying server says on the socket. */
  say(frame: object): void {
    for (const hear of this.#hears.values()) hear(JSON.stringify(frame));
  }

  restore(): void {
    this.down = false;
  }

  track(socket: WebSocket, hear: (text: string) => void): void {
    this.#sockets.add(socket);
    this.#hears.set(socket, hear);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#hears.delete(socket);
    });
  }
}

const PATIENCE = 60_000;

export function openDevice(
  origin: string,
  storages = new MemoryStorages(),
  network = new Network(),
  clock = systemClock,
): TestDevice {
  const cookies = storages.cookies;
  const platform: Platform = {
    http: nodeHttp(origin, cookies, network),
    sockets: nodeSockets(origin, network),
    storages,
    clock,
    random: systemRandom,
    deviceLabel: 'Test device',
  };
  const client = createClient(platform);
  let current: ClientState | undefined;
  const waiters = new Set<() => void>();
  client.watch((state) => {
    current = state;
    for (const wake of waiters) wake();
  });
  const state = () => {
    if (!current) throw new Error('the client has shown no state yet');
    return current;
  };
  return {
    client,
    platform,
    storages,
    network,
    state,
    until: (wanted, what) => until(waiters, () => (current && wanted(current) ? current : undefined), what),
    conversation: (id) => openConversation(client, id),
    close: () => client.close(),
  };
}

function openConversation(client: Client, id: string): OpenConversation {
  let current: ConversationView | undefined;
  let follows = true;
  const waiters = new Set<() => void>();
  const stop = client.watchConversation(id, (view) => {
    current = view;
    // It follows what comes, however much that is.
    if (view.newer && follows) void client.showNewer(view.window);
    for (const wake of waiters) wake();
  });
  const texts = () => (current?.items ?? []).flatMap(({ body }) => (body.type === 'text' ? [body.text] : []));
  const seen = (wanted: (view: ConversationView) => boolean, what: string) =>
    until(
      waiters,
      () => (current && wanted(current) ? current : undefined),
      `${what}; shown: ${JSON.stringify(current?.items.slice(-5))}`,
    );
  return {
    view: () => current,
    until: seen,
    texts,
    async fromBeginning() {
      follows = false;
      const came: Item[] = [];
      let view = await seen(() => true, 'a view');
      for (; view.older; view = await seen((now) => now !== view, 'older items')) {
        const oldest = came[0]?.key;
        const fresh = oldest === undefined ? view.items : view.items.slice(0, keyAt(view, oldest));
        came.unshift(...fresh);
        await client.showOlder(view.window);
      }
      return [...view.items.slice(0, keyAt(view, came[0]?.key)), ...came];
    },
    item: (text) => {
      const found = current?.items.find(({ body }) => body.type === 'text' && body.text === text);
      if (!found) throw new Error(`no item "${text}" among ${JSON.stringify(texts())}`);
      return found;
    },
    close: stop,
  };
}

/** Which of the items has that key; past the last if none has. */
function keyAt({ items }: ConversationView, key: string | undefined): number {
  const at = items.findIndex((item) => item.key === key);
  return at === -1 ? items.length : at;
}

/** Waits for a condition, never for a duration; the limit only ends a test that would wait for ever. */
function until<Value>(waiters: Set<() => void>, look: () => Value | undefined, what: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => finish(() => reject(new Error(`waited in vain for: ${what}`))), PATIENCE);
    const finish = (act: () => void) => {
      clearTimeout(patience);
      waiters.delete(check);
      act();
    };
    const check = () => {
      const found = look();
      if (found !== undefined) finish(() => resolve(found));
    };
    waiters.add(check);
    check();
  });
}

const systemRandom = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Short pauses, as between one look at the server and the next, are over twenty times sooner. */
export const hurriedClock: Clock = {
  ...systemClock,
  after: (milliseconds, callback) =>
    systemClock.after(milliseconds > 2000 ? milliseconds : milliseconds / 20, callback),
};

function nodeHttp(origin: string, cookies: Map<string, string>, network: Network): Http {
  return {
    request: async (method, path, body) => {
      await network.before?.(path);
      if (network.down || network.refuse?.(path)) throw new Error('the network is down');
      const sent = body === undefined ? null : JSON.stringify(body);
      network.onTraffic?.(`${method} ${path} ${sent ?? ''}`);
      const response = await fetch(origin + path, {
        method,
        headers: {
          origin,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(sent !== null && { 'content-type': 'application/json' }),
        },
        ...(sent !== null && { body: sent }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const at = pair.indexOf('=');
        const value = pair.slice(at + 1);
        if (value === '') cookies.delete(pair.slice(0, at));
        else cookies.set(pair.slice(0, at), value);
      }
      const text = await response.text();
      network.onTraffic?.(text);
      const answer = text === '' ? undefined : (JSON.parse(text) as unknown);
      return { status: response.status, body: network.lie ? network.lie(path, answer) : answer };
    },
  };
}

function nodeSockets(origin: string, network: Network): Sockets {
  return {
    open: (path, protocols, listener) => {
      const socket = new WebSocket(origin.replace(/^http/, 'ws') + path, [...protocols], { origin });
      network.track(socket, (text) => listener.received(text));
      if (network.down) socket.terminate();
      socket.on('open', () => listener.opened());
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        network.onTraffic?.(text);
        listener.received(text);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => listener.closed());
      return {
        send: (frame) => {
          network.onTraffic?.(frame);
          if (network.beforeSend && !network.beforeSend(frame)) return;
          if (socket.readyState === WebSocket.OPEN) socket.send(frame);
        },
        close: () => socket.close(),
      };
    },
  };
}

/** A device's storages and cookies: handed on to another `openDevice`, they are the same device after a restart. */
export class MemoryStorages implements Storages {
  readonly cookies = new Map<string, string>();
  readonly #named = new Map<string, MemoryStorage>();

  async open(name: string): Promise<Storage> {
    const storage = this.#named.get(name) ?? new MemoryStorage();
    this.#named.set(name, storage);
    return storage;
  }

  async destroy(name: string): Promise<void> {
    this.#named.get(name)?.clear();
    this.#named.delete(name);
  }

  /** As an older profile restored from a backup would have it. */
  copy(): MemoryStorages {
    const copy = new MemoryStorages();
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    for (const [name, storage] of this.#named) copy.#named.set(name, storage.copy());
    return copy;
  }

  names(): string[] {
    return [...this.#named.keys()];
  }
}

class MemoryStorage implements Storage {
  readonly #values = new Map<string, Uint8Array>();
  #sorted: string[] | null = null;

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#values.get(key);
  }

  async range(
    from: string,
    to: string,
    options: { limit?: number; last?: boolean } = {},
  ): Promise<[string, Uint8Array][]> {
    this.#sorted ??= [...this.#values.keys()].toSorted();
    const found = this.#sorted.slice(place(this.#sorted, from), place(this.#sorted, to));
    const ordered = options.last ? found.toReversed() : found;
    return ordered.slice(0, options.limit).map((key) => [key, this.#values.get(key) ?? new Uint8Array()]);
  }

  async write({ put = [], remove = [] }: Changes): Promise<void> {
    for (const [key, value] of put) this.#values.set(key, new Uint8Array(value));
    for (const key of remove) this.#values.delete(key);
    this.#sorted = null;
  }

  close(): void {
    // nothing is held open
  }

  clear(): void {
    this.#values.clear();
    this.#sorted = null;
  }

  copy(): MemoryStorage {
    const copy = new MemoryStorage();
    for (const [key, value] of this.#values) copy.#values.set(key, value);
    return copy;
  }
}

/** Index of the first key that is not below `key`. */
function place(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
