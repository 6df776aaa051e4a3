import type { ErrorCode } from '../protocol/errors.ts';
import { limits } from '../protocol/limits.ts';
import { type ClientFrame, SOCKET_PATH, SOCKET_PROTOCOL, ServerFrame, openSocket } from '../protocol/socket.ts';
import { PROTOCOL } from '../protocol/version.ts';
import type { Clock, OpenSocket, Sockets } from './ports.ts';
import { Refused, type Server } from './server.ts';

export interface ConnectionListener {
  /** Before the socket opens: bring the list of conversations up to date, answer the cursors for `hello`. */
  prepare(): Promise<[conversation: string, seq: number][]>;
  received(frame: ServerFrame): void;
  /** All that was stored before has arrived. */
  live(): void;
  lost(): void;
  /** The session is over, or the client too old: there is no point in trying again. */
  ended(code: FinalCode): void;
}

export type FinalCode = 'unauthenticated' | 'device_required' | 'reload_required';

const FIRST_RETRY = 500;
const LONGEST_RETRY = 30_000;
const SILENCE = limits.heartbeat * 2;

interface ConnectionDeps {
  readonly server: Server;
  readonly sockets: Sockets;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly listener: ConnectionListener;
}

/** One socket that stays: opened again with growing pauses after every loss, given up after a silence. */
export class Connection {
  readonly #deps: ConnectionDeps;
  #socket: OpenSocket | null = null;
  #retries = 0;
  #closed = false;
  #live = false;
  /** Tells an attempt that a later one has taken its place. */
  #attempt = 0;
  #cancelRetry: () => void = () => undefined;
  #cancelSilence: () => void = () => undefined;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  get isLive(): boolean {
    return this.#live;
  }

  open(): void {
    this.#closed = false;
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#attempt += 1;
    this.#cancelRetry();
    this.#cancelSilence();
    this.#socket?.close();
    this.#socket = null;
    this.#live = false;
  }

  /** Not to be waited for any longer: the platform says that the network is back. */
  hurry(): void {
    if (this.#closed || this.#socket) return;
    this.#cancelRetry();
    this.#retries = 0;
    void this.#connect();
  }

  /** False while there is no live line: the caller keeps the frame and sends it after `live`. */
  send(frame: ClientFrame): boolean {
    if (!this.#live || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    try {
      const cursors = await this.#deps.listener.prepare();
      const { ticket } = await this.#deps.server.call(openSocket);
      if (this.#closed || attempt !== this.#attempt) return;
      this.#listen(attempt, ticket, cursors);
    } catch (error) {
      if (this.#closed || attempt !== this.#attempt) return;
      if (error instanceof Refused && isFinal(error.code)) return this.#end(error.code);
      this.#deps.listener.lost();
      this.#retry(error instanceof Refused ? (error.retryAfter ?? 0) * 1000 : 0);
    }
  }

  #listen(attempt: number, ticket: string, cursors: [string, number][]): void {
    const current = () => attempt === this.#attempt;
    const socket = this.#deps.sockets.open(SOCKET_PATH, [SOCKET_PROTOCOL, `ticket.${ticket}`], {
      opened: () => {
        if (!current()) return;
        this.#expectWord();
        const hello: ClientFrame = {
          op: 'hello',
          protocol: PROTOCOL,
          cursors: cursors.slice(0, limits.cursorsPerHello),
        };
        socket.send(JSON.stringify(hello));
      },
      received: (text) => {
        if (current()) this.#receive(text);
      },
      closed: () => {
        if (current()) this.#lose();
      },
    });
    this.#socket = socket;
  }

  #receive(text: string): void {
    this.#expectWord();
    const parsed = ServerFrame.safeParse(parse(text));
    if (!parsed.success) return;
    const frame = parsed.data;
    if (frame.ev === 'bye' && isFinal(frame.code)) return this.#end(frame.code);
    if (frame.ev === 'live') {
      this.#live = true;
      this.#retries = 0;
      this.#deps.listener.live();
    }
    this.#deps.listener.received(frame);
  }

  #expectWord(): void {
    this.#cancelSilence();
    this.#cancelSilence = this.#deps.clock.after(SILENCE, () => {
      this.#socket?.close();
      this.#lose();
    });
  }

  #lose(): void {
    this.#attempt += 1;
    this.#cancelSilence();
    this.#socket = null;
    this.#live = false;
    this.#deps.listener.lost();
    if (!this.#closed) this.#retry(0);
  }

  #end(code: FinalCode): void {
    this.close();
    this.#deps.listener.ended(code);
  }

  #retry(atLeast: number): void {
    const spread = (this.#deps.random(1)[0] ?? 0) / 255;
    const pause = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#retries) * (0.5 + spread / 2);
    this.#retries += 1;
    this.#cancelRetry = this.#deps.clock.after(Math.max(atLeast, pause), () => void this.#connect());
  }
}

const isFinal = (code: ErrorCode): code is FinalCode =>
  code === 'unauthenticated' || code === 'device_required' || code === 'reload_required';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
