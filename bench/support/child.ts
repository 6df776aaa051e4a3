import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a server that is measured tells about itself. */
export interface Usage {
  /** Seconds, of all threads. */
  readonly cpu: number;
  /** Resident bytes, after a collection. */
  readonly memory: number;
}

/** A server in a process of its own, on a free port of the loopback. */
export interface Child {
  readonly origin: string;
  /** Said by the Waxwing server only, while it has no admin. */
  readonly setupLink: string | null;
  usage(): Promise<Usage>;
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
  const { origin, setupLink } = await answer<Ready>();
  return {
    origin,
    setupLink,
    usage() {
      const usage = answer<Usage>();
      child.send('usage');
      return usage;
    },
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
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const usage: Usage = { cpu: (user + system) / 1e6, memory: process.memoryUsage.rss() };
    process.send?.(usage);
  });
  process.send?.(ready);
}
