/** What the client needs of the platform it runs on. */
export interface Platform {
  readonly http: Http;
  readonly sockets: Sockets;
  readonly storages: Storages;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  /** How the owner sees this device in the list of devices, as "Firefox on Linux". */
  readonly deviceLabel: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON; undefined where there was none. */
  readonly body: unknown;
}

/** One server; keeps the session's cookie by itself. */
export interface Http {
  /**
   * @param path starting with `/api/v1/`
   * @throws Error when the server cannot be reached; every answer, also an error, is returned
   */
  request(method: string, path: string, body?: unknown): Promise<HttpAnswer>;
}

export interface SocketListener {
  opened(): void;
  received(frame: string): void;
  /** Called once, also when it never opened. */
  closed(): void;
}

export interface OpenSocket {
  send(frame: string): void;
  close(): void;
}

export interface Sockets {
  open(path: string, protocols: readonly string[], listener: SocketListener): OpenSocket;
}

export interface Changes {
  readonly put?: readonly (readonly [key: string, value: Uint8Array])[];
  readonly remove?: readonly string[];
}

/** Bytes under string keys in the order of their UTF-16 code units; sealed at rest where the platform can. */
export interface Storage {
  get(key: string): Promise<Uint8Array | undefined>;
  /** Keys `>= from` and `< to`, ascending, or descending with `last`. */
  range(from: string, to: string, options?: { limit?: number; last?: boolean }): Promise<[string, Uint8Array][]>;
  /** All of it or nothing; durable when it resolves. */
  write(changes: Changes): Promise<void>;
  close(): void;
}

/** Storages of this device, one for each name. */
export interface Storages {
  open(name: string): Promise<Storage>;
  /** Removes it with its key; nothing of it can be read afterwards. */
  destroy(name: string): Promise<void>;
}

export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Calls back once after so many milliseconds; answers how to cancel. */
  after(milliseconds: number, callback: () => void): () => void;
}
