import { afterAll, beforeAll, expect, test } from 'vitest';
import { askServer } from '../../src/cli/adminSocket.ts';
import { type Person, newPerson } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
let amara: Person;
let bram: Person;
beforeAll(async () => {
  server = await bootServer();
  [amara, bram] = await Promise.all([newPerson(server.origin, 'amara'), newPerson(server.origin, 'bram')]);
});
afterAll(async () => {
  for (const person of [amara, bram]) person.close();
  await server.close();
});

const becomes = (person: Person, role: string) => person.until(({ self }) => self?.role === role, role);

test('[003.4] a device hears at once that its account is an admin, and that it is none any more', async () => {
  await askServer(server.data, { act: 'promote', name: 'amara' });
  expect((await becomes(amara, 'admin')).phase).toBe('in');
  await askServer(server.data, { act: 'promote', name: 'bram' });
  await askServer(server.data, { act: 'demote', name: 'amara' });
  expect((await becomes(amara, 'member')).phase).toBe('in');
});

test('[003.4] a device that was away learns it when it is back', async () => {
  await becomes(bram, 'admin');
  bram.network.cut();
  await bram.until(({ connection }) => connection === 'offline', 'offline');
  await askServer(server.data, { act: 'promote', name: 'amara' });
  await askServer(server.data, { act: 'demote', name: 'bram' });
  bram.network.restore();
  bram.client.hurry();
  expect((await becomes(bram, 'member')).phase).toBe('in');
});
