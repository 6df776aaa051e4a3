import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newDeviceKeys } from '../../src/crypto/deviceKeys.ts';
import { decodeCbor, encodeCbor } from '../../src/crypto/encoding.ts';
import {
  type NewDevicePublic,
  decodeGreeting,
  encodeGreeting,
  linkingCommitment,
  makeGrant,
} from '../../src/crypto/linking.ts';
import { limits } from '../../src/protocol/limits.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { MemoryStorages, Network, type TestDevice, hurriedClock, openDevice } from '../support/device.ts';
import { testAccount } from '../support/keys.ts';
import { handClock } from '../support/handClock.ts';
import { PASSWORD, type Person, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
const opened: { close(): void }[] = [];
beforeAll(async () => {
  server = await bootServer();
});
afterEach(() => {
  for (const device of opened.splice(0)) device.close();
});
afterAll(() => server.close());

const person = async (name: string): Promise<Person> =>
  kept(await newPerson(server.origin, name, PASSWORD, new Network(), hurriedClock));

function kept<Device extends { close(): void }>(device: Device): Device {
  opened.push(device);
  return device;
}

/** A device that nobody is logged in on, with its code on the screen. */
async function waitingDevice(storages = new MemoryStorages(), network = new Network()): Promise<TestDevice> {
  const device = kept(openDevice(server.origin, storages, network, hurriedClock));
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await device.client.startLinking()).toEqual({ ok: true });
  await device.until(({ linking }) => linking !== null, 'a code');
  return device;
}

const codeOf = (device: TestDevice): string => device.state().linking?.code ?? '';
const linkOf = (device: TestDevice): string => server.origin + (device.state().linking?.link ?? '');
const failed = (device: TestDevice, code: string) =>
  device.until(({ linking }) => linking?.failure === code, `it fails: ${code}`);

const aNumber = (device: TestDevice) => device.until(({ linking }) => typeof linking?.number === 'string', 'a number');

async function found(old: TestDevice, text: string) {
  const outcome = await old.client.findLinking(text);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome;
}

describe('[N1] a device is let in by another', () => {
  test('by the code: both show the same number, and the new one reads all of the past', async () => {
    const [amara, bram] = [await person('amara'), await person('bram')];
    const [, there, id] = await talking(amara, bram);
    await say(amara, id, 'before');
    await there.until(() => there.texts().includes('before'), 'arrived');
    const fresh = await waitingDevice();
    const { label, number } = await found(amara, codeOf(fresh).toLowerCase());
    expect(label).toBe('Test device');
    const { linking } = await aNumber(fresh);
    expect(linking).toMatchObject({ number, username: 'amara', confirmed: false });
    expect(number).toMatch(/^\d{9}$/);
    const granted = amara.client.grantLinking(PASSWORD);
    expect(await fresh.client.confirmLinking()).toEqual({ ok: true });
    expect(await granted).toEqual({ ok: true });
    await online(fresh);
    expect(fresh.state().linking).toBeNull();
    const history = fresh.conversation(id);
    await history.until(() => history.texts().includes('before'), 'the past');
    await say(fresh, id, 'from the new one');
    await there.until(() => there.texts().includes('from the new one'), 'believed by others');
    const second = await amara.client.devices();
    expect(second.ok && second.devices.map((device) => device.state)).toEqual(['live', 'live']);
  });

  test('[N3] by the scanned link: without a number, and every generation of the account key opens', async () => {
    const [carla, dario] = [await person('carla'), await person('dario')];
    const lost = kept(await anotherDevice(server.origin, 'carla'));
    const [, , id] = await talking(carla, dario);
    await say(dario, id, 'under the first key');
    await carla.until(({ unread }) => unread === 1, 'one message');
    expect(await carla.client.removeDevice(lost.state().device ?? '', PASSWORD)).toEqual({ ok: true });
    await say(dario, id, 'under the second key');
    const fresh = await waitingDevice();
    expect(await found(carla, linkOf(fresh))).toMatchObject({ number: null });
    expect(await carla.client.grantLinking(PASSWORD)).toEqual({ ok: true });
    await online(fresh);
    const history = fresh.conversation(id);
    await history.until(() => history.texts().length === 2, 'both messages');
    expect(history.texts()).toEqual(['under the first key', 'under the second key']);
  });

  test('[N9] the one that lets it in takes it as no news; a third device does', async () => {
    const erin = await person('erin');
    const third = kept(await anotherDevice(server.origin, 'erin'));
    await erin.until(({ alarms }) => alarms.length === 1, 'the third was news');
    const fresh = await waitingDevice();
    await found(erin, linkOf(fresh));
    expect(await erin.client.grantLinking(PASSWORD)).toEqual({ ok: true });
    await third.until(({ alarms }) => alarms.some(({ kind }) => kind === 'new_device'), 'a notice on the third');
    await online(fresh);
    // What the server tells of the own account comes in order: after the profile, the new device has been told of, too.
    await erin.client.setDisplayName('Erin');
    await erin.until(({ self }) => self?.displayName === 'Erin', 'renamed');
    expect(erin.state().alarms).toHaveLength(1);
  });

  test('from a session that has no device: it ends, and the new one is on the device', async () => {
    const finn = await person('finn');
    const storages = new MemoryStorages();
    const half = kept(openDevice(server.origin, storages));
    half.network.refuse = (path) => path.endsWith('/account/chain');
    expect(await half.client.login('finn', PASSWORD)).toMatchObject({ ok: false });
    const before = new Map(storages.cookies);
    expect(before.size).toBe(1);
    half.close();
    const fresh = await waitingDevice(storages);
    await found(finn, linkOf(fresh));
    expect(await finn.client.grantLinking(PASSWORD)).toEqual({ ok: true });
    await online(fresh);
    expect(storages.cookies).not.toEqual(before);
    const cookie = [...before].map(([name, value]) => `${name}=${value}`).join('; ');
    expect((await fetch(`${server.origin}/api/v1/account`, { headers: { cookie } })).status).toBe(401);
  });

  test('where the account was before and its session has ended: it is another device, and nothing is shown as missing', async () => {
    const [paul, rita] = [await person('paul'), await person('rita')];
    const [, there, id] = await talking(paul, rita);
    const before = kept(await anotherDevice(server.origin, 'paul'));
    await say(before, id, 'one');
    await say(before, id, 'two');
    await there.until(() => there.texts().length === 2, 'both');
    before.close();
    before.storages.cookies.clear();
    const again = kept(openDevice(server.origin, before.storages));
    await again.until(({ phase, ended }) => phase === 'out' && ended === 'expired', 'the session has ended');
    expect(await again.client.startLinking()).toEqual({ ok: true });
    await found(paul, linkOf(again));
    expect(await paul.client.grantLinking(PASSWORD)).toEqual({ ok: true });
    await online(again);
    await say(again, id, 'three');
    await there.until(() => there.texts().includes('three'), 'the third');
    expect(there.item('three').gapBefore).toBe(false);
  });

  test('[N8] the account moved meanwhile: the entry is made anew', async () => {
    const gil = await person('gil');
    const fresh = await waitingDevice();
    await found(gil, codeOf(fresh));
    await aNumber(fresh);
    let grants = 0;
    gil.network.onTraffic = (text) => {
      if (/POST \S+\/grant /.test(text)) grants += 1;
    };
    const granted = gil.client.grantLinking(PASSWORD);
    await expect.poll(() => grants).toBe(1);
    const third = kept(await anotherDevice(server.origin, 'gil'));
    await fresh.client.confirmLinking();
    expect(await granted).toEqual({ ok: true });
    expect(grants).toBeGreaterThan(1);
    await online(fresh);
    await online(third);
  });

  test('a wrong password lets nobody in, and may be typed again', async () => {
    const hana = await person('hana');
    const fresh = await waitingDevice();
    await found(hana, linkOf(fresh));
    expect(await hana.client.grantLinking('something else')).toMatchObject({ ok: false, code: 'invalid_credentials' });
    expect(fresh.state().phase).toBe('out');
    expect(await hana.client.grantLinking(PASSWORD)).toEqual({ ok: true });
    await online(fresh);
  });

  test('[C7] a 21st device is told before anything is granted', async () => {
    const ines = await person('ines');
    for (let count = 1; count < limits.devicesPerAccount; count++)
      kept(await anotherDevice(server.origin, 'ines')).close();
    const fresh = await waitingDevice();
    await found(ines, linkOf(fresh));
    expect(await ines.client.grantLinking(PASSWORD)).toEqual({ ok: false, code: 'too_many_devices' });
    expect(fresh.state().phase).toBe('out');
  });
});

describe('[N2] a code', () => {
  test('of nobody, of somebody who went away, and one with a slip are told alike', async () => {
    const jon = await person('jon');
    const gone = await waitingDevice();
    const code = codeOf(gone);
    expect(await gone.client.cancelLinking()).toEqual({ ok: true });
    await gone.until(({ linking }) => linking === null, 'given up');
    await expect.poll(() => jon.client.findLinking(code)).toEqual({ ok: false, code: 'not_found' });
    for (const text of ['0000-0000', 'nonsense', ''])
      expect(await jon.client.findLinking(text)).toEqual({ ok: false, code: 'not_found' });
  });

  test('belongs to the account that claimed it first, whose name the new device shows', async () => {
    const [kim, mallory] = [await person('kim'), await person('mallory')];
    const fresh = await waitingDevice();
    const { number } = await found(mallory, codeOf(fresh));
    expect(await kim.client.findLinking(codeOf(fresh))).toEqual({ ok: false, code: 'not_found' });
    const { linking } = await aNumber(fresh);
    expect(linking).toMatchObject({ username: 'mallory', number });
    void mallory.client.grantLinking(PASSWORD);
    await fresh.client.cancelLinking();
    await fresh.until((state) => state.linking === null, 'given up');
    expect(fresh.state().phase).toBe('out');
  });

  test('is good once', async () => {
    const lea = await person('lea');
    const fresh = await waitingDevice();
    const link = linkOf(fresh);
    await found(lea, link);
    expect(await lea.client.grantLinking(PASSWORD)).toEqual({ ok: true });
    expect(await lea.client.findLinking(link)).toEqual({ ok: false, code: 'not_found' });
    expect(await lea.client.grantLinking(PASSWORD)).toEqual({ ok: false, code: 'link_spent' });
  });
});

describe('[N1] on a server whose clock runs', () => {
  test('a code ends after ten minutes, on both sides', async () => {
    const clock = handClock();
    const timed = await bootServer({ clock });
    const mika = kept(await newPerson(timed.origin, 'mika'));
    const fresh = kept(openDevice(timed.origin));
    await fresh.until(({ phase }) => phase === 'out', 'out');
    expect(await fresh.client.startLinking()).toEqual({ ok: true });
    await fresh.until(({ linking }) => linking !== null, 'a code');
    clock.advance(limits.linkingLifetime);
    expect(await mika.client.findLinking(codeOf(fresh))).toEqual({ ok: false, code: 'not_found' });
    await failed(fresh, 'link_spent');
    mika.close();
    fresh.close();
    await timed.close();
  });

  test('[H8] codes cannot be tried out, and an address cannot wait with thousands', async () => {
    const strict = await bootServer({ rates: {} });
    const nora = kept(await newPerson(strict.origin, 'nora'));
    const codes = new Set<string>();
    for (let guess = 0; guess < 30; guess++) {
      const outcome = await nora.client.findLinking(`0000-00${String(guess).padStart(2, '0')}`);
      codes.add(outcome.ok ? 'ok' : outcome.code);
    }
    expect([...codes]).toEqual(['not_found', 'too_many_requests']);
    const waits = new Set<string>();
    const device = kept(openDevice(strict.origin));
    for (let count = 0; count < 40; count++) {
      const outcome = await device.client.startLinking();
      waits.add(outcome.ok ? 'ok' : outcome.code);
    }
    expect([...waits]).toEqual(['ok', 'too_many_requests']);
    device.close();
    nora.close();
    await strict.close();
  });
});

/** The old device is shown other keys than those of the new one. */
async function swapKeys(old: TestDevice): Promise<void> {
  const { signing, box } = await newDeviceKeys();
  const keys = { signingKey: toBase64url(signing.publicKey), boxKey: toBase64url(box.publicKey) };
  old.network.lie = (path, answer) => (path.endsWith('/linking/claim') ? { ...(answer as object), ...keys } : answer);
}

type Told = Record<'greeting' | 'grant', string | null>;

/** What the new device is told of the other. */
function tellOtherwise(device: TestDevice, change: (told: Told) => Partial<Told>): void {
  device.network.lie = (path, answer) => {
    const isTold = path.endsWith('/linking/state') && answer !== null && 'grant' in (answer as object);
    return isTold ? { ...(answer as Told), ...change(answer as Told) } : answer;
  };
}

/** The public keys of a device that begins to wait on this network, as the server sees them. */
function keysSeen(network: Network): () => NewDevicePublic {
  let seen: NewDevicePublic | undefined;
  network.onTraffic = (text) => {
    if (!text.startsWith('POST /api/v1/linking {')) return;
    const { signingKey, boxKey } = JSON.parse(text.slice(text.indexOf('{'))) as Record<string, string>;
    seen = { signingKey: fromBase64url(signingKey ?? ''), boxKey: fromBase64url(boxKey ?? '') };
  };
  return () => {
    if (!seen) throw new Error('no device has begun to wait');
    return seen;
  };
}

/** A grant into an account of the server's own making. */
async function evilGrant(to: NewDevicePublic, secret: Uint8Array | null): Promise<string> {
  const { chain, identity, seeds } = await testAccount('mallory');
  return toBase64url(await makeGrant({ chain, identity, to, generation: 1, seed: seeds.get(1)!, secret }));
}

describe('[M09] a lying server', () => {
  test('[N3] that shows other keys is found out by the hash in the link', async () => {
    const olga = await person('olga');
    const fresh = await waitingDevice();
    await swapKeys(olga);
    expect(await olga.client.findLinking(linkOf(fresh))).toEqual({ ok: false, code: 'keys_do_not_match' });
    expect(await olga.client.grantLinking(PASSWORD)).toEqual({ ok: false, code: 'link_spent' });
  });

  test('[N4] that shows other keys is found out by the commitment, before there is a number', async () => {
    const pia = await person('pia');
    const fresh = await waitingDevice();
    await swapKeys(pia);
    expect(await pia.client.findLinking(codeOf(fresh))).toEqual({ ok: false, code: 'keys_do_not_match' });
  });

  test('[N5] that lets in keys of its own, commitment and all, makes the numbers differ', async () => {
    const otto = await person('otto');
    const fresh = await waitingDevice();
    const { signing, box } = await newDeviceKeys();
    const keys = { signingKey: signing.publicKey, boxKey: box.publicKey };
    const nonce = new Uint8Array(32).fill(9);
    const shown = {
      signingKey: toBase64url(keys.signingKey),
      boxKey: toBase64url(keys.boxKey),
      commitment: toBase64url(linkingCommitment(keys, nonce)),
    };
    otto.network.lie = (path, answer) => {
      if (path.endsWith('/linking/claim')) return { ...(answer as object), ...shown };
      const told = (answer as { nonce?: string | null } | null)?.nonce;
      return told ? { ...(answer as object), nonce: toBase64url(nonce) } : answer;
    };
    const { number } = await found(otto, codeOf(fresh));
    const { linking } = await aNumber(fresh);
    expect(number).toMatch(/^\d{9}$/);
    expect(linking?.number).not.toBe(number);
  });

  test('[N5] that greets in the name of another account makes the numbers differ', async () => {
    const quin = await person('quin');
    const fresh = await waitingDevice();
    const evil = { account: new Uint8Array(32), identityKey: new Uint8Array(32).fill(7) };
    tellOtherwise(fresh, ({ greeting }) => ({
      greeting: greeting && toBase64url(encodeGreeting({ ...decodeGreeting(fromBase64url(greeting)), ...evil })),
    }));
    const { number } = await found(quin, codeOf(fresh));
    const { linking } = await aNumber(fresh);
    expect(linking?.number).not.toBe(number);
  });

  test('[N4] says nothing in the place of a name', async () => {
    const selma = await person('selma');
    for (const username of ['Call 0800 123 for help', 'Selma', 'selma\n', '']) {
      const fresh = await waitingDevice();
      tellOtherwise(fresh, ({ greeting }) => ({
        greeting: greeting && toBase64url(encodeGreeting({ ...decodeGreeting(fromBase64url(greeting)), username })),
      }));
      void selma.client.findLinking(codeOf(fresh));
      await failed(fresh, 'keys_do_not_match');
      expect(fresh.state().linking?.number).toBeNull();
    }
  });

  test('[N4] gets the nonce for one greeting only', async () => {
    const rosa = await person('rosa');
    const fresh = await waitingDevice();
    // It hears the nonce, acts as if it had not, and comes with a greeting that it has chosen since.
    fresh.network.refuse = (path) => path.endsWith('/linking/nonce');
    let chosen = 0;
    tellOtherwise(fresh, ({ greeting }) => {
      if (greeting !== null) chosen += 1;
      if (greeting === null || chosen === 1) return {};
      const nonce = new Uint8Array(32).fill(chosen);
      return { greeting: toBase64url(encodeGreeting({ ...decodeGreeting(fromBase64url(greeting)), nonce })) };
    });
    void rosa.client.findLinking(codeOf(fresh));
    await failed(fresh, 'keys_do_not_match');
    expect(chosen).toBe(2);
    expect(fresh.state().linking?.number).toBeNull();
  });

  test.each([
    ['no MAC', null],
    ['a MAC under another secret', new Uint8Array(32)],
  ])('[N7] that hands over a grant into its own account, with %s, gets nobody in', async (_, secret) => {
    const network = new Network();
    const keys = keysSeen(network);
    const fresh = await waitingDevice(new MemoryStorages(), network);
    const grant = await evilGrant(keys(), secret);
    tellOtherwise(fresh, () => ({ grant }));
    await failed(fresh, 'keys_do_not_match');
    expect(fresh.state().phase).toBe('out');
  });

  test('[N7] that takes the MAC away from a grant gets nobody in, and the other device is told', async () => {
    const sia = await person('sia');
    const fresh = await waitingDevice();
    tellOtherwise(fresh, ({ grant }) => {
      if (grant === null) return {};
      const [content] = decodeCbor(fromBase64url(grant)) as [Uint8Array];
      return { grant: toBase64url(encodeCbor([content, null])) };
    });
    await found(sia, linkOf(fresh));
    const granted = sia.client.grantLinking(PASSWORD);
    await failed(fresh, 'keys_do_not_match');
    expect(await granted).toEqual({ ok: false, code: 'link_spent' });
    expect(fresh.state().phase).toBe('out');
  });

  test('[N7] that hands over the grant for another device gets nobody in', async () => {
    const tia = await person('tia');
    const [fresh, other] = [await waitingDevice(), await waitingDevice()];
    let replayed: string | null = null;
    tellOtherwise(other, ({ grant }) => {
      replayed = grant;
      return { grant: null };
    });
    await found(tia, codeOf(other));
    await aNumber(other);
    await other.client.confirmLinking();
    void tia.client.grantLinking(PASSWORD);
    await expect.poll(() => replayed).not.toBeNull();
    await other.client.cancelLinking();
    await found(tia, codeOf(fresh));
    await aNumber(fresh);
    tellOtherwise(fresh, () => ({ grant: replayed }));
    await fresh.client.confirmLinking();
    await failed(fresh, 'keys_do_not_match');
  });

  test('[N7] that hands over a grant of another account than was compared gets nobody in', async () => {
    const uma = await person('uma');
    const network = new Network();
    const keys = keysSeen(network);
    const fresh = await waitingDevice(new MemoryStorages(), network);
    await found(uma, codeOf(fresh));
    await aNumber(fresh);
    const grant = await evilGrant(keys(), null);
    tellOtherwise(fresh, () => ({ grant }));
    await fresh.client.confirmLinking();
    await failed(fresh, 'keys_do_not_match');
    expect(fresh.state().phase).toBe('out');
  });

  test('[N7] no grant is looked at before the numbers were found the same', async () => {
    const vera = await person('vera');
    const fresh = await waitingDevice();
    await found(vera, codeOf(fresh));
    await aNumber(fresh);
    let looked = 0;
    tellOtherwise(fresh, ({ grant }) => {
      if (grant !== null) looked += 1;
      return {};
    });
    const granted = vera.client.grantLinking(PASSWORD);
    await expect.poll(() => looked).toBeGreaterThan(1);
    expect(fresh.state()).toMatchObject({ phase: 'out', linking: { confirmed: false, failure: null } });
    await fresh.client.cancelLinking();
    expect(await granted).toEqual({ ok: false, code: 'link_spent' });
  });

  test('[N9] that answers with another chain, or the same under another name, gets nobody in', async () => {
    const walt = await person('walt');
    const mallory = await testAccount('mallory');
    const lies: ((self: object, keys: { chain: string[] }) => object)[] = [
      (self, keys) => ({ self: { ...self, username: 'someone' }, keys }),
      (self, keys) => ({ self, keys: { ...keys, chain: mallory.entries.map(toBase64url) } }),
      (self, keys) => ({ self, keys: { ...keys, chain: keys.chain.slice(0, 1) } }),
    ];
    for (const lie of lies) {
      const fresh = await waitingDevice();
      fresh.network.lie = (path, answer) => {
        const { self, keys } = answer as { self: object; keys: { chain: string[] } };
        return path.endsWith('/linking/finish') ? lie(self, keys) : answer;
      };
      await found(walt, linkOf(fresh));
      void walt.client.grantLinking(PASSWORD);
      await failed(fresh, 'keys_do_not_match');
      expect(fresh.state().phase).toBe('out');
      await expect.poll(() => fresh.storages.cookies.size).toBe(0);
    }
  });
});
