import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom, testAccount, withDevice, type TestAccount } from '../../test/support/keys.ts';
import { newDeviceKeys, type DeviceKeys } from './deviceKeys.ts';
import { decodeCbor, encodeCbor } from './encoding.ts';
import {
  decodeGreeting,
  encodeGreeting,
  linkingCommitment,
  linkingKeysHash,
  linkingNumber,
  makeGrant,
  openGrant,
  type NewDevicePublic,
} from './linking.ts';
import { deviceAt, extendChain } from './verify/accountChain.ts';

const random = seededRandom('linking');
const secret = random(32);
let anna: TestAccount;
let device: DeviceKeys;
let other: DeviceKeys;

beforeAll(async () => {
  anna = await testAccount('anna');
  [device, other] = [await newDeviceKeys(random), await newDeviceKeys(random)];
});

const publicOf = ({ signing, box }: DeviceKeys): NewDevicePublic => ({
  signingKey: signing.publicKey,
  boxKey: box.publicKey,
});

function grantFrom(account: TestAccount, to = device, key: Uint8Array | null = secret) {
  const { chain, identity, seeds } = account;
  return makeGrant({ chain, identity, to: publicOf(to), generation: 1, seed: seeds.get(1)!, secret: key }, random);
}

const compared = ({ chain, identity }: TestAccount) => ({ account: chain.account, identityKey: identity.publicKey });

describe('[N7] a grant', () => {
  test.each(['the secret of the code', 'a compared number'])(
    'adds the device and hands over the seed, trusted by %s',
    async (by) => {
      const grant = await grantFrom(anna, device, by === 'a compared number' ? null : secret);
      const granted = await openGrant(grant, device, by === 'a compared number' ? compared(anna) : { secret });
      const chain = extendChain(anna.chain, granted.entry);
      expect(deviceAt(chain, device.id, 2)).not.toBeNull();
      expect(granted.seed).toEqual(anna.seeds.get(1));
      expect(granted.identityKey).toEqual(anna.identity.publicKey);
    },
  );

  test('for other keys is refused', async () => {
    await expect(openGrant(await grantFrom(anna), other, { secret })).rejects.toThrow('not for this device');
    const half = { ...device, box: other.box };
    await expect(openGrant(await grantFrom(anna), half, { secret })).rejects.toThrow('not for this device');
  });

  test('under another secret, or without a MAC, is refused by whoever showed a code', async () => {
    const refused = 'not from the other device';
    await expect(openGrant(await grantFrom(anna, device, random(32)), device, { secret })).rejects.toThrow(refused);
    await expect(openGrant(await grantFrom(anna, device, null), device, { secret })).rejects.toThrow(refused);
    const [content] = decodeCbor(await grantFrom(anna)) as [Uint8Array, Uint8Array];
    await expect(openGrant(encodeCbor([content, null]), device, { secret })).rejects.toThrow(refused);
  });

  test('with anything else under the MAC is refused', async () => {
    const [content, mac] = decodeCbor(await grantFrom(anna)) as [Uint8Array, Uint8Array];
    const [theirs] = decodeCbor(await grantFrom(await testAccount('mallory'))) as [Uint8Array, Uint8Array];
    const swapped = encodeCbor([theirs, mac]);
    await expect(openGrant(swapped, device, { secret })).rejects.toThrow('not from the other device');
    const changed = encodeCbor([content.with(content.length - 1, content.at(-1)! ^ 1), mac]);
    await expect(openGrant(changed, device, { secret })).rejects.toThrow('not from the other device');
  });

  test('of another account than the one whose number was compared is refused', async () => {
    const grant = await grantFrom(await testAccount('mallory'), device, null);
    await expect(openGrant(grant, device, compared(anna))).rejects.toThrow('not from the other device');
  });

  test('whose entry the identity key did not sign is refused', async () => {
    const mallory = await testAccount('mallory');
    const forged = { ...anna, identity: { ...mallory.identity, publicKey: anna.identity.publicKey } };
    const grant = await grantFrom(forged, device, null);
    await expect(openGrant(grant, device, compared(anna))).rejects.toThrow('not from the other device');
  });

  test('that holds something else than the addition of a device is refused', async () => {
    const [content] = decodeCbor(await grantFrom(withDevice(anna, other), device, null)) as [Uint8Array];
    const fields = decodeCbor(content) as unknown[];
    await expect(openGrant(encodeCbor([encodeCbor(fields.slice(1)), null]), device, compared(anna))).rejects.toThrow(
      'malformed',
    );
    await expect(openGrant(new Uint8Array(9), device, compared(anna))).rejects.toThrow('malformed');
  });
});

describe('[N5] the number', () => {
  const nonce = random(32);
  const greetingOf = (account: TestAccount, own: Uint8Array) =>
    encodeGreeting({ username: account.username, ...compared(account), nonce: own });

  test('has nine digits and changes with keys, nonces, account, identity key and name', async () => {
    const mine = random(32);
    const greeting = decodeGreeting(greetingOf(anna, mine));
    const numbers = [
      linkingNumber(publicOf(device), nonce, encodeGreeting(greeting)),
      linkingNumber(publicOf(other), nonce, encodeGreeting(greeting)),
      linkingNumber({ ...publicOf(device), boxKey: other.box.publicKey }, nonce, encodeGreeting(greeting)),
      linkingNumber(publicOf(device), random(32), encodeGreeting(greeting)),
      linkingNumber(publicOf(device), nonce, encodeGreeting({ ...greeting, nonce: random(32) })),
      linkingNumber(publicOf(device), nonce, encodeGreeting({ ...greeting, account: random(32) })),
      linkingNumber(publicOf(device), nonce, encodeGreeting({ ...greeting, identityKey: random(32) })),
      linkingNumber(publicOf(device), nonce, encodeGreeting({ ...greeting, username: 'Anna' })),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(number).toMatch(/^\d{9}$/);
  });

  test('commitment and hash of the keys change with what they cover', () => {
    const of = [publicOf(device), publicOf(other), { ...publicOf(device), boxKey: other.box.publicKey }];
    expect(new Set(of.map((keys) => linkingKeysHash(keys).toHex())).size).toBe(3);
    expect(new Set(of.map((keys) => linkingCommitment(keys, nonce).toHex())).size).toBe(3);
    expect(linkingCommitment(publicOf(device), random(32))).not.toEqual(linkingCommitment(publicOf(device), nonce));
  });

  test('a greeting that is none is malformed', () => {
    for (const bytes of [encodeCbor([1, 'anna']), encodeCbor([2, 'anna', secret, secret, secret]), secret])
      expect(() => decodeGreeting(bytes)).toThrow('malformed');
  });
});
