import { randomBytes } from 'node:crypto';
import type { Client, ClientState, Outcome } from '../../client/api.ts';
import { currentAccount, setCurrent } from '../../client/account/current.ts';
import type { OwnAccount } from '../../client/account/own.ts';
import { createClient } from '../../client/createClient.ts';
import { failureOf } from '../../client/outcome.ts';
import type { Platform } from '../../client/ports.ts';
import { Refused, Server, Unreachable } from '../../client/server.ts';
import { parseRecoveryCode } from '../../crypto/recoveryCode.ts';
import { getSelf } from '../../protocol/api/account.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Accounts, OpenAccount, Opened, Secrets } from '../../tui/accounts.ts';
import { enterByCertificate, keepCertificate } from './certificate.ts';
import { type Database, InUse, openDatabase } from './database.ts';
import { accountFolder, accountsIn, removeFolder } from './folders.ts';
import type { Place } from './http.ts';
import { platformOn } from './platform.ts';

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

    async login(name, secrets) {
      const device = await open(name);
      if (!device) return { ok: false, code: 'in_use' };
      const own = await device.current();
      const resumed = own && (await resume(device, own));
      if (resumed) await device.start('in');
      const entered = resumed ? { ok: true as const } : await enterBySecret(device, name, secrets);
      return entered.ok ? { ok: true, account: await device.opened() } : device.giveUp(entered);
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
  const close = () => {
    client?.close();
    database.close();
  };
  return {
    platform,
    server,
    folder,
    origin: place.origin,
    current: async () => (await currentAccount(platform.storages, server))?.own ?? null,
    async start(phase) {
      if (phase === 'out') await setCurrent(platform.storages, null);
      client = createClient(platform);
      await stateOf(client, (state) => state.phase !== 'starting');
      return client;
    },
    async opened() {
      if (!client) throw new Error('the client has not been started');
      // A terminal without a certificate still works; it asks for the password more often.
      await keepCertificate(server, folder, name, platform.clock.now()).catch(() => undefined);
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

/** Whether this device goes on as the account: by its session, by its certificate, or because nobody can say no. */
async function resume({ server, folder, origin }: Device, own: OwnAccount): Promise<boolean> {
  try {
    const { device } = await server.call(getSelf);
    if (device === own.deviceId) return true;
  } catch (error) {
    if (error instanceof Unreachable) return true;
    if (!(error instanceof Refused)) throw error;
  }
  try {
    return await enterByCertificate(server, folder, origin, own);
  } catch (error) {
    if (error instanceof Unreachable) return true;
    if (error instanceof Refused) return false;
    throw error;
  }
}

async function enterBySecret(device: Device, name: string, secrets: Secrets): Promise<Outcome> {
  const secret = await secrets.toLogIn();
  if (secret === null || secret === '') return { ok: false, code: 'invalid_credentials' };
  try {
    const client = await device.start('out');
    if (parseRecoveryCode(secret) === null) return await client.login(name, secret);
    const chosen = await secrets.toChoose();
    return await client.recover(name, secret, chosen || unknownPassword());
  } catch (error) {
    return failureOf(error);
  }
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
