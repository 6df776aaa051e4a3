import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPerson } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { newMachine, type Machine } from './support.ts';

let server: TestServer;
let machine: Machine;
beforeAll(async () => {
  server = await bootServer();
  machine = newMachine(server.origin);
});
afterAll(async () => {
  machine.remove();
  await server.close();
});

test('[001.7] with encryption off a terminal says so, and holds every line back until its person agrees', async () => {
  await server.admin({ act: 'set', switch: 'encryption', on: false });
  const bram = await newPerson(server.origin, 'bram');
  const amara = machine.chat();
  amara.type('/register amara');
  await amara.shows('Registration Succeeded');
  amara.type('/msg bram');
  await amara.shows('Your lines go to bram, not encrypted: the server can read them.');
  const warning = /^Nothing is sent to bram: this conversation is not encrypted/;
  await amara.shows(warning);
  const before = amara.lines().length;
  amara.type('for you alone');
  await expect
    .poll(() =>
      amara
        .lines()
        .slice(before)
        .some((line) => warning.test(line)),
    )
    .toBe(true);
  expect(bram.state().inbox).toEqual([]);
  amara.type('/agree bram');
  await amara.shows('You write to bram without encryption: the server can read it.');
  await bram.until(({ inbox }) => inbox.length > 0, 'it has come');
  expect(amara.lines().join('\n')).not.toContain('encrypted from end to end');
  await amara.kill();
  bram.close();
});
