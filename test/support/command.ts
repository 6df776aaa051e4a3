import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from '../../scripts/sources.mjs';

const at = (place: string): string => fileURLToPath(new URL(`../../${place}`, import.meta.url));

/** The command as it is built, null when its sources have changed since. */
export const builtProgram: string | null = isBuilt() ? at('dist/waxwing.mjs') : null;
/** The command says nothing of what Node calls experimental, as when `bin/waxwing.mjs` starts it. */
export const nodeOptions: readonly string[] = ['--disable-warning=ExperimentalWarning'];
/** With these it stretches passwords as little as devices of tests do. */
export const quickOptions: readonly string[] = [...nodeOptions, '--import', at('test/support/quickProgram.mjs')];
/** What runs the command: as it is built, which starts sooner, else its sources. */
export const program: string = builtProgram ?? at('src/cli/main.ts');

/** The server as the command starts it, in a process and a data folder of its own: killing it kills the server itself. */
export interface RunningServer {
  readonly origin: string;
  /** The one-time link for the first admin, while there is none. */
  readonly setupLink: string | null;
  readonly data: string;
  readonly pid: number;
  /** Everything that it has printed. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

interface RunOptions {
  /** Another build of the command than `dist`. */
  readonly program?: string;
  readonly data?: string;
  readonly port?: number;
  /** More flags of `waxwing serve`. */
  readonly flags?: readonly string[];
}

export async function runServer(options: RunOptions = {}): Promise<RunningServer> {
  const data = options.data ?? mkdtempSync(path.join(tmpdir(), 'waxwing-'));
  const args = [
    'serve',
    '--data',
    data,
    '--port',
    String(options.port ?? 0),
    '--tls-port',
    'off',
    ...(options.flags ?? []),
  ];
  const child = spawn(process.execPath, [...nodeOptions, options.program ?? program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const origin = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /^Waxwing is ready: (\S+)/m.exec(output);
      if (ready?.[1]) resolve(ready[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server stopped with ${code}:\n${output}`)));
  });
  return {
    origin,
    setupLink: /^Create the first admin: (\S+)/m.exec(output)?.[1] ?? null,
    data,
    pid: child.pid ?? 0,
    output: () => output,
    kill: (signal) => stop(child, signal),
    close: async () => {
      await stop(child, 'SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
