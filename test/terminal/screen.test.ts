import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPerson, say } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import vectors from '../vectors/ssh.json' with { type: 'json' };
import { buildCommand } from './support.ts';

const TMUX = ['/usr/bin/tmux', '/usr/local/bin/tmux'].find((file) => existsSync(file));
const PASSWORD = 'quite some wings tonight';
const TIME = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
const told = (line: string) => new RegExp(`^${TIME} ${RegExp.escape(line)}$`, 'm');

const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-screen-'));
const socket = path.join(folder, 'tmux');
let server: TestServer;
let program: string;

beforeAll(async () => {
  if (!TMUX) return;
  server = await bootServer();
  program = await buildCommand(folder);
}, 120_000);
afterAll(async () => {
  if (TMUX) tmux('kill-server');
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

function tmux(...args: string[]): string {
  return spawnSync(TMUX ?? 'tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' }).stdout;
}

/** A terminal with a shell's place for one person. */
class Window {
  readonly name: string;
  readonly home: string;

  constructor(name: string, args = '', size = [100, 24], env = '') {
    this.name = name;
    this.home = path.join(folder, name.replace(/-.*/, ''));
    const run = `XDG_DATA_HOME='${this.home}' ${env} '${process.execPath}' --disable-warning=ExperimentalWarning '${program}' chat --server ${server.origin} ${args}`;
    const shell = `${run}; echo "ended with $?"; exec sleep 600`;
    tmux(
      'new-session',
      '-d',
      '-s',
      name,
      '-x',
      String(size[0]),
      '-y',
      String(size[1]),
      `sh -c '${shell.replaceAll("'", `'\\''`)}'`,
    );
  }

  /** Of the program that the shell runs. */
  pid(): number {
    const shell = tmux('display-message', '-p', '-t', this.name, '#{pane_pid}').trim();
    return Number(readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8'));
  }

  type(line: string): void {
    tmux('send-keys', '-t', this.name, '-l', line);
    this.press('Enter');
  }

  press(...keys: string[]): void {
    tmux('send-keys', '-t', this.name, ...keys);
  }

  screen(): string {
    return tmux('capture-pane', '-p', '-J', '-t', this.name).replaceAll(/ +$/gm, '');
  }

  /** What it shows once that is there. */
  shows(wanted: string | RegExp): Promise<string> {
    return until(() => this.screen(), wanted);
  }
}

async function until(look: () => string, wanted: string | RegExp): Promise<string> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = look();
    if (typeof wanted === 'string' ? seen.includes(wanted) : wanted.test(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${wanted} in:\n${seen}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function register(window: Window, name: string, password = PASSWORD): Promise<void> {
  await window.shows('/login NAME logs in');
  window.type(`/register ${name}`);
  await window.shows('New password');
  window.type(password);
  await window.shows('The same again');
  expect(window.screen()).not.toContain(password);
  window.type(password);
  await window.shows('Registration Succeeded');
  await window.shows('Press Enter when you have saved it');
  window.press('Enter');
  await window.shows('lobby · not encrypted · online');
}

test('[001.1] [001.2] [001.3] [001.4] [001.5] [001.6] two people in two terminals', async () => {
  if (!TMUX) return void process.stdout.write('skipped: needs tmux\n');
  const [sam, erik] = [new Window('sam'), new Window('erik')];
  await register(sam, 'sam');
  await erik.shows('/login NAME logs in');
  erik.type('/register sam');
  await erik.shows('New password');
  erik.press('Enter');
  await erik.shows('error: user already exists');
  await register(erik, 'erik');

  sam.type('/users');
  await sam.shows(/^erik sam$/m);
  sam.type('this is a message');
  await sam.shows(told('sam: this is a message'));
  await erik.shows(told('sam: this is a message'));
  erik.type('@sam hey');
  await sam.shows(told('erik: @sam hey'));
  await sam.shows('1 unread (erik)');
  sam.press('M-a');
  await sam.shows(/@erik · encrypted · online/);
  await sam.shows(told('erik: @sam hey'));
  sam.type('back to you');
  await erik.shows(told('sam: @erik back to you'));

  erik.type('/exit');
  await erik.shows('ended with 0');
  sam.type('while you were away');
  await sam.shows(told('sam: @erik while you were away'));
  sam.press('M-1');
  await sam.shows('lobby · not encrypted');
  sam.type('/users');
  await sam.shows(/^sam$/m);

  const again = new Window('erik-again');
  await again.shows('> /login erik');
  again.press('Enter');
  await again.shows('Authentication Succeeded');
  await again.shows(told('sam: @erik while you were away'));

  const second = new Window('erik-second', '--name erik');
  await second.shows('error: user is already logged in');

  // Whoever types ahead says nothing aloud: a password stays one, and a name in the switcher is no message.
  again.press('/logout', 'Enter');
  await again.shows('This terminal has forgotten the account');
  tmux('send-keys', '-t', again.name, '-l', `/login erik\r${PASSWORD}\r/users\r`);
  await again.shows(/^erik sam$/m);
  tmux('send-keys', '-t', again.name, '-l', '\u000bsam\r');
  await again.shows(/@sam · encrypted · online/);
  sam.type('the end');
  await sam.shows(told('sam: the end'));
  expect(sam.screen()).not.toMatch(/erik: (sam|quite some)/);

  const mallory = new Window('mallory');
  await mallory.shows('/login NAME logs in');
  mallory.type('/login sam');
  await mallory.shows('Password or recovery code:');
  mallory.type('guessed password');
  await mallory.shows('error: invalid credentials');
  mallory.type('/users');
  await mallory.shows('error: log in first');
  expect(
    existsSync(path.join(mallory.home, 'waxwing')) && statSync(path.join(mallory.home, 'waxwing')).mode & 0o777,
  ).toBe(0o700);
}, 120_000);

test('[001.5] hostile text, narrow terminals, keys; and the terminal is as it was in the end', async () => {
  if (!TMUX) return void process.stdout.write('skipped: needs tmux\n');
  const editor = path.join(folder, 'editor.sh');
  writeFileSync(editor, '#!/bin/sh\nprintf "written\\nelsewhere" > "$1"\n', { mode: 0o700 });
  const nora = new Window('nora', '', [44, 14], `NO_COLOR=1 EDITOR='${editor}'`);
  await register(nora, 'nora');
  const mallory = await newPerson(server.origin, 'mallory-web');
  const lobby = mallory.state().rooms[0]!.conversation;
  await say(
    mallory,
    lobby,
    `a${' '.repeat(40)}2026-01-01 00:00:00 erik: I owe you\n\u001b[2J\u001b]0;pwned\u0007\u202eevil`,
  );
  const seen = await nora.shows('evil');
  expect(seen).not.toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d erik/m);
  expect(seen).toMatch(/^ {2}.*⏎\n? *\[2J/m);
  expect(tmux('display-message', '-p', '-t', 'nora', '#{pane_title}')).not.toContain('pwned');
  const drawn = tmux('capture-pane', '-p', '-e', '-t', 'nora').replaceAll('\u001b', 'ESC');
  expect(drawn).not.toMatch(/ESC\[(3[0-8]|9[0-7])/);

  nora.press('half a tho', 'Escape');
  await nora.shows('lobby> half a tho');
  nora.press('C-a', 'C-e', 'ught', 'C-w', 'C-w', 'C-w', '/us', 'Tab');
  await nora.shows('lobby> /users');
  nora.press('Enter');
  await nora.shows(/^mallory-web nora$|^.*nora.*$/m);
  nora.press('Up');
  await nora.shows('lobby> /users');
  nora.press('C-u', 'one', 'M-Enter', 'two', 'Enter');
  await nora.shows(told('nora: one ⏎ two'));
  nora.press('C-x');
  await nora.shows('elsewhere');
  nora.press('Enter');
  await nora.shows(/nora: written ⏎\s+elsewhere$/m);

  for (let n = 1; n <= 30; n++) await say(mallory, lobby, `number ${n}`);
  await nora.shows('number 30');
  nora.press('PPage');
  await nora.shows('more below');
  expect(nora.screen()).not.toContain('number 30');
  tmux('resize-window', '-t', 'nora', '-x', '90', '-y', '20');
  await nora.shows('nora @ ');
  nora.press('NPage', 'NPage', 'NPage', 'NPage');
  await nora.shows('number 30');

  nora.press('C-c');
  await nora.shows('ended with 0');
  expect(tmux('display-message', '-p', '-t', 'nora', '#{alternate_on} #{cursor_flag}').trim()).toBe('0 1');
  mallory.close();
}, 120_000);

test('[001.12] plain mode at a terminal asks for the password without showing it', async () => {
  if (!TMUX) return void process.stdout.write('skipped: needs tmux\n');
  const plain = new Window('plain', '--plain');
  await plain.shows('First contact');
  plain.type('/register typist');
  await plain.shows('New password');
  plain.press('short', 'Enter');
  await plain.shows('error: a password has at least 10 characters');
  plain.type('/register typist');
  await plain.shows(/characters\n(.*\n)*New password/);
  plain.press('wrong', 'C-u', `${PASSWORD}x`, 'BSpace', 'Enter');
  await plain.shows('The same again');
  plain.press(PASSWORD, 'Enter');
  await plain.shows('Registration Succeeded');
  await plain.shows('Press Enter when you have saved it');
  plain.press('Enter');
  plain.type('hello');
  const seen = await plain.shows(told('typist: hello'));
  expect(seen).not.toContain('quite some');
  plain.press('C-d');
  await plain.shows('ended with 0');

  const elsewhere = new Window('elsewhere', '--plain --name typist');
  await elsewhere.shows('Password or recovery code:');
  elsewhere.press(PASSWORD, 'Enter');
  await elsewhere.shows('Authentication Succeeded');
  elsewhere.press('C-d');
  await elsewhere.shows('ended with 0');
});

test('[001.15] told to stop, or failing, it leaves the terminal as it was', async () => {
  if (!TMUX) return void process.stdout.write('skipped: needs tmux\n');
  const alternate = (window: Window) =>
    tmux('display-message', '-p', '-t', window.name, '#{alternate_on} #{cursor_flag}').trim();
  const stopped = new Window('stopped');
  await stopped.shows('/login NAME logs in');
  expect(alternate(stopped)).toMatch(/^1 /);
  process.kill(stopped.pid(), 'SIGTERM');
  await stopped.shows('ended with 0');
  expect(alternate(stopped)).toBe('0 1');

  const failure = path.join(folder, 'failure.mjs');
  writeFileSync(failure, "process.on('SIGUSR2', () => nowhere());");
  const failing = new Window('failing', '', [80, 24], `NODE_OPTIONS='--import ${failure}'`);
  await failing.shows('/login NAME logs in');
  process.kill(failing.pid(), 'SIGUSR2');
  await failing.shows('ended with 1');
  expect(failing.screen()).toContain('waxwing: the screen failed: nowhere is not defined');
  expect(alternate(failing)).toBe('0 1');
}, 120_000);

test('[003.3] [Q6] an SSH key shows who one is, and then the password opens the messages, or nothing does', async () => {
  if (!TMUX) return void process.stdout.write('skipped: needs tmux\n');
  await server.admin({ act: 'set', switch: 'ssh-authentication', on: true });
  const person = await newPerson(server.origin, 'keyed');
  const { line, privateKey } = vectors.keys[0]!;
  await person.client.addSshKeys(line);
  person.close();
  const file = path.join(folder, 'key');
  writeFileSync(file, privateKey, { mode: 0o600 });
  const window = new Window('keyed');
  await window.shows('/login NAME logs in');
  window.type(`/login keyed ssh ${file}`);
  await window.shows('Your SSH key has shown who you are');
  await window.shows('Password or recovery code');
  window.press('Enter');
  await window.shows('a device that is logged in opens them by /link keyed');
  window.type(`/login keyed ssh ${file}`);
  await window.shows('Password or recovery code');
  window.type(PASSWORD);
  await window.shows('lobby · not encrypted · online');
  window.type('/exit');
  expect(await window.shows('ended with 0')).not.toContain(PASSWORD);
});
