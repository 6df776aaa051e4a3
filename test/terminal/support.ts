import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import settings from '../../vite.server.config.ts';
import { builtProgram, program, quickOptions } from '../support/command.ts';
import { PASSWORD } from '../support/people.ts';

/** The command as it is built, in that folder unless it is built already: Node reads no sources of screens. */
export async function buildCommand(folder: string): Promise<string> {
  if (builtProgram !== null) return builtProgram;
  const outDir = path.join(folder, 'dist');
  await build({ configFile: false, logLevel: 'error', ...settings, build: { ...settings.build, outDir } });
  return path.join(outDir, 'waxwing.mjs');
}

/** A person's machine: their own folders, and a file with their password. */
export interface Machine {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Begins `waxwing chat --plain`. */
  chat(...args: string[]): Terminal;
  /** Pipes it some lines, and answers all that it said. */
  pipe(lines: string, ...args: string[]): Promise<{ status: number | null; output: string; errors: string }>;
  remove(): void;
}

export interface Terminal {
  readonly pid: number;
  type(line: string): void;
  /** Resolves with the line when it has been shown, from here on or before. */
  shows(line: string | RegExp): Promise<string>;
  /** All lines that were shown. */
  lines(): readonly string[];
  /** All of standard error. */
  errors(): string;
  /** No more comes from the keyboard; resolves with the exit status. */
  end(): Promise<number | null>;
  kill(): Promise<void>;
}

const PATIENCE = 60_000;

/** @param password null: nobody says one @param more of the environment */
export function newMachine(
  origin: string,
  password: string | null = PASSWORD,
  command: string = program,
  more: Readonly<Record<string, string>> = {},
): Machine {
  const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-terminal-'));
  const file = path.join(folder, 'password');
  writeFileSync(file, `${password ?? ''}\n`, { mode: 0o600 });
  const env = {
    PATH: process.env['PATH'] ?? '',
    XDG_DATA_HOME: path.join(folder, 'data'),
    ...more,
    ...(password !== null && { WAXWING_PASSWORD_FILE: file }),
  };
  const chat = (...args: string[]) => terminal(env, command, ['--plain', '--server', origin, ...args]);
  return {
    folder,
    env,
    chat,
    async pipe(lines, ...args) {
      const one = chat(...args);
      one.type(lines);
      const status = await one.end();
      return { status, output: one.lines().join('\n'), errors: one.errors() };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function terminal(env: Readonly<Record<string, string>>, command: string, args: readonly string[]): Terminal {
  const child = spawn(process.execPath, [...quickOptions, command, 'chat', ...args], { env });
  const said = { output: '', errors: '' };
  const waiting = new Set<() => void>();
  const hear = (what: 'output' | 'errors') => (chunk: Buffer) => {
    said[what] += chunk.toString();
    for (const look of waiting) look();
  };
  child.stdout.on('data', hear('output'));
  child.stderr.on('data', hear('errors'));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = () => said.output.split('\n').slice(0, -1);
  return {
    pid: child.pid ?? 0,
    type: (line) => void child.stdin.write(`${line}\n`),
    shows: (line) => shown(child, waiting, lines, line, () => said.errors),
    lines,
    errors: () => said.errors,
    end: () => {
      child.stdin.end();
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function shown(
  child: ChildProcessWithoutNullStreams,
  waiting: Set<() => void>,
  lines: () => string[],
  wanted: string | RegExp,
  errors: () => string,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const finish = (act: () => void) => {
    clearTimeout(patience);
    waiting.delete(look);
    act();
  };
  const vain = () => reject(new Error(`waited in vain for ${wanted} in:\n${lines().join('\n')}\n${errors()}`));
  const patience = setTimeout(() => finish(vain), PATIENCE);
  const look = () => {
    const found = lines().find((line) => (typeof wanted === 'string' ? line === wanted : wanted.test(line)));
    if (found !== undefined) finish(() => resolve(found));
  };
  waiting.add(look);
  child.once('close', () => finish(vain));
  look();
  return promise;
}
