import { accountKeyFrom, openAllGenerations, openLink, openSeed } from '../../crypto/accountKey.ts';
import type { BoxKey } from '../../crypto/boxKey.ts';
import { type DeviceKeys, packDeviceKeys, unpackDeviceKeys } from '../../crypto/deviceKeys.ts';
import { decodeCbor, encodeCbor, equalBytes, sha256 } from '../../crypto/encoding.ts';
import {
  type AccountChain,
  ChainError,
  deviceAt,
  extendChain,
  newestAccountKey,
  readChain,
} from '../../crypto/verify/accountChain.ts';
import { getOwnKeys } from '../../protocol/api/account.ts';
import type { OwnKeys } from '../../protocol/api/keys.ts';
import type { Self } from '../../protocol/api/registration.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { after, keys } from '../storageKeys.ts';

/** All that a log-in leaves on this device. */
export interface LoginResult {
  readonly self: Self;
  readonly instance: string;
  readonly device: DeviceKeys;
  readonly entries: readonly Uint8Array[];
  /** Seeds of the account key by generation, as many as the vault opened. */
  readonly seeds: ReadonlyMap<number, Uint8Array>;
}

interface StoredSelf {
  readonly self: Self;
  readonly instance: string;
  readonly device: Uint8Array;
  readonly entries: readonly Uint8Array[];
}

/** The account that is logged in on this device: who it is, its chain, and the keys that the device holds. */
export class OwnAccount {
  readonly #storage: Storage;
  readonly #server: Server;
  readonly #boxKeys = new Map<number, Promise<BoxKey>>();
  readonly #seeds: Map<number, Uint8Array>;
  readonly instance: string;
  readonly device: DeviceKeys;
  readonly deviceId: string;
  /** The account id as bytes and as it is on the wire. */
  readonly id: Uint8Array;
  readonly account: string;
  #self: Self;
  #entries: readonly Uint8Array[];
  #chain: AccountChain;
  #refreshing: Promise<AccountChain> | null = null;

  private constructor(storage: Storage, server: Server, login: LoginResult) {
    this.#storage = storage;
    this.#server = server;
    this.#self = login.self;
    this.#entries = login.entries;
    this.#chain = readChain(login.entries);
    this.#seeds = new Map(login.seeds);
    this.instance = login.instance;
    this.device = login.device;
    this.deviceId = toBase64url(login.device.id);
    this.id = this.#chain.account;
    this.account = toBase64url(this.id);
  }

  static async keep(storage: Storage, server: Server, login: LoginResult): Promise<OwnAccount> {
    const own = new OwnAccount(storage, server, login);
    await own.#storeSelf();
    await own.#storeSeeds(login.seeds);
    return own;
  }

  static async load(storage: Storage, server: Server): Promise<OwnAccount | null> {
    const [bytes, seeds] = await Promise.all([storage.get(keys.self), storage.range('seed/', after('seed/'))]);
    if (!bytes) return null;
    const { self, instance, device, entries } = decodeCbor(bytes) as StoredSelf;
    return new OwnAccount(storage, server, {
      self,
      instance,
      entries,
      device: await unpackDeviceKeys(device),
      seeds: new Map(seeds.map(([key, seed]) => [Number(key.slice('seed/'.length)), seed])),
    });
  }

  get self(): Self {
    return this.#self;
  }

  get chain(): AccountChain {
    return this.#chain;
  }

  get isLive(): boolean {
    return deviceAt(this.#chain, this.device.id, this.#chain.number) !== null;
  }

  async rename(self: Self): Promise<void> {
    this.#self = self;
    await this.#storeSelf();
  }

  /** The chain as this device knows it, or with `afresh` as the server has it now. */
  async currentChain(afresh = false): Promise<AccountChain> {
    return afresh ? this.refresh() : this.#chain;
  }

  async chainReaching(number: number): Promise<AccountChain> {
    return this.#chain.number >= number ? this.#chain : this.refresh();
  }

  /** The account key of a generation, fetched if another device made it. Null: not sealed to this device. */
  async accountKey(generation: number): Promise<BoxKey | null> {
    if (!this.#seeds.has(generation)) await this.refresh();
    const seed = this.#seeds.get(generation);
    if (!seed) return null;
    const known = this.#boxKeys.get(generation) ?? accountKeyFrom(seed);
    this.#boxKeys.set(generation, known);
    return known;
  }

  newestSeed(): { generation: number; seed: Uint8Array } | null {
    const { generation } = newestAccountKey(this.#chain);
    const seed = this.#seeds.get(generation);
    return seed ? { generation, seed } : null;
  }

  /** Takes the own chain and sealed seeds from the server: only what extends what is known here. */
  refresh(): Promise<AccountChain> {
    this.#refreshing ??= this.#fetch().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** An entry that this device made and the server took, with the seed if it brought an account key. */
  async extended(entry: Uint8Array, seed?: Uint8Array): Promise<void> {
    await this.#extend([entry]);
    if (seed) await this.#learn(new Map([[newestAccountKey(this.#chain).generation, seed]]));
  }

  async #fetch(): Promise<AccountChain> {
    const served = await this.#server.call(getOwnKeys);
    const entries = served.chain.map(fromBase64url);
    if (entries.length < this.#entries.length) throw new Failed('keys_do_not_match');
    await this.#extend(entries.slice(this.#entries.length));
    // Every entry holds the hash of the one before: the same newest one is the same chain.
    if (!equalBytes(this.#chain.hash, sha256(entries.at(-1) ?? new Uint8Array())))
      throw new Failed('keys_do_not_match');
    await this.#learn(await this.#openSeeds(served));
    return this.#chain;
  }

  async #extend(entries: readonly Uint8Array[]): Promise<void> {
    if (entries.length === 0) return;
    try {
      this.#chain = entries.reduce<AccountChain>(extendChain, this.#chain);
    } catch (error) {
      if (error instanceof ChainError) throw new Failed('keys_do_not_match', { cause: error });
      throw error;
    }
    this.#entries = [...this.#entries, ...entries];
    await this.#storeSelf();
  }

  /** What of the served seeds opens: those sealed to this device, and below them what the links give. */
  async #openSeeds(served: OwnKeys): Promise<Map<number, Uint8Array>> {
    const opened = new Map<number, Uint8Array>();
    for (const half of this.#chain.accountKeys.toReversed()) {
      const { generation } = half;
      if (this.#seeds.has(generation) || opened.has(generation)) continue;
      const record = served.accountKeys.find((one) => one.generation === generation);
      const sealed = record?.seeds.find(({ recipient }) => recipient === this.deviceId)?.sealed;
      const newer = opened.get(generation + 1) ?? this.#seeds.get(generation + 1);
      const link = served.accountKeys.find((one) => one.generation === generation + 1)?.link;
      const seed = sealed
        ? await openSeed(this.device.box, half, this.deviceId, fromBase64url(sealed)).catch(() => null)
        : newer && link
          ? await openLink(newer, half, fromBase64url(link)).catch(() => null)
          : null;
      if (seed) opened.set(generation, seed);
    }
    return opened;
  }

  async #learn(seeds: ReadonlyMap<number, Uint8Array>): Promise<void> {
    for (const [generation, seed] of seeds) this.#seeds.set(generation, seed);
    await this.#storeSeeds(seeds);
  }

  #storeSelf(): Promise<void> {
    const stored: StoredSelf = {
      self: this.#self,
      instance: this.instance,
      device: packDeviceKeys(this.device),
      entries: this.#entries,
    };
    return this.#storage.write({ put: [[keys.self, encodeCbor(stored)]] });
  }

  async #storeSeeds(seeds: ReadonlyMap<number, Uint8Array>): Promise<void> {
    if (seeds.size === 0) return;
    await this.#storage.write({ put: [...seeds].map(([generation, seed]) => [keys.seed(generation), seed] as const) });
  }
}

/** The seeds that a vault's box key opens: every generation is sealed to it. */
export async function seedsFromVault(
  chain: AccountChain,
  vaultBox: BoxKey,
  served: OwnKeys,
): Promise<Map<number, Uint8Array>> {
  const newest = newestAccountKey(chain);
  const sealed = served.accountKeys
    .find(({ generation }) => generation === newest.generation)
    ?.seeds.find(({ recipient }) => recipient === 'vault')?.sealed;
  if (!sealed) throw new Failed('keys_do_not_match');
  const seed = await openSeed(vaultBox, newest, 'vault', fromBase64url(sealed));
  return openAllGenerations(chain.accountKeys, seed, served.accountKeys);
}
