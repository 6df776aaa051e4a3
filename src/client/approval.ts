import { getSelf } from '../protocol/api/account.ts';
import type { LoginResult } from './account/own.ts';
import type { Clock } from './ports.ts';
import { Refused, type Server } from './server.ts';

const EVERY = 2000;

interface Deps {
  readonly server: Server;
  readonly clock: Clock;
  /** It is approved: this device is let in with what its registration made. */
  readonly approved: (login: LoginResult) => Promise<void>;
  /** The session is gone: an admin did not want the account. */
  readonly refused: () => void;
}

/** An account that was made here waits for an admin; meanwhile the server is asked every two seconds. */
export class Approval {
  readonly #deps: Deps;
  #waiting: LoginResult | null = null;
  #held = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** In place of what was waited for before. */
  wait(login: LoginResult): void {
    this.#waiting = login;
    this.#askSoon(login);
  }

  stop(): void {
    this.#waiting = null;
  }

  /** While this runs nobody is let in: somebody logs in by other means. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#held = true;
    try {
      return await work();
    } finally {
      this.#held = false;
    }
  }

  #askSoon(login: LoginResult): void {
    this.#deps.clock.after(EVERY, () => {
      if (this.#waiting === login) void this.#ask(login);
    });
  }

  async #ask(login: LoginResult): Promise<void> {
    const answer = await this.#deps.server.call(getSelf).catch((error: unknown) => error);
    if (this.#waiting !== login) return;
    if (answer instanceof Refused && answer.code === 'unauthenticated') {
      this.#waiting = null;
      return this.#deps.refused();
    }
    if (this.#held || answer instanceof Error) return this.#askSoon(login);
    this.#waiting = null;
    await this.#deps.approved(login).catch(() => this.wait(login));
  }
}
