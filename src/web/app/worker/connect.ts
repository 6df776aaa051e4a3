import type { Client } from '../../../client/api.ts';
import type { Store } from '../session/store.ts';
import { remoteClient } from './bridge.ts';
import type { FromClient, FromScreen } from './handshake.ts';
import { trustedScript } from './trusted.ts';

export type Connection =
  | { readonly state: 'ready'; readonly client: Client }
  | { readonly state: 'elsewhere' }
  | { readonly state: 'unloaded' }
  | { readonly state: 'unstored'; readonly full: boolean };

interface Line {
  postMessage(message: FromScreen): void;
  listen(receive: (message: FromClient) => void): void;
  /** Where the client runs. */
  readonly worker: AbstractWorker;
  end(): void;
}

/** Where the client is; null: it is not known yet. */
export interface Connecting extends Store<Connection | null> {
  /** Takes the client over from another tab. */
  takeOver(): void;
}

/** Connects this screen with the client at once, so that it starts while the screen is drawn. */
export function begin(): Connecting {
  const listeners = new Set<() => void>();
  let current: Connection | null = null;
  const tell = (next: Connection | null): void => {
    current = next;
    for (const listener of listeners) listener();
  };
  let end = connect(false, tell);
  return {
    get: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    takeOver: () => {
      end();
      tell(null);
      end = connect(true, tell);
    },
  };
}

/** Tells where the client is. Answers how to end. */
function connect(take: boolean, tell: (connection: Connection) => void): () => void {
  const line = globalThis.SharedWorker === undefined ? ownLine() : sharedLine();
  const remote = remoteClient({ postMessage: (message) => line.postMessage(message as FromScreen) });
  let heard = false;
  // Once it runs, an error is one of many and its own to tell.
  line.worker.onerror = () => heard || tell({ state: 'unloaded' });
  line.listen((message) => {
    heard = true;
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
  const worker = new SharedWorker(trustedScript('client'), { type: 'module', name: 'waxwing' });
  const { port } = worker;
  return {
    worker,
    postMessage: (message) => port.postMessage(message),
    listen: (receive) => {
      port.onmessage = ({ data }: MessageEvent<FromClient>) => receive(data);
    },
    end: () => port.close(),
  };
}

function ownLine(): Line {
  const worker = new Worker(trustedScript('client'), { type: 'module', name: 'waxwing' });
  return {
    worker,
    postMessage: (message) => worker.postMessage(message),
    listen: (receive) => {
      worker.onmessage = ({ data }: MessageEvent<FromClient>) => receive(data);
    },
    end: () => worker.terminate(),
  };
}
