import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { quickOptions } from '../support/command.ts';
import { PASSWORD, newPerson } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { Terminals, hasTmux, told } from '../support/tmux.ts';
import { buildCommand, newMachine } from './support.ts';

// Somebody stands in for the server while people are talking: the same address and the same store, another authority.

const STOP = /STOP: http.* shows another certificate authority than before/;
let server: TestServer;
let folder: string;
beforeEach(async () => {
  server = await bootServer();
  folder = mkdtempSync(path.join(tmpdir(), 'waxwing-another-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const authority = () => path.join(server.data, 'secrets', 'ca');
const kept = () => path.join(folder, 'ca');

async function swap(): Promise<void> {
  cpSync(authority(), kept(), { recursive: true });
  await server.restart(() => rmSync(authority(), { recursive: true }));
}

async function swapBack(): Promise<void> {
  await server.restart(() => {
    rmSync(authority(), { recursive: true });
    cpSync(kept(), authority(), { recursive: true });
  });
}

test('[001.8] in plain mode it is said on standard error, nothing is sent there, and the status is 1', async () => {
  const home = newMachine(server.origin);
  await home.pipe('/register sam');
  const sam = home.chat('--name', 'sam');
  await sam.shows('Authentication Succeeded');
  sam.type('before');
  await sam.shows(/ sam: before$/);
  await swap();
  await vi.waitFor(() => expect(sam.errors()).toMatch(STOP), { timeout: 30_000 });
  sam.type('not for whoever this is');
  const watching = await newPerson(server.origin, 'mallory');
  const lobby = watching.conversation(watching.state().rooms[0]!.conversation);
  expect(lobby.texts()).not.toContain('not for whoever this is');
  await swapBack();
  await vi.waitFor(() => expect(sam.errors()).toMatch(/is the server that is known here again/), { timeout: 60_000 });
  // What waited goes out now, to the server for which it was meant.
  await lobby.until(() => lobby.texts().includes('not for whoever this is'), 'said after all');
  expect(sam.errors().match(/STOP/g)).toHaveLength(1);
  expect(await sam.end()).toBe(1);
  watching.close();
  home.remove();
}, 180_000);

test('[001.8] on the screen it stands in the status line, too, until the server is back', async () => {
  if (!hasTmux()) return;
  const terminals = new Terminals(folder, await buildCommand(folder), server.origin, quickOptions);
  try {
    const person = await newPerson(server.origin, 'erik');
    person.close();
    const window = terminals.chat('erik');
    await window.shows('/login NAME logs in');
    window.type('/login erik');
    await window.shows('Password or recovery code');
    window.type(PASSWORD);
    await window.shows('lobby · not encrypted · online');
    await swap();
    await window.shows(/NOT THE SERVER THAT IS KNOWN · lobby · not encrypted · offline/);
    expect(window.screen().replaceAll(/\n +/g, ' ')).toMatch(STOP);
    await swapBack();
    window.type('and here again');
    await vi.waitFor(() => expect(window.screen()).toMatch(told('erik: and here again')), { timeout: 60_000 });
    expect(window.screen()).not.toContain('NOT THE SERVER');
  } finally {
    terminals.close();
  }
}, 180_000);
