import { createClient } from '../../../client/createClient.ts';
import type { Client } from '../../../client/api.ts';
import { serve, type Port } from './bridge.ts';
import { CLIENT_LOCK, type FromClient, type FromScreen, type Hello, type Standing } from './handshake.ts';
import { createPlatform } from './platform.ts';
import { storages, watched } from './storages.ts';

// Runs as a SharedWorker, which all tabs share, or where there is none as a Worker of one tab.
const scope = globalThis as unknown as SharedWorkerGlobalScope & DedicatedWorkerGlobalScope;
const shared: boolean = Reflect.has(globalThis, 'onconnect');

interface Screen {
  readonly post: (message: FromClient) => void;
  receive(message: FromScreen): void;
}

const screens = new Set<Screen>();
let owning: Promise<Client | null> | null = null;

/**
 * Takes the lock and makes the client; null when another tab has it. A shared worker always takes it: another holder
 * can only be the worker of an older version of the app.
 */
function own(take: boolean): Promise<Client | null> {
  return new Promise((resolve) => {
    navigator.locks
      .request(CLIENT_LOCK, take || shared ? { steal: true } : { ifAvailable: true }, async (lock) => {
        if (lock === null) return resolve(null);
        resolve(createClient(createPlatform(watched(storages, unstored))));
        await new Promise(() => {});
      })
      .catch(() => leave({ type: 'elsewhere' }));
  });
}

/** Ends the client and tells the screens why. */
async function leave(why: Standing): Promise<void> {
  const client = await owning;
  client?.close();
  for (const screen of screens) screen.post(why);
  scope.close();
}

function unstored(error: unknown): void {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  void leave({ type: 'unstored', full });
}

function attend(port: Port): Screen {
  let served: ReturnType<typeof serve> | null = null;
  const post = (message: FromClient): void => port.postMessage(message);
  const greet = async ({ take, screen: lock }: Hello): Promise<void> => {
    owning ??= own(take);
    const client = await owning;
    if (client === null) return void leave({ type: 'elsewhere' });
    served = serve(client, port);
    post({ type: 'ready' });
    await navigator.locks.request(lock, () => {});
    served.stop();
    screens.delete(screen);
  };
  const screen: Screen = {
    post,
    receive(message) {
      if (message.type === 'hello') void greet(message);
      else served?.receive(message);
    },
  };
  screens.add(screen);
  return screen;
}

if (shared) {
  scope.onconnect = ({ ports: [port] }) => {
    if (port === undefined) return;
    const screen = attend(port);
    port.onmessage = ({ data }: MessageEvent<FromScreen>) => screen.receive(data);
  };
} else {
  const screen = attend(scope);
  scope.onmessage = ({ data }: MessageEvent<FromScreen>) => screen.receive(data);
}
