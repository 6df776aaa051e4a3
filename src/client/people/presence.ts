import { limits } from '../../protocol/limits.ts';
import type { ClientFrame } from '../../protocol/socket.ts';

type Listener = (online: boolean) => void;

/** Whether those are online with whom one talks: asked of the server for what screens show, and for nobody else. */
export class Presence {
  /** False while there is no line: what is looked at is told to the next. */
  readonly #send: (frame: ClientFrame) => boolean;
  readonly #lookedAt = new Map<string, Set<Listener>>();
  #online: ReadonlySet<string> = new Set();
  #isTelling = false;

  constructor(send: (frame: ClientFrame) => boolean) {
    this.#send = send;
  }

  /** Calls back at once and after each change; answers how to stop. Nothing is known without a line: they are not online. */
  watch(conversation: string, listener: Listener): () => void {
    const listeners = this.#lookedAt.get(conversation) ?? new Set();
    if (!this.#lookedAt.has(conversation)) this.#tellSoon();
    this.#lookedAt.set(conversation, listeners.add(listener));
    listener(this.#online.has(conversation));
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#lookedAt.get(conversation) !== listeners) return;
      this.#lookedAt.delete(conversation);
      this.#tellSoon();
    };
  }

  /** A new line knows nothing of what is looked at. */
  live(): void {
    if (this.#lookedAt.size > 0) this.#tellSoon();
  }

  lost(): void {
    this.received([]);
  }

  /** All of those looked at whose other member is online. */
  received(conversations: readonly string[]): void {
    const before = this.#online;
    this.#online = new Set(conversations);
    for (const [conversation, listeners] of this.#lookedAt) {
      const isOnline = this.#online.has(conversation);
      if (isOnline !== before.has(conversation)) for (const listener of listeners) listener(isOnline);
    }
  }

  /** Who goes from one conversation to another says so once. Of too many windows the newest count. */
  #tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      const conversations = [...this.#lookedAt.keys()].slice(-limits.lookedAt);
      this.#send({ op: 'look', conversations });
    });
  }
}
