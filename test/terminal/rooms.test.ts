import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SENDING } from '../../src/tui/answers.ts';
import { createRoom } from '../../src/protocol/api/rooms.ts';
import { newMember } from '../support/member.ts';
import { quickOptions } from '../support/command.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, type Person } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { Terminals, hasTmux, told } from '../support/tmux.ts';
import { type Machine, buildCommand, newMachine } from './support.ts';

// Rooms beside the lobby, in a terminal: which there are, into one, out again, and where one's lines go.

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
  const setup = server.setupLink?.split('#')[1] ?? '';
  const admin = await newMember(server.origin, 'amara', { setup, openRegistration: true });
  for (const room of ['attic', 'garden']) await admin.api.call(createRoom, { body: { room } });
});
afterAll(() => server.close());

const opened: { remove?: () => void; close?: () => void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) (one.remove ?? one.close)?.();
});

async function person(name: string): Promise<Person> {
  const one = await newPerson(server.origin, name);
  opened.push(one);
  return one;
}

async function roomOf(one: Person, room: string): Promise<string> {
  const joined = await one.client.joinRoom(room);
  if (!joined.ok) throw new Error(joined.code);
  return joined.conversation;
}

function machine(): Machine {
  const one = newMachine(server.origin, PASSWORD);
  opened.push(one);
  return one;
}

const nobodysTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /;

test('[P1] [P4] by command: listed, entered, talked in, left; and the lobby is there all the time', async () => {
  const lena = await person('lena');
  const garden = await roomOf(lena, 'garden');
  const home = machine();
  await home.pipe('/register sam');
  const sam = home.chat('--name', 'sam');
  await sam.shows('Authentication Succeeded');
  sam.type('/rooms');
  await sam.shows('attic garden lobby');
  await sam.shows('You are in: lobby. Your lines go to lobby.');
  sam.type('/join #Garden');
  await sam.shows('You are in garden. It is not encrypted: the server can read it.');
  sam.type('the plums are ripe');
  await sam.shows(/ #garden sam: the plums are ripe$/);
  await say(lena, garden, 'I come at noon');
  await sam.shows(/ #garden lena: I come at noon$/);
  sam.type('/rooms');
  await sam.shows('You are in: garden lobby. Your lines go to garden.');
  sam.type('/join lobby');
  await sam.shows('You are in lobby. It is not encrypted: the server can read it.');
  sam.type('who is here?');
  await sam.shows(/ sam: who is here\?$/);
  sam.type('/leave garden');
  await sam.shows('You have left garden.');
  await say(lena, garden, 'nobody hears this');
  sam.type('/leave');
  await sam.shows('error: everybody is in the lobby, and nobody leaves it');
  sam.type('/join nowhere');
  await sam.shows('error: there is nobody and nothing of that name');
  expect(await sam.end()).toBe(1);
  const heard = sam.lines().map((line) => line.replace(nobodysTime, ''));
  expect(heard).not.toContain('#garden lena: nobody hears this');
  expect(heard).toContain('sam: who is here?');
});

test('[P4] whoever leaves the room that they are in is in the lobby, and nowhere else is anybody moved', async () => {
  const home = machine();
  const output = async (lines: string) => (await home.pipe(lines, '--name', 'vera')).output.split('\n');
  await home.pipe('/register vera');
  expect(await output('/join attic\n/leave\nback again')).toEqual([
    'Authentication Succeeded',
    'You are in attic. It is not encrypted: the server can read it.',
    'You have left attic.',
    'Your lines go to lobby.',
    expect.stringMatching(/ vera: back again$/),
  ]);
  const moved = await output('/join attic\n/join garden\n/leave attic\nstill here');
  expect(moved.at(-1)).toMatch(/ #garden vera: still here$/);
});

test('[P4] what was typed before leaving is said before it, and nothing waits for a room that was left', async () => {
  const listener = await person('lena.hears');
  const attic = listener.conversation(await roomOf(listener, 'attic'));
  const home = machine();
  await home.pipe('/register uma');
  const begun = Date.now();
  const { status } = await home.pipe('/join attic\nfor you all\n/leave', '--name', 'uma');
  expect({ status, isSoon: Date.now() - begun < SENDING }).toEqual({ status: 0, isSoon: true });
  await attic.until(() => attic.texts().includes('for you all'), 'said');
});

test('[P4] a room that another device has left is said to be, and no line goes astray', async () => {
  const there = await person('tess');
  const home = machine();
  const here = home.chat();
  here.type('/login tess');
  await here.shows('Authentication Succeeded');
  here.type('/join garden');
  await here.shows(/^You are in garden/);
  await there.until(({ rooms }) => rooms.some(({ room }) => room === 'garden'), 'joined');
  await there.client.leaveRoom('garden');
  await here.shows('You are not in garden any more: another device of yours has left it.');
  await here.shows('Your lines go to lobby.');
  here.type('hello everybody');
  await here.shows(/:\d\d tess: hello everybody$/);
  expect(await here.end()).toBe(0);
});

test('[P4] on the screen: by command, by the switcher, by number, by what is unread', async () => {
  if (!hasTmux()) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-rooms-'));
  const terminals = new Terminals(folder, await buildCommand(folder), server.origin, quickOptions);
  try {
    const ines = await person('ines');
    const there = await anotherDevice(server.origin, 'ines');
    opened.push(there);
    await online(there);
    const lena = await person('lena.too');
    const garden = await roomOf(lena, 'garden');
    const window = terminals.chat('ines', { size: [100, 40] });
    await window.shows('/login NAME logs in');
    window.type('/login ines');
    await window.shows('Password or recovery code');
    window.type(PASSWORD);
    await window.shows('lobby · not encrypted · online');
    window.type('/help');
    const help = await window.shows('Ctrl+K           to another conversation');
    for (const line of ['/rooms', '/join ROOM', '/leave [ROOM]']) expect(help).toContain(line);

    window.press('C-k', 'garden');
    await window.shows('nothing of that name; /rooms shows every room, /join ROOM leads into one');
    window.press('Escape');
    await window.shows('lobby> garden');
    window.press('C-u');
    window.type('/join garden');
    await window.shows('garden · not encrypted · online');
    window.type('the plums are ripe');
    await window.shows(told('ines: the plums are ripe'));
    window.press('C-k');
    await window.shows(/^To:/m);
    window.press('lob', 'Enter');
    await window.shows('lobby · not encrypted · online');
    await say(lena, garden, 'I come at noon');
    await window.shows('1 unread (garden)');
    window.press('M-a');
    await window.shows(told('lena.too: I come at noon'));
    await window.shows('garden · not encrypted · online');
    window.press('M-1');
    await window.shows('lobby · not encrypted · online');
    window.press('M-2');
    await window.shows('garden · not encrypted · online');
    await there.client.leaveRoom('garden');
    await window.shows('lobby · not encrypted · online');
    await window.shows('You are not in garden any more');
    window.type('/join attic');
    await window.shows('attic · not encrypted · online');
    window.type('/leave');
    await window.shows('You have left attic.');
    await window.shows('lobby · not encrypted · online');
    expect(ines.state().rooms.map(({ room }) => room)).toContain('lobby');
  } finally {
    terminals.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
