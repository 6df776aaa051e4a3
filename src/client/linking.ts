import type { Coming } from './account/coming.ts';
import type { Client, ClientState } from './api.ts';
import { NewDevice } from './account/linking/newDevice.ts';
import { type FoundDevice, findNewDevice, letIn } from './account/linking/oldDevice.ts';
import type { LoginResult, OwnAccount } from './account/own.ts';
import { Failed, act, attempt } from './outcome.ts';
import type { Platform } from './ports.ts';
import type { Server } from './server.ts';

interface Deps {
  readonly server: Server;
  readonly platform: Platform;
  readonly own: () => OwnAccount;
  readonly keep: (coming: Coming) => Promise<void>;
  readonly entered: (login: LoginResult) => Promise<void>;
  readonly changed: () => void;
}

type Calls = Pick<Client, 'startLinking' | 'confirmLinking' | 'cancelLinking' | 'findLinking' | 'grantLinking'>;

/** Both sides of linking: this device waits to be let in, or lets another one in. */
export class Linking {
  readonly #deps: Deps;
  #waiting: NewDevice | null = null;
  #found: FoundDevice | null = null;
  /** Counts what was begun or given up, so that what comes late is not taken for the newest. */
  #turn = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get view(): ClientState['linking'] {
    return this.#waiting?.view ?? null;
  }

  readonly calls: Calls = {
    startLinking: () =>
      this.#act(async () => {
        this.#end();
        const { server, platform, keep, changed } = this.#deps;
        const { clock, random, deviceLabel } = platform;
        const entered = async (login: LoginResult): Promise<void> => {
          await this.#deps.entered(login);
          this.#end();
          changed();
        };
        const turn = this.#turn;
        const device = await NewDevice.start({ server, clock, random, deviceLabel, keep, changed, entered });
        if (turn !== this.#turn) return device.stop();
        this.#waiting = device;
      }),
    confirmLinking: () => this.#act(async () => this.#waiting?.confirm()),
    cancelLinking: () => this.#act(async () => this.#end()),
    findLinking: (codeOrLink) =>
      attempt(async () => {
        const { server, platform, own } = this.#deps;
        this.#found = null;
        this.#found = await findNewDevice({ server, ...platform }, own(), codeOrLink);
        const { label, number } = this.#found;
        return { label, number };
      }),
    grantLinking: (password) =>
      this.#act(async () => {
        const { server, platform, own } = this.#deps;
        if (!this.#found) throw new Failed('link_spent');
        await letIn({ server, ...platform }, own(), this.#found, password);
        this.#found = null;
      }),
  };

  #end(): void {
    this.#turn += 1;
    this.#waiting?.stop();
    this.#waiting = null;
    this.#found = null;
  }

  #act(run: () => Promise<void>): ReturnType<Calls['startLinking']> {
    return act(async () => {
      await run();
      this.#deps.changed();
    });
  }
}
