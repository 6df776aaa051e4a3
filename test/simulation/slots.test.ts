import { expect, test, vi } from 'vitest';
import { listAskedSlots } from '../../src/protocol/api/slots.ts';
import { toBase64url } from '../../src/protocol/base64url.ts';
import { removeDevice } from '../../src/client/account/settings.ts';
import { Dice } from './support/dice.ts';
import type { SimulatedDevice } from './support/device.ts';
import { write } from './support/operations.ts';
import { readsEverything } from './support/reading.ts';
import { type Person, type Talk, World } from './support/world.ts';

vi.mock('../../src/crypto/aead.ts', () => import('./quick/aead.ts'));
vi.mock('../../src/crypto/boxKey.ts', () => import('./quick/boxKey.ts'));
vi.mock('../../src/crypto/password.ts', () => import('./quick/password.ts'));
vi.mock('../../src/crypto/verify/opaqueServer.ts', () => import('./quick/opaqueServer.ts'));
vi.mock('@noble/curves/ed25519.js', () => import('./quick/ed25519.ts'));

const OFTEN = { interval: 5 };
const first = ({ devices }: Person): SimulatedDevice => {
  const [device] = devices;
  if (!device) throw new Error('a device');
  return device;
};

/** A server that gives that account, for the newest epoch, what was sealed for somebody else. */
function spoil(world: World, talk: Talk, { no }: Person): void {
  const epoch = world.server.store.logOf(talk.id).epochs.at(-1);
  const other = [...(epoch?.slots ?? [])].find(([account]) => account !== no);
  if (!epoch || !other) throw new Error('an epoch with somebody else in it');
  epoch.slots.set(no, other[1]);
}

const epochsOf = (world: World, talk: Talk): number => world.server.store.logOf(talk.id).epochs.length;

async function groupOfThree(seed: number): Promise<{ world: World; talk: Talk; people: [Person, Person, Person] }> {
  const world = await World.of(new Dice(seed), 3);
  const [amara, bram, carla] = world.people;
  const talk = world.talks.find(({ members }) => members.length === 3);
  if (!amara || !bram || !carla || !talk) throw new Error('a group of three');
  return { world, talk, people: [amara, bram, carla] };
}

test('[E13] in a group any member who is there seals a slot anew, though the maker is away', async () => {
  const { world, talk, people } = await groupOfThree(1);
  const [amara, bram, carla] = people;
  expect(await write(world, first(amara), talk)).toBe(true);
  spoil(world, talk, bram);
  await first(carla).receive(talk.id);
  const [reader, giver] = [first(bram), first(carla)];
  await reader.receive(talk.id);
  expect((await reader.entries(talk.id)).map(({ body }) => body.kind)).toContain('locked');

  const care = reader.keyCare();
  care.locked(talk.id);
  await expect.poll(() => reader.people.alarms.all().map(({ kind }) => kind), OFTEN).toEqual(['slot_replaced']);
  expect(epochsOf(world, talk)).toBe(2);
  giver.keyCare().conversationChanged(talk.id);
  await expect
    .poll(async () => {
      await reader.receive(talk.id);
      return (await reader.entries(talk.id)).map(({ body }) => body.kind);
    }, OFTEN)
    .toContain('content');
  await readsEverything(reader, talk);
  expect(await write(world, reader, talk)).toBe(true);
  for (const person of people) await readsEverything(first(person), talk);
});

test('[C21] [E13] what was sealed to an account key that one device never got, another device of the account gives it', async () => {
  const { world, talk, people } = await groupOfThree(2);
  const [amara, bram] = people;
  const second = await world.logIn(bram);
  const here = first(bram);
  await second.wake();
  // A server that holds back the seed of the next key from the second device alone.
  await here.wake();
  await here.renew(31);
  const keys = world.server.store.account(bram.no).keys;
  const newest = keys.at(-1);
  if (!newest) throw new Error('a key');
  keys[keys.length - 1] = { ...newest, seeds: newest.seeds.filter(({ recipient }) => recipient !== second.id) };
  await first(amara).wake();
  expect(await write(world, first(amara), talk)).toBe(true);
  await here.receive(talk.id);

  await second.receive(talk.id);
  const care = second.keyCare();
  care.renew();
  await expect.poll(() => second.people.alarms.all().map(({ kind }) => kind), OFTEN).toContain('account_key_replaced');
  await expect.poll(async () => (await here.deps.line.api.call(listAskedSlots)).asked, OFTEN).toHaveLength(1);
  await here.own.refresh();
  here.keyCare().conversationChanged(talk.id);
  await expect.poll(async () => second.epochs.reopen(talk.id), OFTEN).toBe(true);
  expect((await second.epochs.numbered(talk.id, 1))?.key).toEqual((await here.epochs.numbered(talk.id, 1))?.key);
});

test('[E13] two who can open nothing of each other do not make epochs for ever', async () => {
  const { world, talk, people } = await groupOfThree(3);
  const [amara, bram, carla] = people;
  expect(await write(world, first(amara), talk)).toBe(true);
  for (let round = 0; round < 10; round++) {
    for (const [reader, others] of [
      [bram, [amara, carla]],
      [carla, [amara, bram]],
    ] as const) {
      spoil(world, talk, reader);
      const device = first(reader);
      const record = await device.table.refresh(talk.id);
      await device.epochs.learn(record);
      device.keyCare().locked(talk.id);
      await expect.poll(() => device.people.alarms.all().length, OFTEN).toBe(1);
      expect(others).toHaveLength(2);
    }
  }
  expect(epochsOf(world, talk)).toBeLessThan(6);
});

test('[E14] written under keys that a removed device still has: its owner makes the next epoch, and is told', async () => {
  const { world, talk, people } = await groupOfThree(4);
  const [amara, bram] = people;
  const lost = await world.logIn(bram);
  const [owner, writer] = [first(bram), first(amara)];
  await owner.wake();
  await writer.wake();
  expect(await write(world, writer, talk)).toBe(true);
  for (const device of [owner, lost]) await device.receive(talk.id);

  const { line, random } = owner.deps;
  await removeDevice({ server: line.api, random }, owner.own, lost.id, bram.password);
  // The server says nothing of it to the others, and goes on taking what they write.
  world.server.store.logOf(talk.id).epochPassed = false;
  const care = owner.keyCare();
  const before = epochsOf(world, talk);
  const sent = await writer.send(talk.id, { type: 'text', text: 'as if nothing had happened', reply: null });
  expect(sent.epoch.number).toBe(before);
  await owner.receive(talk.id);
  care.written(talk.id);
  await expect.poll(() => owner.people.alarms.all().map(({ kind }) => kind), OFTEN).toEqual(['older_keys']);
  expect(epochsOf(world, talk)).toBe(before + 1);
  // Nothing more of that, once it is done.
  care.written(talk.id);
  await owner.people.alarms.dismiss(owner.people.alarms.all()[0]?.id ?? '');
  care.written(talk.id);
  care.live();
  await expect.poll(() => owner.people.alarms.all(), OFTEN).toEqual([]);
  expect(epochsOf(world, talk)).toBe(before + 1);
  await writer.wake();
  expect(await write(world, writer, talk)).toBe(true);
  const newest = await writer.epochs.newest(talk.id);
  const arsenal = await lost.own
    .accountKey(newest?.record.roster.find(({ account }) => toBase64url(account) === bram.account)?.generation ?? 0)
    .catch(() => null);
  expect(arsenal).toBe(null);
});
