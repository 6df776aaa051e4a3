import { describe, expect, test, vi } from 'vitest';
import { newAccountKeySeed, sealSeeds, accountKeyFrom, openSeed } from '../../src/crypto/accountKey.ts';
import { newBoxKey } from '../../src/crypto/boxKey.ts';
import { accountKeyEntry } from '../../src/crypto/chainEntries.ts';
import { liveDevices, newestAccountKey } from '../../src/crypto/verify/accountChain.ts';
import { appendToChain } from '../../src/protocol/api/account.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { Server } from '../../src/client/server.ts';
import { Dice } from './support/dice.ts';
import type { SimulatedDevice } from './support/device.ts';
import { write } from './support/operations.ts';
import { readsEverything } from './support/reading.ts';
import type { Line } from './support/server.ts';
import { type Person, type Talk, World } from './support/world.ts';

vi.mock('../../src/crypto/aead.ts', () => import('./quick/aead.ts'));
vi.mock('../../src/crypto/boxKey.ts', () => import('./quick/boxKey.ts'));
vi.mock('../../src/crypto/password.ts', () => import('./quick/password.ts'));
vi.mock('../../src/crypto/verify/opaqueServer.ts', () => import('./quick/opaqueServer.ts'));
vi.mock('@noble/curves/ed25519.js', () => import('./quick/ed25519.ts'));

interface Scene {
  readonly world: World;
  readonly amara: Person;
  readonly bram: Person;
  readonly talk: Talk;
  /** Amara's. */
  readonly first: SimulatedDevice;
  readonly second: SimulatedDevice;
}

async function scene(seed: number): Promise<Scene> {
  const world = await World.of(new Dice(seed), 2);
  const [amara, bram] = world.people;
  const [talk] = world.talks;
  const [first] = amara?.devices ?? [];
  if (!amara || !bram || !talk || !first) throw new Error('two people who talk');
  const second = await world.logIn(amara);
  for (const device of [first, second]) await device.wake();
  return { world, amara, bram, talk, first, second };
}

const boxOf = ({ own }: SimulatedDevice): Uint8Array | undefined => own.chain.devices.get(own.deviceId)?.boxKey;
const generationOf = ({ own }: SimulatedDevice): number => newestAccountKey(own.chain).generation;

/** Bram writes to Amara's newest key, and all her devices read it. */
async function allRead({ world, amara, bram, talk }: Scene, devices: readonly SimulatedDevice[]): Promise<void> {
  const writer = bram.devices[0];
  if (!writer) throw new Error('Bram has a device');
  await writer.wake();
  expect(await write(world, writer, talk)).toBe(true);
  expect(talk.written.at(-1)?.epoch.record.roster.map(({ generation }) => generation)).toContain(
    newestAccountKey(world.chainOf(amara)).generation,
  );
  for (const device of devices) {
    await device.wake();
    await readsEverything(device, talk);
  }
}

describe('a device renews its box key', () => {
  test('[C20] every 30 days, and the account key after it is sealed to the new one alone', async () => {
    const given = await scene(1);
    const { first, second, world, amara } = given;
    const before = first.own.device.box;
    await first.renew(29);
    expect(boxOf(first)).toEqual(before.publicKey);
    expect(generationOf(first)).toBe(1);

    await first.renew(31);
    expect(boxOf(first)).not.toEqual(before.publicKey);
    expect(boxOf(first)).toEqual(first.own.device.box.publicKey);
    expect(generationOf(first)).toBe(2);
    const sealed = world.server.store.account(amara.no).keys.at(-1)?.seeds ?? [];
    const mine = fromBase64url(sealed.find(({ recipient }) => recipient === first.id)?.sealed ?? '');
    const half = newestAccountKey(first.own.chain);
    await expect(openSeed(before, half, first.id, mine)).rejects.toThrow('does not open');
    expect(await openSeed(first.own.device.box, half, first.id, mine)).toEqual(first.own.newestSeed()?.seed);
    await allRead(given, [first, second]);
  });

  test('[C20] and keeps the old one until nothing that is sealed to it is needed any more', async () => {
    const given = await scene(2);
    const { first, second, world } = given;
    const before = first.own.device.box;
    // The second device has made a key that the first one knows of and has not opened; then the first one renews its box.
    await second.renew(31);
    for (const entry of missed(world, first)) await first.own.extended(entry);
    expect(generationOf(first)).toBe(2);
    await first.renew(31);
    expect(boxOf(first)).not.toEqual(before.publicKey);
    expect(first.own.held.oldBoxes).toEqual([before]);
    await first.own.refresh();
    expect(first.own.newestSeed()?.generation).toBe(2);
    expect(first.own.held).toMatchObject({ nextBox: null, oldBoxes: [] });
    await allRead(given, [first, second]);
  });

  test('[C20] and a device that stops at any moment loses nothing', async () => {
    let moments = 0;
    for (let moment = 0; ; moment++) {
      const given = await scene(3);
      const { first, second, world, amara, talk } = given;
      expect(await write(world, second, talk)).toBe(true);
      const { line } = first.deps;
      const stopping = await stoppingAt(moment, first, line);
      const finished = await stopping.renew(31).then(
        () => true,
        () => false,
      );
      const again = await stopping.copy(line);
      amara.devices = amara.devices.map((device) => (device === first ? again : device));
      await again.own.refresh();
      expect(again.own.holdsBoxKey).toBe(true);
      await again.wake();
      // Whatever the chain says by now, the next keys reach the device, and it goes on renewing.
      await second.wake();
      await second.renew(31);
      await allRead(given, [again, second]);
      expect(again.own.newestSeed()?.generation).toBe(generationOf(again));
      await again.renew(62);
      expect(boxOf(again)).toEqual(again.own.device.box.publicKey);
      await allRead(given, [again, second]);
      if (finished) break;
      moments = moment + 1;
    }
    expect(moments).toBeGreaterThan(8);
  });

  test('[C20] and an older profile, restored, which does not hold the one in the chain, makes one more and reads on', async () => {
    const given = await scene(4);
    const { first, second, amara } = given;
    const old = await first.copy(first.deps.line);
    await first.renew(31);
    amara.devices = [old, second];
    await old.wake();
    expect(boxOf(old)).toEqual(old.own.device.box.publicKey);
    expect(old.own.newestSeed()?.generation).toBe(generationOf(old));
    await allRead(given, [old, second]);
  });
});

describe('an account key that does not come as it should', () => {
  test('[C21] its seed is another for one device: that device makes the next', async () => {
    const given = await scene(5);
    const { first, second, world } = given;
    await lyingKey(world, first, { to: second.id });
    await second.own.refresh();
    expect(second.own.doubtsNewest).toBe(true);
    expect(second.own.newestSeed()?.generation).toBe(1);
    expect(await second.renew()).toBe(true);
    expect(generationOf(second)).toBe(3);
    await first.wake();
    expect(first.own.doubtsNewest).toBe(false);
    expect(await second.renew()).toBe(false);
    await allRead(given, [first, second, await world.logIn(given.amara)]);
  });

  test('[C21] it has no link to the one before: whoever sees it first makes the next, and the past opens with the password', async () => {
    const given = await scene(6);
    const { first, second, world, amara } = given;
    expect(await write(world, second, given.talk)).toBe(true);
    await lyingKey(world, first, { link: true });
    await second.own.refresh();
    expect(second.own.doubtsNewest).toBe(true);
    expect(await second.renew()).toBe(true);
    expect(generationOf(second)).toBe(3);
    await first.wake();
    await allRead(given, [first, second, await world.logIn(amara)]);
  });

  test('[C21] the vault has another: a device that comes by the vault makes the next', async () => {
    const given = await scene(7);
    const { first, second, world, amara } = given;
    expect(await write(world, second, given.talk)).toBe(true);
    await lyingKey(world, first, { to: 'vault' });
    await second.own.refresh();
    expect(second.own.doubtsNewest).toBe(false);
    const third = await world.logIn(amara);
    expect(third.own.newestSeed()?.generation).toBe(1);
    await third.own.refresh();
    expect(await third.renew()).toBe(true);
    await allRead(given, [first, second, third]);
  });

  test('[C21] nor is it forgotten when the device stops in between', async () => {
    const given = await scene(8);
    const { first, second, world } = given;
    await lyingKey(world, first, { link: true });
    await second.own.refresh();
    const again = await second.copy(second.deps.line);
    await again.own.refresh();
    expect(again.own.doubtsNewest).toBe(true);
    expect(await again.renew()).toBe(true);
  });
});

/** The chain entries that the device has not seen. */
function missed(world: World, { own }: SimulatedDevice): Uint8Array[] {
  const row = world.server.store.rows.find(({ account }) => account === own.account);
  return (row?.chain ?? []).filter(({ number }) => number > own.chain.number).map(({ entry }) => entry);
}

/** The same device, which stops at the so many-th thing that it stores, asks or hears. */
async function stoppingAt(moment: number, device: SimulatedDevice, line: Line): Promise<SimulatedDevice> {
  let left = moment;
  const step = () => {
    if (left-- <= 0) throw new Error('stopped');
  };
  const request: Line['request'] = async (...asked) => {
    step();
    const answer = await line.request(...asked);
    step();
    return answer;
  };
  const stopping = await device.copy({ ...line, request, api: new Server({ request }) });
  const stored = stopping.storage.write.bind(stopping.storage);
  stopping.storage.write = async (changes) => {
    step();
    await stored(changes);
    step();
  };
  return stopping;
}

/** What a faulty client would publish: the seed for one recipient, or the link, is not what it should be. */
async function lyingKey(
  world: World,
  { own, deps }: SimulatedDevice,
  lie: { to?: string; link?: boolean },
): Promise<void> {
  const random = world.dice.bytes;
  const [seed, other] = [newAccountKeySeed(random), await newBoxKey(random)];
  const { publicKey } = await accountKeyFrom(seed);
  const live = liveDevices(own.chain).map(({ id, boxKey }) => ({ recipient: toBase64url(id), boxKey }));
  const recipients = [...live, { recipient: 'vault', boxKey: own.chain.vaultBoxKey }].map((one) =>
    one.recipient === lie.to ? { ...one, boxKey: other.publicKey } : one,
  );
  const previousSeed = lie.link ? random(32) : (own.newestSeed()?.seed ?? null);
  const generation = newestAccountKey(own.chain).generation + 1;
  const { record, seedsHash } = await sealSeeds({ generation, seed, recipients, previousSeed }, random);
  const entry = accountKeyEntry(own.chain, { device: own.device }, { publicKey, seedsHash });
  await deps.line.api.call(appendToChain, { body: { entry: toBase64url(entry), accountKey: record } });
  await own.extended(entry, seed);
}
