import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeOptions, program } from './command.ts';

export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A running `waxwing send`. */
export interface Running {
  type(text: string | Buffer): void;
  errors(): string;
  /** No more comes in; resolves when it has ended. */
  end(): Promise<Ended>;
  kill(signal: NodeJS.Signals): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

/** Somebody's account on a machine that reports in: folders of its own. */
export interface Sender {
  readonly folder: string;
  /** Where its queue and what it knows are. */
  readonly state: string;
  readonly credentials: string;
  send(...args: string[]): Running;
  /** What it reads is the test's to open. */
  sendFrom(stdin: number, ...args: string[]): Running;
  /** Hands it some input, and waits until it has ended. */
  pipe(input: string | Buffer, ...args: string[]): Promise<Ended>;
  remove(): void;
}

export function newSender(origin: () => string, env: Readonly<Record<string, string>> = {}): Sender {
  const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-sender-'));
  const own = {
    PATH: process.env['PATH'] ?? '',
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_STATE_HOME: path.join(folder, 'state'),
    XDG_DATA_HOME: path.join(folder, 'data'),
    ...env,
  };
  const send = (...args: string[]) => running(own, ['send', '--server', origin(), ...args], 'pipe');
  const place = () => new URL(origin()).host.replace(':', '_');
  return {
    folder,
    get state() {
      return path.join(folder, 'state/waxwing', place(), 'machines');
    },
    get credentials() {
      return path.join(folder, 'config/waxwing/machines', place());
    },
    send,
    sendFrom: (stdin, ...args) => running(own, ['send', '--server', origin(), ...args], stdin),
    pipe(input, ...args) {
      const one = send(...args);
      one.type(input);
      return one.end();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function running(env: Readonly<Record<string, string>>, args: readonly string[], stdin: 'pipe' | number): Running {
  const child = spawn(process.execPath, [...nodeOptions, program, ...args], {
    env,
    stdio: [stdin, 'pipe', 'pipe'],
  });
  const said = { output: '', errors: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.errors += chunk.toString()));
  // It may have ended before all was typed.
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status) => resolve({ status, ...said }));
  });
  return {
    type: (text) => void child.stdin?.write(text),
    errors: () => said.errors,
    end: () => {
      child.stdin?.end();
      return ended;
    },
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

export interface StoredLine {
  readonly seq: number;
  readonly at: string;
  readonly message: string;
  readonly id?: string;
  readonly level?: string;
  readonly sealed?: boolean;
}

/** What a machine's stream holds, in order. */
export function streamOf(data: string, machine: string): StoredLine[] {
  const folder = path.join(data, 'streams', machine);
  const days = readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1));
  const lines = days.flatMap((day) => readFileSync(path.join(folder, day), 'utf8').split('\n'));
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as StoredLine);
}

export const textsOf = (data: string, machine: string): string[] => {
  try {
    return streamOf(data, machine).map(({ message }) => message);
  } catch {
    return [];
  }
};
