import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own, on a free port of the loopback. */
export interface Child {
  readonly origin: string;
  /** Said by the Waxwing server only, while it has no admin. */
  readonly setupLink: string | null;
  /** Seconds of CPU so far, of all threads. */
  cpu(): Promise<number>;
  /** Resident bytes, after a collection. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

interface Ready {
  readonly origin: string;
  readonly setupLink: string | null;
}

/** @param file beside this one */
export async function startChild(file: string, args: readonly string[], node: readonly string[] = []): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', ...node],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const answer = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      child.once('message', (message) => resolve(message as T));
      void gone.then(() => reject(new Error(`${file} has stopped`)));
    });
  const ask = (what: 'cpu' | 'memory'): Promise<number> => {
    const found = answer<number>();
    child.send(what);
    return found;
  };
  const { origin, setupLink } = await answer<Ready>();
  return {
    origin,
    setupLink,
    cpu: () => ask('cpu'),
    memory: () => ask('memory'),
    async close() {
      if (child.connected) child.send('stop');
      await gone;
    },
  };
}

/** Within the child: says that it is ready, then answers what it is asked. */
export function serveParent(ready: Ready, stop: () => Promise<void>): void {
  const leave = (): void => void stop().finally(() => process.exit());
  process.on('disconnect', leave);
  process.on('message', (asked) => {
    if (asked === 'stop') return leave();
    if (asked === 'memory') {
      globalThis.gc?.();
      process.send?.(process.memoryUsage.rss());
      return;
    }
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1e6);
  });
  process.send?.(ready);
}
