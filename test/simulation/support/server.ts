import type { Http, HttpAnswer } from '../../../src/client/ports.ts';
import { Server } from '../../../src/client/server.ts';
import { createCore, type Core } from '../../../src/server/createCore.ts';
import { requireDevice, requirements } from '../../../src/server/core/access.ts';
import type { Housekeeping, Bus, WakeUp } from '../../../src/server/core/ports.ts';
import { type RateName, defaultRates } from '../../../src/server/core/rates.ts';
import { Refusal } from '../../../src/server/core/refusal.ts';
import { endpoints } from '../../../src/server/doors/api/endpoints.ts';
import type { Call, Endpoint } from '../../../src/server/doors/api/endpoint.ts';
import { problemOf } from '../../../src/server/doors/problem.ts';
import { errors } from '../../../src/protocol/errors.ts';
import { sha256 } from '../../../src/crypto/encoding.ts';
import { toBase64url } from '../../../src/protocol/base64url.ts';
import type { Send } from '../../../src/server/core/append.ts';
import type { Dice } from './dice.ts';
import { MemoryStore } from './memoryStore.ts';

/** A line to the server: its session, and the API as it is. */
export interface Line extends Http {
  readonly api: Server;
  send(send: Send): Promise<{ seq: number }>;
}

const roomy = Object.fromEntries(
  Object.keys(defaultRates).map((name) => [name, { burst: 1e9, perMinute: 1e9 }]),
) as Record<RateName, { burst: number; perMinute: number }>;

/** Nobody comes with a certificate here. */
const none = (): never => {
  throw new Error('no part of this simulation');
};

/** The server's rooms as they are, on a store in memory, without sockets: every rule that it has holds here. */
export class SimulatedServer {
  readonly store = new MemoryStore();
  readonly heard: WakeUp[] = [];
  readonly #core: Core;
  readonly #endpoints: readonly (Endpoint & { readonly pattern: RegExp })[];
  readonly #now: { at: number };

  private constructor(store: MemoryStore, core: Core, heard: WakeUp[], now: { at: number }) {
    this.store = store;
    this.heard = heard;
    this.#core = core;
    this.#now = now;
    this.#endpoints = endpoints(core).map((one) => ({ ...one, pattern: patternOf(one.route.path) }));
  }

  static async boot(dice: Dice): Promise<SimulatedServer> {
    const store = new MemoryStore();
    const heard: WakeUp[] = [];
    const now = { at: 1_700_000_000_000 };
    const core = await createCore({
      store,
      bus: busInto(heard),
      clock: { now: () => ++now.at, after: () => () => undefined },
      random: dice.bytes,
      secrets: {
        opaqueSetup: '',
        standIn: () => '',
        machineTokens: new Uint8Array(),
        publicCookies: { keys: () => [{ number: 1, key: new Uint8Array(32) }], rotate: () => undefined },
      },
      mail: null,
      pushService: null,
      housekeeping: {} as Housekeeping,
      acted: () => undefined,
      auditSigning: { isNew: () => true, head: () => null, sign: () => undefined },
      noticeIn: () => ({ subject: '', text: '' }),
      origin: () => 'http://localhost',
      authority: { certificate: '', readRequest: none, issue: none, read: () => null, isSignedBy: () => false },
      streams: {
        append: none,
        read: none,
        pick: none,
        head: none,
        ends: none,
        bytes: none,
        firstSince: none,
        machines: none,
        retain: none,
        close: none,
      },
      index: { grown: none, search: none, counts: none, tidy: none, close: none },
      keeping: { days: null, bytes: null },
      hashing: { hash: none, matches: none },
      tokens: { sign: none, verify: none },
      isOwnOrigin: () => true,
      rates: roomy,
      encode: () => new Uint8Array(),
      soon: () => undefined,
      failed: (error) => {
        throw error;
      },
    });
    return new SimulatedServer(store, core, heard, now);
  }

  get now(): number {
    return this.#now.at;
  }

  /** Time goes on: every act has a time of its own. */
  readonly tick = (): number => ++this.#now.at;

  line(): Line {
    let token: string | null = null;
    const session = () => this.#core.sessions.byToken(token ?? undefined);
    const http: Http = {
      request: async (method, path, body) => {
        try {
          return await this.#answer(method, path, body, await session(), (given) => (token = given));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          return { status: errors[error.code].status, body: problemOf(error) };
        }
      },
    };
    const send = async (given: Send) => this.#core.append(requireDevice(await session()), given);
    return { ...http, api: new Server(http), send };
  }

  async #answer(
    method: string,
    path: string,
    body: unknown,
    session: Awaited<ReturnType<Core['sessions']['byToken']>>,
    setSession: (token: string | null) => void,
  ): Promise<HttpAnswer> {
    const [place = '', search = ''] = path.split('?');
    const found = this.#endpoints.find(({ route, pattern }) => route.method === method && pattern.test(place));
    if (!found) throw new Refusal('not_found');
    const { route } = found;
    const caller = requirements[route.access](session);
    const parsed = (schema: typeof route.body, given: unknown) => {
      const result = schema?.safeParse(given);
      if (result && !result.success) throw new Refusal('invalid');
      return result?.data;
    };
    const answered = await found.answer({
      params: parsed(route.params, found.pattern.exec(place)?.groups ?? {}),
      query: parsed(route.query, Object.fromEntries(new URLSearchParams(search))),
      body: parsed(route.body, body),
      session: caller,
      from: '127.0.0.1',
      found: () => undefined,
      setSession,
    } as unknown as Call<typeof route>);
    return { status: route.response ? 200 : 204, body: answered };
  }

  /** An admin's one-time link: its token. */
  async resetLink(account: string, random: (length: number) => Uint8Array<ArrayBuffer>): Promise<string> {
    const token = random(32);
    const row = this.store.rows.find((one) => one.account === account);
    await this.store.links.create(
      { kind: 'reset', tokenHash: sha256(token), account: row?.no ?? null, at: 0, expiresAt: 0 },
      null,
    );
    return toBase64url(token);
  }
}

/** `:name` as a named group. */
const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);

function busInto(heard: WakeUp[]): Bus {
  const listeners = new Set<(wakeUp: WakeUp) => void>();
  return {
    publish: (wakeUp) => {
      heard.push(wakeUp);
      for (const listener of listeners) listener(wakeUp);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => undefined,
  };
}
