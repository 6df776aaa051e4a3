import { expect, test } from 'vitest';
import type { DeviceNo, StoredPushSubscription } from '../../core/ports.ts';
import { audit, chainAppend, person, random, type Given, type Person } from './world.suite.ts';

export function pushPromises(given: Given): void {
  const sessionOf = async ({ no, device }: Person): Promise<Uint8Array> => {
    const tokenHash = random(32);
    const began = { by: 'password' } as const;
    await given.store.sessions.create({ tokenHash, account: no, device, began, at: 1000, expiresAt: 50_000 });
    return tokenHash;
  };
  const at = (name: string, device: DeviceNo, session: Uint8Array): StoredPushSubscription => ({
    device,
    session,
    endpoint: `https://push.example/${name}`,
    muted: ['a', 'b'],
    rooms: [],
  });
  const endpoints = async ({ no }: Person): Promise<string[]> =>
    (await given.store.push.of(no)).map(({ endpoint }) => endpoint.slice('https://push.example/'.length));

  test('[S370] a device has one place where it is poked, and a place is one device’s', async () => {
    const { push } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const [hers, his] = [await sessionOf(anna), await sessionOf(bert)];
    await push.put(at('first', anna.device, hers));
    await push.put(at('second', anna.device, hers));
    expect(await push.of(anna.no)).toEqual([at('second', anna.device, hers)]);
    expect(await push.accounts()).toEqual([anna.no]);
    await push.put(at('second', bert.device, his));
    expect([await endpoints(anna), await endpoints(bert)]).toEqual([[], ['second']]);
    await push.remove(bert.device, 'https://push.example/first');
    expect(await endpoints(bert)).toEqual(['second']);
    await push.remove(bert.device, 'https://push.example/second');
    expect(await push.accounts()).toEqual([]);
  });

  test('[S371] it ends with its session, however that ends, and none is made for a session that is over or of another', async () => {
    const { push, sessions } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const ways: [string, (session: Uint8Array) => Promise<unknown>][] = [
      ['logout', (session) => sessions.end(session)],
      ['everywhere', () => sessions.endOthers(anna.no, random(32), audit('out'))],
      ['by an admin', () => sessions.endAll(anna.no, audit('out'))],
      ['of its device', () => sessions.endOfOneDevice(anna.no, anna.device, audit('out'))],
      ['its time', () => sessions.removeExpired(50_000)],
    ];
    for (const [way, end] of ways) {
      const session = await sessionOf(anna);
      await push.put(at(way, anna.device, session));
      expect(await endpoints(anna)).toEqual([way]);
      await end(session);
      expect([way, await endpoints(anna)]).toEqual([way, []]);
      await push.put(at(way, anna.device, session));
      expect([way, await endpoints(anna)]).toEqual([way, []]);
    }
    await push.put(at('his', anna.device, await sessionOf(bert)));
    expect([await endpoints(anna), await endpoints(bert)]).toEqual([[], []]);
  });

  test('[S372] it goes with its device, and with the account', async () => {
    const { push, keys, people } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    for (const one of [anna, bert]) await push.put(at(one.username, one.device, await sessionOf(one)));
    await keys.appendToChain(chainAppend(anna, 2, { removeDevices: [anna.deviceId] }));
    expect([await endpoints(anna), await endpoints(bert)]).toEqual([[], ['bert']]);
    await people.remove(bert.no, audit('removed'));
    expect(await push.accounts()).toEqual([]);
  });
}
