import { newBoxKey } from '../../../src/crypto/boxKey.ts';
import {
  type NextKey,
  accountKeyEntry,
  createdEntry,
  deviceAddedEntry,
  selfRemovedEntry,
} from '../../../src/crypto/chainEntries.ts';
import { type DeviceKeys, newDeviceKeys } from '../../../src/crypto/deviceKeys.ts';
import { newSigningKey } from '../../../src/crypto/signingKey.ts';
import { type AccountChain, extendChain, liveDevices } from '../../../src/crypto/verify/accountChain.ts';
import { appendToChain } from '../../../src/protocol/api/account.ts';
import { toBase64url } from '../../../src/protocol/base64url.ts';
import type { SimulatedDevice } from '../support/device.ts';
import type { World } from '../support/world.ts';
import { type Attack, liveDevicesOf, lying, refused } from './attack.ts';

type Forged = readonly [what: string, entry: Uint8Array, reason: string];

interface Given {
  readonly world: World;
  readonly chain: AccountChain;
  readonly device: SimulatedDevice;
  readonly removed: DeviceKeys | null;
  readonly outsider: SimulatedDevice;
}

const SERVER = ['invalid_chain_entry', 'chain_moved', 'forbidden', 'device_required'];

/** Entries that nobody may make are taken neither into a chain nor by the server. */
export const forgedEntries: Attack = async (world, outsider) => {
  const person = world.dice.pick(world.people);
  const device = liveDevicesOf(person).at(0);
  if (!device) return 0;
  await device.own.refresh();
  const { chain } = device.own;
  const removed = person.removed.find(({ since }) => since === person.resetAt)?.own.device ?? null;
  const forged = await forgeries({ world, chain, device, removed, outsider });
  for (const [what, entry, reason] of forged) {
    await refused(what, [reason], () => extendChain(chain, entry));
    const body = { entry: toBase64url(entry), deviceLabel: 'Forged' };
    await refused(`${what}, at the server,`, SERVER, () => device.deps.line.api.call(appendToChain, { body }));
  }
  return forged.length;
};

async function forgeries({ world, chain, device, removed, outsider }: Given): Promise<Forged[]> {
  const random = world.dice.bytes;
  const fresh = await newDeviceKeys(random);
  const key: NextKey = { publicKey: (await newBoxKey(random)).publicKey, seedsHash: random(32) };
  const own = device.own.device;
  const stranger = outsider.own.device;
  const by = { device: own };
  const oldest = chain.accountKeys[0]?.publicKey ?? key.publicKey;
  const newest = { ...chain.accountKeys.at(-1)!, generation: chain.accountKeys.length + 1 };
  const other = liveDevices(chain).find(({ id }) => toBase64url(id) !== device.id);
  const identity = newSigningKey(random);
  return [
    ['a device by a strange identity', deviceAddedEntry(chain, identity, fresh), 'wrong signature'],
    ['an account key by a stranger', accountKeyEntry(chain, { device: stranger }, key), 'unknown device'],
    [
      'an account key by a stranger in the name of a device',
      accountKeyEntry(chain, { device: { ...own, signing: stranger.signing } }, key),
      'wrong signature',
    ],
    ['an account key by a strange identity', accountKeyEntry(chain, { identity }, key), 'wrong signature'],
    ['an entry that skips a number', accountKeyEntry({ ...chain, number: chain.number + 1 }, by, key), 'wrong number'],
    ['an entry of another branch', accountKeyEntry({ ...chain, hash: random(32) }, by, key), 'wrong previous'],
    [
      'an entry in the place of another',
      accountKeyEntry({ ...chain, number: chain.number - 1, hash: random(32) }, by, key),
      'wrong number',
    ],
    [
      'a generation that skips one',
      accountKeyEntry({ ...chain, accountKeys: [...chain.accountKeys, newest] }, by, key),
      'wrong generation',
    ],
    ['an account key of before', accountKeyEntry(chain, by, { ...key, publicKey: oldest }), 'repeated key'],
    [
      'a second beginning',
      createdEntry({ username: 'x', identity, vaultBoxKey: key.publicKey, device: fresh, accountKey: key }),
      'already created',
    ],
    ...(removed
      ? ([
          ['an account key by a removed device', accountKeyEntry(chain, { device: removed }, key), 'removed device'],
          ['the log-out of a removed device', selfRemovedEntry(chain, removed), 'removed device'],
        ] as const)
      : []),
    ...(other
      ? ([
          ['a removal by another device', selfRemovedEntry(chain, { ...own, id: other.id }), 'wrong signature'],
        ] as const)
      : []),
  ];
}

/** Whoever holds the identity key still cannot bring a removed device back, nor add one that does not hold its key. */
export const forgedByOwner: Attack = async (world, outsider) => {
  const person = world.dice.pick(world.people);
  const vault = await world.vault(person, world.server.line());
  const { identity } = vault.contents;
  const { chain } = vault;
  const fresh = await newDeviceKeys(world.dice.bytes);
  const signing = { seed: outsider.own.device.signing.seed, publicKey: fresh.signing.publicKey };
  const borrowed = deviceAddedEntry(chain, identity, { ...fresh, signing });
  await refused('a device that does not hold its key', ['wrong signature'], () => extendChain(chain, borrowed));
  for (const { own } of person.removed) {
    const back = deviceAddedEntry(chain, identity, own.device);
    await refused('a removed device that comes back', ['device exists'], () => extendChain(chain, back));
  }
  return 1 + person.removed.length;
};

/** A server that shows a chain otherwise than before is found out, and nothing is sealed to that account any more. */
export const otherChains: Attack = async (world) => {
  const person = world.dice.pick(world.people);
  const chain = world.chainOf(person);
  const contacts = world.people.filter((one) => one !== person).flatMap(liveDevicesOf);
  const device = contacts.find(({ people }) => people.known(person.account));
  if (!device) return 0;
  await device.people.refresh(person.account);
  const { username } = person;
  const shown = (number: number, hash: Uint8Array) => ({
    person: { account: person.account, username, displayName: '', chainHead: { number, hash: toBase64url(hash) } },
    entries: [],
  });
  const lies = [
    ['a forked chain', shown(chain.number, world.dice.bytes(32))],
    ['a chain that became shorter', shown(chain.number - 1, chain.hash)],
  ] as const;
  if (chain.number === 1) return 0;
  for (const [what, answer] of lies) {
    const copy = await device.copy(lying(device.deps.line, /\/chain\?/, () => answer));
    await refused(what, ['keys_do_not_match'], () => copy.people.refresh(person.account));
    const talk = world.talksOf(person).find(({ id }) => copy.table.get(id));
    if (!talk) continue;
    const said = { type: 'text', text: 'never', reply: null } as const;
    await refused(`a message after ${what}`, ['conversation_waits'], () => copy.send(talk.id, said));
  }
  return lies.length;
};
