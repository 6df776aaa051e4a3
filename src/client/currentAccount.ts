import { getInstance } from '../protocol/api/instance.ts';
import { PROTOCOL } from '../protocol/version.ts';
import { deviceAt } from '../crypto/verify/accountChain.ts';
import { getSelf } from '../protocol/api/account.ts';
import { toBase64url } from '../protocol/base64url.ts';
import { type HeldKeys, freshKeys } from './account/boxKeys.ts';
import { forgetComing, keepComing, storedComing } from './account/coming.ts';
import type { Deps as Entering } from './account/newAccount.ts';
import { keylessAccount, setCurrent, storedAccount } from './account/current.ts';
import { becomeDevice } from './account/login.ts';
import { type LoginResult, OwnAccount } from './account/own.ts';
import type { OpenVault } from './account/vaultAccess.ts';
import type { ClientState } from './api.ts';
import { Approval } from './approval.ts';
import { unreadOf } from './conversations/inboxRows.ts';
import type { Ending } from './line.ts';
import { Linking } from './linking.ts';
import { LoggedIn } from './loggedIn.ts';
import type { Platform, Storage } from './ports.ts';
import { Refused, Server } from './server.ts';

const RETRY = 3000;

type Listener = (state: ClientState) => void;

const storageName = (of: { instance: string; account: string }) => `${of.instance}.${of.account}`;

/** Who is logged in on this device, if anybody: how an account comes and goes, and what the screens are told of it. */
export class CurrentAccount {
  readonly platform: Platform;
  readonly server: Server;
  readonly linking: Linking;
  readonly approval: Approval;
  /** What becoming a device of an account takes. */
  readonly entering: Required<Entering>;
  readonly #listeners = new Set<Listener>();
  #phase: Exclude<ClientState['phase'], 'outdated'> = 'starting';
  /** Whatever else goes on: it holds until this client is replaced. */
  #outdated = false;
  #ended: ClientState['ended'] = null;
  #instance: ClientState['server'] = null;
  #account: LoggedIn | null = null;
  #keyless: string | null = null;
  #dirty = false;
  #closed = false;

  constructor(platform: Platform) {
    this.platform = platform;
    this.server = new Server(platform.http);
    const { random, deviceLabel, storages } = platform;
    this.entering = { server: this.server, random, deviceLabel, keep: (coming) => keepComing(storages, coming) };
    this.linking = new Linking({
      server: this.server,
      platform,
      keep: this.entering.keep,
      own: () => this.need().own,
      entered: (login) => this.enter(login),
      changed: () => this.changed(),
    });
    this.approval = new Approval({
      server: this.server,
      clock: platform.clock,
      approved: (login) => this.enter(login),
      refused: () => this.#showEnded('refused'),
    });
  }

  /** Null: nobody is logged in. */
  get account(): LoggedIn | null {
    return this.#account;
  }

  get keyless(): string | null {
    return this.#keyless;
  }

  /** @throws Refused `unauthenticated` when nobody is logged in */
  need(): LoggedIn {
    if (!this.#account) throw new Refused('unauthenticated');
    return this.#account;
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.#state());
    return () => void this.#listeners.delete(listener);
  }

  /** Something that the state shows has changed; listeners hear of it once for all that changes at a time. */
  changed(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    queueMicrotask(() => {
      this.#dirty = false;
      const now = this.#state();
      for (const listener of this.#listeners) listener(now);
    });
  }

  /** Whoever was logged in when this device stopped is again. */
  async start(): Promise<void> {
    void this.#greet();
    const stored = await storedAccount(this.platform.storages, this.server);
    if (stored) await this.#run(stored.own, stored.storage);
    else {
      this.#keyless = await keylessAccount(this.platform.storages);
      this.#phase = 'out';
    }
    this.changed();
  }

  close(): void {
    this.#closed = true;
    void this.linking.calls.cancelLinking();
    this.approval.stop();
    this.#account?.close();
  }

  async enter(login: LoginResult): Promise<void> {
    const name = storageName({ instance: login.instance, account: login.self.account });
    const storage = await this.platform.storages.open(name);
    const own = await OwnAccount.keep(storage, this.server, login);
    await setCurrent(this.platform.storages, name);
    await forgetComing(this.platform.storages);
    await this.#run(own, storage);
  }

  async enterWith(vault: OpenVault): Promise<void> {
    const held = await this.#heldFor(vault);
    const live = held.find(({ device }) => deviceAt(vault.chain, device.id, vault.chain.number));
    await this.enter(await becomeDevice(this.entering, vault, live ?? null));
  }

  /** Whether this session is on a device whose keys are not here (any more): nobody can speak in its name. */
  async isStranded(vault: OpenVault): Promise<boolean> {
    const { device } = await this.server.call(getSelf);
    if (device === null) return false;
    const held = await this.#heldFor(vault);
    return !held.some(({ device: { id } }) => toBase64url(id) === device);
  }

  /** An account was made here that an admin has to approve first. */
  async awaitApproval(login: LoginResult): Promise<void> {
    await forgetComing(this.platform.storages);
    this.approval.wait(login);
    this.#showEnded('approval');
  }

  /** The person's own going: what the server says of the removed device on the socket is no news. */
  async goodbye(end: (own: OwnAccount) => Promise<void>, why: ClientState['ended'] = null): Promise<void> {
    const leaving = this.need();
    leaving.close();
    try {
      await end(leaving.own);
    } catch (error) {
      leaving.open();
      throw error;
    }
    this.#ended = why;
    await this.#leave(leaving, true);
  }

  /** Keys of devices of that account: those that were in it here, and those that were on their way in. */
  async #heldFor(vault: OpenVault): Promise<HeldKeys[]> {
    const { storages } = this.platform;
    const { account } = vault.answer.self;
    const storage = await storages.open(storageName({ instance: vault.instance, account }));
    const stored = await OwnAccount.load(storage, this.server).catch(() => null);
    stored?.requirePrefixOf(vault.chain);
    const coming = await storedComing(storages);
    return [...(stored ? [stored.held] : []), ...(coming?.account === account ? [freshKeys(coming.device)] : [])];
  }

  /** What it said last stands while it does not answer. */
  async askServer(): Promise<void> {
    await this.#ask().catch(() => undefined);
  }

  async #ask(): Promise<void> {
    const { registration, encryption, messageDays, protocol } = await this.server.call(getInstance);
    this.#instance = { registration, encryption, messageDays };
    if (protocol.oldest > PROTOCOL) this.#outdated = true;
    this.changed();
  }

  async #greet(): Promise<void> {
    try {
      await this.#ask();
    } catch {
      if (!this.#closed) this.platform.clock.after(RETRY, () => void this.#greet());
    }
  }

  #showEnded(why: ClientState['ended']): void {
    this.#ended = why;
    this.changed();
  }

  async #run(own: OwnAccount, storage: Storage): Promise<void> {
    this.#account?.close();
    this.approval.stop();
    const { platform, server } = this;
    const next = new LoggedIn({
      platform,
      server,
      storage,
      own,
      messageDays: () => this.#instance?.messageDays ?? null,
      keepsAll: () => this.#instance?.messageDays === null,
      changed: () => this.changed(),
      ended: (why) => void this.#end(why, next),
    });
    await next.load();
    this.#account = next;
    this.#phase = 'in';
    this.#ended = null;
    this.#keyless = null;
    next.open();
    this.changed();
  }

  async #end(why: Ending, of: LoggedIn): Promise<void> {
    if (this.#account !== of) return;
    if (why === 'outdated') {
      this.#outdated = true;
      return this.changed();
    }
    this.#ended = why;
    await this.#leave(of, why === 'removed');
  }

  /** @param forget whether what the device has stored goes, too */
  async #leave(of: LoggedIn, forget: boolean): Promise<void> {
    const { storages } = this.platform;
    of.close();
    this.#account = null;
    this.#phase = 'out';
    await setCurrent(storages, null);
    if (forget) await storages.destroy(storageName(of.own));
    this.changed();
  }

  #state(): ClientState {
    const account = this.#account;
    const inbox = account?.inbox() ?? [];
    return {
      phase: this.#outdated && this.#phase !== 'starting' ? 'outdated' : this.#phase,
      ended: this.#ended,
      keyless: this.#keyless,
      connection: account?.line.connected ?? (this.#instance ? 'online' : 'connecting'),
      server: this.#instance,
      self: account?.own.self ?? null,
      device: account?.own.deviceId ?? null,
      inbox,
      rooms: account?.rooms() ?? [],
      streams: account?.streams.all() ?? [],
      unread: unreadOf(inbox),
      presence: account?.line.presence ?? null,
      loading: account?.history.progress ?? null,
      caughtUp: account?.line.caughtUp ?? false,
      alarms: account?.people.alarms.all() ?? [],
      quietHours: account?.shared.notifying.quietHours() ?? null,
      blocked: account?.blocked() ?? [],
      linking: this.linking.view,
    };
  }
}
