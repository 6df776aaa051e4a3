import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PASSWORD } from './people.ts';

const TMUX = ['/usr/bin/tmux', '/usr/local/bin/tmux'].find((file) => existsSync(file));
const PATIENCE = 60_000;
const LOOK_EVERY = 50;

/** Whether the machine has tmux; says so where it has not. */
export function hasTmux(): boolean {
  if (!TMUX) process.stdout.write('skipped: needs tmux\n');
  return TMUX !== undefined;
}

/** A line that somebody said, as rows 001.5 and 001.6 have it: whenever that was. */
export const told = (line: string): RegExp =>
  new RegExp(String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ${RegExp.escape(line)}$`, 'm');

export interface WindowOptions {
  /** More for `waxwing chat`. */
  readonly args?: string;
  readonly size?: readonly [columns: number, rows: number];
  /** As a shell has it: `NAME=value ...`. */
  readonly env?: string;
}

/** People's terminals before one server, all in a tmux of their own. */
export class Terminals {
  readonly #folder: string;
  readonly #program: string;
  readonly #server: string;
  readonly #nodeOptions: readonly string[];

  /** @param program the command as it is built @param server its address */
  constructor(folder: string, program: string, server: string, nodeOptions: readonly string[]) {
    this.#folder = folder;
    this.#program = program;
    this.#server = server;
    this.#nodeOptions = nodeOptions;
  }

  /** Somebody's `waxwing chat`. Windows named `sam` and `sam-...` are on one machine. */
  chat(name: string, { args = '', size = [100, 24], env = '' }: WindowOptions = {}): Window {
    const node = [process.execPath, ...this.#nodeOptions].map((part) => `'${part}'`).join(' ');
    const home = `XDG_DATA_HOME='${this.home(name)}'`;
    // Where CI is set, nothing is coloured.
    const run = `${home} ${env} env -u CI ${node} '${this.#program}' chat --server ${this.#server} ${args}`;
    return this.shell(name, run, size);
  }

  /** Anything that a shell runs. */
  shell(name: string, run: string, [columns, rows]: readonly [number, number] = [100, 24]): Window {
    const shell = `${run}; echo "ended with $?"; exec sleep 600`;
    const size = ['-x', String(columns), '-y', String(rows)];
    this.tmux('new-session', '-d', '-s', name, ...size, `sh -c '${shell.replaceAll("'", `'\\''`)}'`);
    return new Window(this, name);
  }

  /** Where that person's machine keeps things. */
  home(name: string): string {
    return path.join(this.#folder, name.replace(/-.*/, ''));
  }

  /** Answers what it prints. */
  tmux(...args: string[]): string {
    const socket = path.join(this.#folder, 'tmux');
    return spawnSync(TMUX ?? 'tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' }).stdout;
  }

  close(): void {
    this.tmux('kill-server');
  }
}

/** One terminal, as its person uses it. */
export class Window {
  readonly name: string;
  readonly #terminals: Terminals;

  constructor(terminals: Terminals, name: string) {
    this.#terminals = terminals;
    this.name = name;
  }

  /** Of the program that the shell runs. */
  pid(): number {
    const shell = this.#tmux('display-message', '-p', '#{pane_pid}').trim();
    return Number(readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8'));
  }

  type(line: string): void {
    this.paste(line);
    this.press('Enter');
  }

  /** Keys as they come, all at once. */
  paste(keys: string): void {
    this.#tmux('send-keys', '-l', keys);
  }

  press(...keys: string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** What tmux knows of it, as its `#{...}`. */
  fact(format: string): string {
    return this.#tmux('display-message', '-p', format).trim();
  }

  screen(): string {
    return this.#tmux('capture-pane', '-p', '-J').replaceAll(/ +$/gm, '');
  }

  /** With everything that colours it. */
  drawn(): string {
    return this.#tmux('capture-pane', '-p', '-e', '-N');
  }

  /** What it shows once that is there. */
  async shows(wanted: string | RegExp): Promise<string> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const seen = this.screen();
      if (typeof wanted === 'string' ? seen.includes(wanted) : wanted.test(seen)) return seen;
      if (Date.now() > deadline) throw new Error(`waited in vain for ${wanted} in:\n${seen}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  }

  #tmux(command: string, ...args: string[]): string {
    return this.#terminals.tmux(command, '-t', this.name, ...args);
  }
}

/** From the first screen to the lobby, as a new person goes. */
export async function registerIn(window: Window, name: string, password = PASSWORD): Promise<void> {
  await window.shows('/login NAME logs in');
  window.type(`/register ${name}`);
  await window.shows('New password');
  window.type(password);
  if ((await window.shows('The same again')).includes(password)) throw new Error('the password can be seen');
  window.type(password);
  await window.shows('Registration Succeeded');
  await window.shows('Press Enter when you have saved it');
  window.press('Enter');
  await window.shows('lobby · not encrypted · online');
}
