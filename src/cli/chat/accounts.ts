import { randomBytes } from 'node:crypto';
import type { Client, ClientState, LinkingView, Outcome } from '../../client/api.ts';
import { enterKeyless } from '../../client/account/complete.ts';
import { storedAccount, setCurrent } from '../../client/account/current.ts';
import { claim } from '../../client/account/login.ts';
import type { OwnAccount } from '../../client/account/own.ts';
import { createClient } from '../../client/createClient.ts';
import { Failed } from '../../client/outcome.ts';
import type { Platform } from '../../client/ports.ts';
import { Refused, Server, Unreachable } from '../../client/server.ts';
import { parseRecoveryCode } from '../../crypto/recoveryCode.ts';
import { getSelf } from '../../protocol/api/account.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Accounts, LinkSteps, OpenAccount, Opened, Secrets } from '../../tui/accounts.ts';
import { adoptCertificate, enterByCertificate, keepCertificate } from './certificate.ts';
import { type Database, InUse, openDatabase } from './database.ts';
import { accountFolder, accountsIn, removeFolder } from './folders.ts';
import type { Place } from './http.ts';
import { platformOn } from './platform.ts';

const DAY = 24 * 3600_000;

/** The accounts of one server on this machine, each with a folder of its own. */
export function accountsOn(place: Place, folder: string): Accounts {
  const open = (name: string) => openDevice(place, folder, name);

  return {
    names: () => accountsIn(folder),

    async register(name, password) {
      const device = await open(name);
      if (!device) return { ok: false, code: 'in_use' };
      if (await device.current()) return device.giveUp({ ok: false, code: 'username_taken' });
      const client = await device.start('out');
      const registered = await client.register({ username: name, password: password || unknownPassword() });
      if (!registered.ok) return device.giveUp(registered);
      const { recoveryCode } = registered;
      const waits = (await stateOf(client, ({ phase, ended }) => phase === 'in' || ended !== null)).phase === 'out';
      if (waits) device.giveUp(registered);
      return { ok: true, account: waits ? null : await device.opened(), recoveryCode };
    },

    async login(name, secrets, certificate) {
      const device = await open(name);
      if (!device) return { ok: false, code: 'in_use' };
      try {
        if (certificate) adoptCertificate(device.folder, certificate);
        const entered = await enter(device, name, secrets, certificate !== null);
        if (!entered.ok) return device.giveUp(entered);
        return { ...entered, account: await device.opened() };
      } catch (error) {
        device.giveUp({});
        if (error instanceof Failed) return { ok: false, code: error.code };
        throw error;
      }
    },

    async link(name, steps) {
      const device = await open(name);
      if (!device) return { ok: false, code: 'in_use' };
      const client = await device.start('out');
      const linked = await linking(client, name, steps);
      return linked.ok ? { ok: true, account: await device.opened() } : device.giveUp(linked);
    },
  };
}

interface Device {
  readonly platform: Platform;
  readonly server: Server;
  readonly folder: string;
  readonly origin: string;
  current(): Promise<OwnAccount | null>;
  /** Starts the client; resolves when it knows whether somebody is logged in. */
  start(phase: 'in' | 'out'): Promise<Client>;
  opened(): Promise<OpenAccount>;
  giveUp<Answer extends (Opened & { ok: false }) | object>(answer: Answer): Answer;
}

/** Null: another process has it open. */
async function openDevice(place: Place, serverFolder: string, name: string): Promise<Device | null> {
  const isNew = !accountsIn(serverFolder).includes(name);
  const folder = accountFolder(serverFolder, name);
  const database = databaseOf(folder);
  if (!database) return null;
  const platform = await platformOn(place, database);
  const server = new Server(platform.http);
  let client: Client | null = null;
  let renewal: NodeJS.Timeout | undefined;
  const close = () => {
    clearInterval(renewal);
    client?.close();
    database.close();
  };
  return {
    platform,
    server,
    folder,
    origin: place.origin,
    current: async () => (await storedAccount(platform.storages, server))?.own ?? null,
    async start(phase) {
      if (phase === 'out') await setCurrent(platform.storages, null);
      client = createClient(platform);
      await stateOf(client, (state) => state.phase !== 'starting');
      return client;
    },
    async opened() {
      if (!client) throw new Error('the client has not been started');
      // A terminal without a certificate still works; it asks for the password more often.
      const keep = () => keepCertificate(server, folder, name, platform.clock.now()).catch(() => undefined);
      await keep();
      renewal = setInterval(() => void keep(), DAY).unref();
      return { name, client, close };
    },
    giveUp(answer) {
      close();
      if (isNew) removeFolder(folder);
      return answer;
    },
  };
}

function databaseOf(folder: string): Database | null {
  try {
    return openDatabase(folder);
  } catch (error) {
    if (error instanceof InUse) return null;
    throw error;
  }
}

type Entering = Outcome<{ recoveryCode?: string }>;

/**
 * By what the device has; else by its certificate, if that account has no keys yet; else by password or code.
 * @param byCertificate the person has just named a certificate to come in by
 * @throws Failed keys_exist: so they did, and the account has keys that this device did not make
 */
async function enter(device: Device, name: string, secrets: Secrets, byCertificate: boolean): Promise<Entering> {
  const own = await device.current();
  const way = await wayIn(device, name, own, byCertificate);
  if (way === 'resumed') {
    await device.start('in');
    return { ok: true };
  }
  if (way === 'keyless') {
    const client = await device.start('out');
    return client.completeAccount({ password: (await secrets.toChoose()) || null });
  }
  return enterBySecret(device, name, secrets);
}

/** How this device goes on: as itself, also where nobody is there to say no; without keys; or as nobody yet. */
async function wayIn(
  device: Device,
  name: string,
  own: OwnAccount | null,
  byCertificate: boolean,
): Promise<'resumed' | 'keyless' | null> {
  const { server, folder, origin, platform } = device;
  try {
    if (own && (await isIn(server, own))) return 'resumed';
    const entered = await enterByCertificate(server, folder, origin, name);
    if (!entered) return null;
    if (own) {
      await claim(server, { instance: entered.instance, account: own.id, challenge: entered.challenge }, own.device);
      return 'resumed';
    }
    if (entered.self.account !== null && !byCertificate) return null;
    await enterKeyless(platform.storages, entered);
    return 'keyless';
  } catch (error) {
    if (error instanceof Unreachable) return own ? 'resumed' : null;
    if (error instanceof Refused) return null;
    throw error;
  }
}

async function isIn(server: Server, own: OwnAccount): Promise<boolean> {
  try {
    return (await server.call(getSelf)).device === own.deviceId;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

async function enterBySecret(device: Device, name: string, secrets: Secrets): Promise<Outcome> {
  const secret = await secrets.toLogIn();
  if (secret === null || secret === '') return { ok: false, code: 'invalid_credentials' };
  const client = await device.start('out');
  if (parseRecoveryCode(secret) === null) return client.login(name, secret);
  const chosen = await secrets.toChoose();
  return client.recover(name, secret, chosen || unknownPassword());
}

async function linking(client: Client, name: string, steps: LinkSteps): Promise<Outcome> {
  const started = await client.startLinking();
  if (!started.ok) return started;
  const next = async (holds: (view: LinkingView) => boolean) =>
    stateOf(
      client,
      ({ phase, linking: view }) => phase === 'in' || (view !== null && (view.failure !== null || holds(view))),
    );
  steps.code((await next(() => true)).linking?.code ?? '');
  const { linking: met } = await next(({ number }) => number !== null);
  if (met?.number && met.failure === null) {
    const isSame = met.username === name && (await steps.isSame(met.number));
    if (!isSame) return { ok: false, code: 'invalid_credentials' };
    await client.confirmLinking();
  }
  const { linking: end } = await next(() => false);
  return end?.failure ? { ok: false, code: end.failure } : { ok: true };
}

/** Who has no password has one that nobody knows: the recovery code alone opens the account. */
function unknownPassword(): string {
  return toBase64url(randomBytes(32));
}

/** The first state for which it holds. */
export function stateOf(client: Client, holds: (state: ClientState) => boolean): Promise<ClientState> {
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    let found = false;
    stop = client.watch((state) => {
      if (found || !holds(state)) return;
      found = true;
      queueMicrotask(() => stop?.());
      resolve(state);
    });
  });
}
