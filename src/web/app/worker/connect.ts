import workerAddress from './client.worker.ts?worker&url';
import type { Client } from '../../../client/api.ts';
import { remoteClient } from './bridge.ts';
import type { FromClient, FromScreen } from './handshake.ts';

export type Connection =
  | { readonly state: 'ready'; readonly client: Client }
  | { readonly state: 'elsewhere' }
  | { readonly state: 'unstored'; readonly full: boolean };

interface Line {
  postMessage(message: FromScreen): void;
  listen(receive: (message: FromClient) => void): void;
  end(): void;
}

const policy = globalThis.trustedTypes?.createPolicy('waxwing', {
  createScriptURL(address: string): string {
    if (address !== workerAddress) throw new TypeError('not the address of the worker');
    return address;
  },
});

/** Worker constructors take a trusted address where the browser knows such; the DOM's types do not yet say so. */
const trustedAddress = (): string =>
  (policy?.createScriptURL(workerAddress) as unknown as string | undefined) ?? workerAddress;

/** Connects this screen with the client, and tells where the client is. Answers how to end. */
export function connect(take: boolean, tell: (connection: Connection) => void): () => void {
  const line = globalThis.SharedWorker === undefined ? ownLine() : sharedLine();
  const remote = remoteClient({ postMessage: (message) => line.postMessage(message as FromScreen) });
  line.listen((message) => {
    if (message.type === 'ready') tell({ state: 'ready', client: remote.client });
    else if (message.type === 'elsewhere') tell({ state: 'elsewhere' });
    else if (message.type === 'unstored') tell({ state: 'unstored', full: message.full });
    else remote.receive(message);
  });
  const release = holdLock((screen) => line.postMessage({ type: 'hello', screen, take }));
  return () => {
    release();
    line.end();
  };
}

/** The client learns that a screen is gone, however it went, by its lock being free. */
function holdLock(held: (name: string) => void): () => void {
  const name = `waxwing-screen-${crypto.randomUUID()}`;
  const { promise, resolve } = Promise.withResolvers<void>();
  void navigator.locks.request(name, () => {
    held(name);
    return promise;
  });
  return resolve;
}

function sharedLine(): Line {
  const { port } = new SharedWorker(trustedAddress(), { type: 'module', name: 'waxwing' });
  return {
    postMessage: (message) => port.postMessage(message),
    listen: (receive) => {
      port.onmessage = ({ data }: MessageEvent<FromClient>) => receive(data);
    },
    end: () => port.close(),
  };
}

function ownLine(): Line {
  const worker = new Worker(trustedAddress(), { type: 'module', name: 'waxwing' });
  return {
    postMessage: (message) => worker.postMessage(message),
    listen: (receive) => {
      worker.onmessage = ({ data }: MessageEvent<FromClient>) => receive(data);
    },
    end: () => worker.terminate(),
  };
}
