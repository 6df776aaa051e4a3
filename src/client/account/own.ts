import { accountKeyFrom } from '../../crypto/accountKey.ts';
import { type BoxKey, newBoxKey } from '../../crypto/boxKey.ts';
import { type DeviceKeys, packDeviceKeys, unpackDeviceKeys } from '../../crypto/deviceKeys.ts';
import { decodeCbor, encodeCbor, equalBytes, sha256 } from '../../crypto/encoding.ts';
import {
  type AccountChain,
  ChainError,
  deviceAt,
  entryKind,
  extendChain,
  isOnChain,
  newestAccountKey,
  readChain,
} from '../../crypto/verify/accountChain.ts';
import { appendToChain, getSelf } from '../../protocol/api/account.ts';
import type { NewAccountKey, OwnKeys } from '../../protocol/api/keys.ts';
import type { Self } from '../../protocol/api/registration.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { after, keys } from '../storageKeys.ts';
import { type HeldKeys, asInChain, holdsBoxKey, packBoxes, unpackBoxes } from './boxKeys.ts';
import { MadeEntries } from './madeEntries.ts';
import { type OwnNews, newsOf } from './news.ts';
import { newestIsSound, openSeeds } from './seeds.ts';
import { ownKeysAfter } from './ownKeys.ts';

/** All that a log-in leaves on this device. */
export interface LoginResult {
  readonly self: Self;
  readonly instance: string;
  readonly held: HeldKeys;
  readonly entries: readonly Uint8Array[];
  /** Seeds of the account key by generation, as many as the vault opened. */
  readonly seeds: ReadonlyMap<number, Uint8Array>;
}

interface StoredSelf {
  readonly self: Self;
  readonly instance: string;
  readonly device: Uint8Array;
  readonly nextBox?: Uint8Array | null;
  readonly oldBoxes?: readonly Uint8Array[];
  readonly entries: readonly Uint8Array[];
  /** An account key that did not come as it should. */
  readonly doubted?: number | null;
  /** What its owner has not been told yet. */
  readonly news?: readonly OwnNews[];
}

type IsMade = (entry: Uint8Array) => boolean;

/** The account that is logged in on this device: who it is, its chain, and the keys that the device holds. */
export class OwnAccount {
  readonly #storage: Storage;
  readonly #server: Server;
  readonly #boxKeys = new Map<number, Promise<BoxKey>>();
  readonly #seeds: Map<number, Uint8Array>;
  readonly instance: string;
  readonly deviceId: string;
  /** The account id as bytes and as it is on the wire. */
  readonly id: Uint8Array;
  readonly account: string;
  #self: Self;
  #entries: readonly Uint8Array[];
  #chain: AccountChain;
  #held: HeldKeys;
  #doubted: number | null = null;
  #refreshing: Promise<AccountChain> | null = null;
  #news: readonly OwnNews[] = [];
  readonly #made: MadeEntries;
  readonly #expected = new Set<string>();

  private constructor(storage: Storage, server: Server, login: LoginResult) {
    this.#storage = storage;
    this.#server = server;
    this.#made = new MadeEntries(storage);
    this.#self = login.self;
    this.#entries = login.entries;
    this.#chain = readChain(login.entries);
    this.#seeds = new Map(login.seeds);
    this.instance = login.instance;
    this.#held = asInChain(login.held, this.#chain);
    this.deviceId = toBase64url(login.held.device.id);
    this.id = this.#chain.account;
    this.account = toBase64url(this.id);
  }

  /** What a log-in gave, on a storage that may hold what this device knew before. */
  static async keep(storage: Storage, server: Server, login: LoginResult): Promise<OwnAccount> {
    const before = await OwnAccount.load(storage, server).catch(() => null);
    const own = new OwnAccount(storage, server, login);
    before?.requirePrefixOf(own.#chain);
    if (before?.deviceId === own.deviceId)
      own.#news = [...before.#news, ...own.#newsSince(before.#chain, await own.#made.known())];
    await own.#storeSelf();
    await own.#storeSeeds(login.seeds);
    return own;
  }

  static async load(storage: Storage, server: Server): Promise<OwnAccount | null> {
    const [bytes, seeds] = await Promise.all([storage.get(keys.self), storage.range('seed/', after('seed/'))]);
    if (!bytes) return null;
    const stored = decodeCbor(bytes) as StoredSelf;
    const { self, instance, entries } = stored;
    const own = new OwnAccount(storage, server, {
      self,
      instance,
      entries,
      held: { device: await unpackDeviceKeys(stored.device), ...(await unpackBoxes(stored)) },
      seeds: new Map(seeds.map(([key, seed]) => [Number(key.slice('seed/'.length)), seed])),
    });
    own.#doubted = stored.doubted ?? null;
    own.#news = stored.news ?? [];
    return own;
  }

  get held(): HeldKeys {
    return this.#held;
  }

  get device(): DeviceKeys {
    return this.#held.device;
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

  /**
   * Its owner removed this device, or it did so itself. A reset is no removal: it is signed by nobody whom this device knows,
   * so that a server alone can show one.
   */
  get isRemoved(): boolean {
    const at = this.#chain.devices.get(this.deviceId)?.removedAt ?? null;
    return at !== null && !this.#chain.identityKeys.some((identity) => identity.at === at);
  }

  /** No log-in brings back a chain that was passed. @throws Failed */
  requirePrefixOf(served: AccountChain): void {
    if (!isOnChain(served, this.#chain)) throw new Failed('keys_do_not_match');
  }

  async rename(self: Self): Promise<void> {
    this.#self = self;
    await this.#storeSelf();
  }

  /** Takes from the server what may have changed of oneself elsewhere: the role, the display name. */
  async refreshSelf(): Promise<void> {
    const { self } = await this.#server.call(getSelf);
    const { role, displayName } = self;
    if (self.account !== this.account || (role === this.#self.role && displayName === this.#self.displayName)) return;
    await this.rename({ ...this.#self, role, displayName });
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

  /** The newest seed that this device holds: that of the newest account key, unless it did not come as it should. */
  newestSeed(): { generation: number; seed: Uint8Array } | null {
    const held = this.#chain.accountKeys.findLast(({ generation }) => this.#seeds.has(generation));
    const seed = held && this.#seeds.get(held.generation);
    return held && seed ? { generation: held.generation, seed } : null;
  }

  /** The newest account key's seed did not open here, or not the link below it: this device makes the next. */
  get doubtsNewest(): boolean {
    return this.#doubted === newestAccountKey(this.#chain).generation;
  }

  /** The person is letting that device in from here: it is no news. */
  expect(device: Uint8Array): void {
    this.#expected.add(toBase64url(device));
  }

  expectNoMore(device: Uint8Array): void {
    this.#expected.delete(toBase64url(device));
  }

  get holdsBoxKey(): boolean {
    return holdsBoxKey(this.#held, this.#chain);
  }

  /** The box key that is to follow, stored before anybody hears of it; the same one until the chain has it. */
  async nextBox(random: (length: number) => Uint8Array): Promise<BoxKey> {
    const nextBox = this.#held.nextBox ?? (await newBoxKey(random));
    this.#held = { ...this.#held, nextBox };
    await this.#storeSelf();
    return nextBox;
  }

  /** Takes the own chain and sealed seeds from the server: only what extends what is known here. */
  refresh(): Promise<AccountChain> {
    this.#refreshing ??= this.#fetch().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /**
   * One more entry, made here, with the account key that it brings. That it was made here is stored before it is sent.
   * @throws Refused `chain_moved`: another one was first
   */
  async append(entry: Uint8Array, key?: { record: NewAccountKey; seed: Uint8Array }): Promise<void> {
    await this.#made.add(entry);
    if (key) await this.#storage.write({ put: [[keys.accountKey(key.record.generation), encodeCbor(key.record)]] });
    const accountKey = key && { accountKey: key.record };
    await this.#server.call(appendToChain, { body: { entry: toBase64url(entry), ...accountKey } });
    await this.extended(entry, key?.seed);
  }

  /** The chain's entries after that number, each with what has to go to the server beside it, as far as this device has it. */
  async entriesAfter(number: number): Promise<{ entry: Uint8Array; accountKey: NewAccountKey | null }[]> {
    const entries = this.#entries.slice(number);
    return Promise.all(entries.map(async (entry) => ({ entry, accountKey: await this.#accountKeyOf(entry) })));
  }

  async #accountKeyOf(entry: Uint8Array): Promise<NewAccountKey | null> {
    const { generation } = entryKind(entry);
    const bytes = generation === null ? undefined : await this.#storage.get(keys.accountKey(generation));
    return bytes ? (decodeCbor(bytes) as NewAccountKey) : null;
  }

  /** An entry that this device made and the server took, with the seed if it brought an account key. */
  async extended(entry: Uint8Array, seed?: Uint8Array): Promise<void> {
    // What the server tells of it may have been faster than its answer.
    const { number, generation } = entryKind(entry);
    if (!isOnChain(this.#chain, { number, hash: sha256(entry) })) await this.#extend([entry], () => true);
    if (seed && generation !== null) await this.#learn(new Map([[generation, seed]]));
  }

  /** Takes the entries, in order, that extend what is known here. @throws Failed where they do not */
  async take(served: readonly string[]): Promise<void> {
    const entries = served.map(fromBase64url);
    const next = entries.findIndex((entry) => entryKind(entry).number === this.#chain.number + 1);
    if (next !== -1) await this.#extend(entries.slice(next), await this.#made.known());
  }

  /** Hands on what the chain brought that its owner must know, and forgets it once that is done. */
  async tell(raise: (news: OwnNews) => Promise<void>): Promise<void> {
    const told = this.#news;
    if (told.length === 0) return;
    for (const news of told) await raise(news);
    this.#news = this.#news.filter((news) => !told.includes(news));
    await this.#storeSelf();
  }

  async #fetch(): Promise<AccountChain> {
    const after = this.#firstWanted() - 1;
    const served = await ownKeysAfter(this.#server, after);
    const entries = served.chain.map(fromBase64url);
    const isMade = await this.#made.known();
    const known = this.#entries.length - after;
    // Every entry holds the hash of the one before: the newest one known here, on the chain that is served, is the same
    // chain.
    if (!equalBytes(this.#chain.hash, sha256(entries[known - 1] ?? new Uint8Array())))
      throw new Failed('keys_do_not_match');
    await this.#extend(entries.slice(known), isMade);
    await this.#takeSeeds(served);
    return this.#chain;
  }

  async #takeSeeds(served: OwnKeys): Promise<void> {
    const { generation } = newestAccountKey(this.#chain);
    const isNew = !this.#seeds.has(generation);
    const opener = { recipient: this.deviceId, boxes: [this.device.box, ...this.#held.oldBoxes] };
    const seeds = await openSeeds(this.#chain, served, opener, this.#seeds);
    if (isNew && !(await newestIsSound(this.#chain, served, seeds))) {
      this.#doubted = generation;
      await this.#storeSelf();
    }
    await this.#learn(new Map([...seeds].filter(([one]) => !this.#seeds.has(one))));
    if (this.holdsBoxKey && this.#held.oldBoxes.length > 0 && seeds.has(generation)) await this.#dropOldBoxes();
  }

  /** The newest seed is here, and opens those before it: nothing that was sealed to an old box key is needed any more. */
  async #dropOldBoxes(): Promise<void> {
    this.#held = { ...this.#held, oldBoxes: [] };
    await this.#storeSelf();
  }

  /** The newest entry known here, or the first since the last reset that brought an account key which is missing here. */
  #firstWanted(): number {
    const { accountKeys, identityKeys, number } = this.#chain;
    const reset = identityKeys.at(-1)?.at ?? 1;
    const missing = accountKeys.find(({ generation, at }) => at >= reset && !this.#seeds.has(generation));
    return missing ? missing.at : number;
  }

  async #extend(entries: readonly Uint8Array[], isMade: IsMade): Promise<void> {
    if (entries.length === 0) return;
    const before = this.#chain;
    try {
      this.#chain = entries.reduce<AccountChain>(extendChain, this.#chain);
    } catch (error) {
      if (error instanceof ChainError) throw new Failed('keys_do_not_match', { cause: error });
      throw error;
    }
    this.#entries = [...this.#entries, ...entries];
    this.#held = asInChain(this.#held, this.#chain);
    this.#news = [...this.#news, ...this.#newsSince(before, isMade)];
    await this.#storeSelf();
  }

  #newsSince(before: AccountChain, isMade: IsMade): OwnNews[] {
    return newsOf(before, this.#chain, this.#entries.slice(before.number), {
      device: this.device.id,
      isMade,
      isExpected: (device) => this.#expected.has(device),
    });
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
      ...packBoxes(this.#held),
      entries: this.#entries,
      doubted: this.#doubted,
      news: this.#news,
    };
    return this.#storage.write({ put: [[keys.self, encodeCbor(stored)]] });
  }

  async #storeSeeds(seeds: ReadonlyMap<number, Uint8Array>): Promise<void> {
    if (seeds.size === 0) return;
    await this.#storage.write({ put: [...seeds].map(([generation, seed]) => [keys.seed(generation), seed] as const) });
  }
}
