import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { quickOptions } from '../support/command.ts';
import { PASSWORD, newPerson, say } from '../support/people.ts';
import { readQr } from '../support/readQr.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { Terminals, type Window, hasTmux, registerIn, told } from '../support/tmux.ts';
import vectors from '../vectors/ssh.json' with { type: 'json' };
import { buildCommand } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-screen-'));
let server: TestServer;
let terminals: Terminals;

beforeAll(async () => {
  if (!hasTmux()) return;
  server = await bootServer();
  terminals = new Terminals(folder, await buildCommand(folder), server.origin, quickOptions);
});
afterAll(async () => {
  terminals?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('[001.1] [001.2] [001.3] [001.4] [001.5] [001.6] two people in two terminals', async () => {
  if (!hasTmux()) return;
  const [sam, erik] = [terminals.chat('sam'), terminals.chat('erik')];
  await registerIn(sam, 'sam');
  await erik.shows('/login NAME logs in');
  erik.type('/register sam');
  await erik.shows('New password');
  erik.press('Enter');
  await erik.shows('error: user already exists');
  await registerIn(erik, 'erik');

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

  const again = terminals.chat('erik-again');
  await again.shows('> /login erik');
  again.press('Enter');
  await again.shows('Authentication Succeeded');
  await again.shows(told('sam: @erik while you were away'));

  const second = terminals.chat('erik-second', { args: '--name erik' });
  await second.shows('error: user is already logged in');

  // Whoever types ahead says nothing aloud: a password stays one, and a name in the switcher is no message.
  again.press('/logout', 'Enter');
  await again.shows('This terminal has forgotten the account');
  again.paste(`/login erik\r${PASSWORD}\r/users\r`);
  await again.shows(/^erik sam$/m);
  again.paste('\u000bsam\r');
  await again.shows(/@sam · encrypted · online/);
  sam.type('the end');
  await sam.shows(told('sam: the end'));
  expect(sam.screen()).not.toMatch(/erik: (sam|quite some)/);

  const mallory = terminals.chat('mallory');
  await mallory.shows('/login NAME logs in');
  mallory.type('/login sam');
  await mallory.shows('Password or recovery code:');
  mallory.type('guessed password');
  await mallory.shows('error: invalid credentials');
  mallory.type('/users');
  await mallory.shows('error: log in first');
  expect(
    existsSync(path.join(terminals.home('mallory'), 'waxwing')) &&
      statSync(path.join(terminals.home('mallory'), 'waxwing')).mode & 0o777,
  ).toBe(0o700);
});

test('[001.5] hostile text, narrow terminals, keys; and the terminal is as it was in the end', async () => {
  if (!hasTmux()) return;
  const editor = path.join(folder, 'editor.sh');
  writeFileSync(editor, '#!/bin/sh\nprintf "written\\nelsewhere" > "$1"\n', { mode: 0o700 });
  const nora = terminals.chat('nora', { size: [44, 14], env: `NO_COLOR=1 EDITOR='${editor}'` });
  await registerIn(nora, 'nora');
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
  expect(nora.fact('#{pane_title}')).not.toContain('pwned');
  const drawn = nora.drawn().replaceAll('\u001b', 'ESC');
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
  nora.resize(90, 20);
  await nora.shows('nora @ ');
  nora.press('NPage', 'NPage', 'NPage', 'NPage');
  await nora.shows('number 30');

  nora.press('C-c');
  await nora.shows('ended with 0');
  expect(nora.fact('#{alternate_on} #{cursor_flag}')).toBe('0 1');
  mallory.close();
});

test('[001.12] plain mode at a terminal asks for the password without showing it', async () => {
  if (!hasTmux()) return;
  const plain = terminals.chat('plain', { args: '--plain' });
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

  const elsewhere = terminals.chat('elsewhere', { args: '--plain --name typist' });
  await elsewhere.shows('Password or recovery code:');
  elsewhere.press(PASSWORD, 'Enter');
  await elsewhere.shows('Authentication Succeeded');
  elsewhere.press('C-d');
  await elsewhere.shows('ended with 0');
});

test('[001.15] told to stop, or failing, it leaves the terminal as it was', async () => {
  if (!hasTmux()) return;
  const alternate = (window: Window) => window.fact('#{alternate_on} #{cursor_flag}');
  const stopped = terminals.chat('stopped');
  await stopped.shows('/login NAME logs in');
  expect(alternate(stopped)).toMatch(/^1 /);
  process.kill(stopped.pid(), 'SIGTERM');
  await stopped.shows('ended with 0');
  expect(alternate(stopped)).toBe('0 1');

  const failure = path.join(folder, 'failure.mjs');
  writeFileSync(failure, "process.on('SIGUSR2', () => nowhere());");
  const failing = terminals.chat('failing', { size: [80, 24], env: `NODE_OPTIONS='--import ${failure}'` });
  await failing.shows('/login NAME logs in');
  process.kill(failing.pid(), 'SIGUSR2');
  await failing.shows('ended with 1');
  expect(failing.screen()).toContain('waxwing: the screen failed: nowhere is not defined');
  expect(alternate(failing)).toBe('0 1');
});

test('[003.3] [Q6] an SSH key shows who one is, and then the password opens the messages, or nothing does', async () => {
  if (!hasTmux()) return;
  await server.admin({ act: 'set', switch: 'ssh-authentication', on: true });
  const person = await newPerson(server.origin, 'keyed');
  const { line, privateKey } = vectors.keys[0]!;
  await person.client.addSshKeys(line);
  person.close();
  const file = path.join(folder, 'key');
  writeFileSync(file, privateKey, { mode: 0o600 });
  const window = terminals.chat('keyed');
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

describe('[N3] [000.1] a QR code on the screen lets this terminal in', () => {
  const WHITE_ON_BLACK = '\u001b[38;5;231m\u001b[48;5;16m';

  /** As a camera would, once the screen is drawn. */
  const scanned = (window: Window): Promise<string> => vi.waitFor(() => readQr(window.screen()), { timeout: 20_000 });

  const grant = async (name: string, link: string): Promise<boolean> => {
    const person = await newPerson(server.origin, name);
    expect(await person.client.findLinking(link)).toMatchObject({ ok: true, number: null });
    const { ok } = await person.client.grantLinking(PASSWORD);
    person.close();
    return ok;
  };

  test('once the window is large enough; it reads as the link, and is gone when somebody came in by it', async () => {
    if (!hasTmux()) return;
    const window = terminals.chat('scanned', { size: [80, 24] });
    await window.shows('/login NAME logs in');
    window.type('/link scanned');
    const [, columns, rows] = /A window of (\d+) by (\d+) shows/.exec(await window.shows('(A window of')) ?? [];
    expect(window.screen()).toContain('type this code');
    window.resize(Number(columns), Number(rows) - 1);
    expect(await window.shows('(A window of')).not.toContain('▀');
    window.resize(Number(columns), Number(rows));
    const link = await scanned(window);
    const [code = 'no code'] = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(window.screen()) ?? [];
    expect(link).toMatch(new RegExp(`^${RegExp.escape(`${server.origin}/link#${code.replace('-', '')}.`)}`));
    expect(window.drawn()).toContain(WHITE_ON_BLACK);
    expect(await grant('scanned', link)).toBe(true);
    expect(await window.shows('lobby · not encrypted · online')).not.toContain('▀');
  });

  test('without colours too, and only for the account that was named', async () => {
    if (!hasTmux()) return;
    const window = terminals.chat('named', { size: [70, 50], env: 'NO_COLOR=1' });
    await window.shows('/login NAME logs in');
    window.type('/link named');
    const link = await scanned(window);
    expect(window.drawn()).not.toContain(WHITE_ON_BLACK);
    await grant('another', link);
    await window.shows('error: invalid credentials');
    await expect.poll(() => window.screen()).not.toContain('▀');
    window.type('/users');
    await window.shows('error: log in first');
    const kept = path.join(terminals.home('named'), 'waxwing', new URL(server.origin).host.replace(':', '_'));
    expect(existsSync(path.join(kept, 'accounts', 'named'))).toBe(false);
  });
});
