import type { Client, ClientState } from '../../client/api.ts';
import { setCurrent, storedAccount } from '../../client/account/current.ts';
import type { OwnAccount } from '../../client/account/own.ts';
import { createClient } from '../../client/createClient.ts';
import type { Platform } from '../../client/ports.ts';
import { Server } from '../../client/server.ts';
import type { OpenAccount, Opened } from '../../tui/accounts.ts';
import { keepCertificate } from './certificate.ts';
import { type Database, InUse, openDatabase } from './database.ts';
import { accountFolder, accountsIn, removeFolder } from '../remote/folders.ts';
import type { Place } from '../remote/http.ts';
import { pinnedIn } from '../remote/pin.ts';
import { platformOn } from './platform.ts';

const DAY = 24 * 3600_000;

/** This machine as a device of one account, logged in or about to be. */
export interface Device {
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
export async function openDevice(place: Place, serverFolder: string, name: string): Promise<Device | null> {
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
      const kept = { folder, username: name, authority: pinnedIn(serverFolder) };
      const keep = () => keepCertificate(server, kept, platform.clock.now()).catch(() => undefined);
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
