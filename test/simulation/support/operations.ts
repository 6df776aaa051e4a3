import { accountKeyEntry } from '../../../src/crypto/chainEntries.ts';
import { liveDevices } from '../../../src/crypto/verify/accountChain.ts';
import { nextAccountKey } from '../../../src/client/account/renewal.ts';
import { endHere, removeDevice } from '../../../src/client/account/settings.ts';
import { Failed } from '../../../src/client/outcome.ts';
import { Refused } from '../../../src/client/server.ts';
import { appendToChain } from '../../../src/protocol/api/account.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import { type Sent, type SimulatedDevice, hashOf } from './device.ts';
import { equalBytes, sha256 } from '../../../src/crypto/encoding.ts';
import { promise } from './violation.ts';
import type { Person, Talk, World } from './world.ts';

/** One thing that people do. Answers what happened, or null when it could not be done now. */
export type Operation = (world: World) => Promise<string | null>;

const here = (person: Person): SimulatedDevice[] => person.devices.filter(({ away }) => !away);

function someDevice(world: World, people: readonly Person[] = world.people): [Person, SimulatedDevice] | null {
  const all = people.flatMap((person) => here(person).map((device) => [person, device] as const));
  return all.length === 0 ? null : [...world.dice.pick(all)];
}

/** Answers false where the sender waits, because a new identity is not accepted. */
export async function write(world: World, device: SimulatedDevice, talk: Talk): Promise<boolean> {
  const text = world.nextText();
  try {
    await device.receive(talk.id);
    const sent = await device.send(talk.id, { type: 'text', text, reply: null });
    const { account, deviceId } = device.own;
    promise(sealedToAccepted(world, device, sent), 'sealed to an identity that is not accepted');
    const row = world.server.store.logOf(talk.id).entries[sent.seq - 1];
    talk.written.push({ ...sent, account, device: deviceId, text, at: row?.at ?? 0, deleted: false });
  } catch (error) {
    if (error instanceof Failed && error.code === 'conversation_waits') return false;
    throw error;
  }
  return true;
}

/** Accepted on any device of the account: its devices tell each other by what they seal to. */
function sealedToAccepted(world: World, { own }: SimulatedDevice, { epoch }: Sent): boolean {
  const person = world.people.find(({ account }) => account === own.account);
  const devices = person ? [...person.devices, ...person.lost, ...person.removed] : [];
  return epoch.record.roster.every(({ account, identityHash }) => {
    const name = toBase64url(account);
    const identities =
      name === own.account ? [own.chain.identityKey] : devices.map(({ accepted }) => accepted.get(name));
    return identities.some((identity) => identity !== undefined && equalBytes(sha256(identity), identityHash));
  });
}

const send: Operation = async (world) => {
  const talk = world.dice.pick(world.talks);
  const by = someDevice(world, talk.members);
  if (!by) return null;
  const [person, device] = by;
  return `${person.username} ${(await write(world, device, talk)) ? 'writes' : 'waits'}`;
};

/** Several at once, each on what it knows: who needs a new epoch makes one, and one of them wins. */
const race: Operation = async (world) => {
  const talk = world.dice.pick(world.talks);
  const devices = talk.members.flatMap(here).filter(() => world.dice.chance(0.8));
  if (devices.length < 2) return null;
  for (const device of devices) await device.receive(talk.id);
  await Promise.all(devices.map((device) => write(world, device, talk)));
  talk.written.sort((a, b) => a.seq - b.seq);
  return `${devices.length} write at once`;
};

const logIn: Operation = async (world) => {
  const person = world.dice.pick(world.people);
  if (person.devices.length > 3) return null;
  await world.logIn(person);
  return `${person.username} logs in on a new device`;
};

const recover: Operation = async (world) => {
  const person = world.dice.pick(world.people);
  if (person.devices.length > 3) return null;
  await world.recover(person);
  return `${person.username} recovers`;
};

/** The removing client makes new epochs at once, unless it dies before. */
const remove: Operation = async (world) => {
  const by = someDevice(world);
  if (!by) return null;
  const [person, device] = by;
  await device.wake();
  const others = liveDevices(device.own.chain)
    .map(({ id }) => toBase64url(id))
    .filter((id) => id !== device.id);
  if (others.length === 0) return null;
  const target = world.dice.pick(others);
  await removeDevice(world.account(device.deps.line), device.own, target, person.password);
  takeAway(person, target);
  const logs = world.talksOf(person).map((talk) => world.server.store.logOf(talk.id));
  promise(
    logs.every(({ epochs, epochPassed }) => epochs.length === 0 || epochPassed),
    'a removal left an epoch open',
  );
  if (world.dice.chance(0.6)) await renewEpochs(device);
  return `${person.username} removes a device`;
};

async function renewEpochs(device: SimulatedDevice): Promise<void> {
  for (const record of device.table.all()) {
    const newest = await device.epochs.newest(record.conversation);
    if (newest) await device.epochs.ensure(record).catch(() => undefined);
  }
}

function takeAway(person: Person, id: string): void {
  const gone = [...person.devices, ...person.lost].filter((device) => device.id === id);
  person.removed.push(...gone);
  person.devices = person.devices.filter((device) => !gone.includes(device));
  person.lost = person.lost.filter((device) => !gone.includes(device));
}

const logOut: Operation = async (world) => {
  const by = someDevice(world);
  if (!by) return null;
  const [person, device] = by;
  await endHere(device.deps.line.api, device.own);
  takeAway(person, device.id);
  return `${person.username} logs out`;
};

const renewAccountKey: Operation = async (world) => {
  const by = someDevice(world);
  if (!by) return null;
  const [person, device] = by;
  await device.wake();
  const newest = device.own.newestSeed();
  promise(newest !== null, 'a live device lacks the newest account key');
  const seeds = new Map([[newest.generation, newest.seed]]);
  const next = await nextAccountKey(device.own.chain, seeds, null, world.dice.bytes);
  const entry = accountKeyEntry(device.own.chain, { device: device.own.device }, next.key);
  await device.deps.line.api.call(appendToChain, { body: { entry: toBase64url(entry), accountKey: next.record } });
  await device.own.extended(entry, next.seed);
  return `${person.username} renews the account key`;
};

const changePassword: Operation = async (world) => {
  const by = someDevice(world);
  if (!by) return null;
  const [person, device] = by;
  const old = person.password;
  await world.changePassword(person, device);
  const refused = await world.vault({ ...person, password: old }, world.server.line()).catch((error: unknown) => error);
  promise(refused instanceof Refused && refused.code === 'invalid_credentials', 'an old password opens the vault');
  return `${person.username} changes the password`;
};

const changeCode: Operation = async (world) => {
  const by = someDevice(world);
  if (!by) return null;
  await world.changeCode(by[0], by[1]);
  return `${by[0].username} changes the recovery code`;
};

const reset: Operation = async (world) => {
  const person = world.dice.pick(world.people);
  if (person.resetAt > 0) return null;
  await world.reset(person);
  return `${person.username} begins a new identity`;
};

/** Accepts everybody's new identity. */
const accept: Operation = async (world) => {
  const by = someDevice(world);
  if (!by) return null;
  const [person, device] = by;
  for (const other of world.people) {
    if (other !== person && device.people.known(other.account)) {
      await device.people.refresh(other.account);
      await device.people.accept(other.account);
      device.accepted.set(other.account, world.chainOf(other).identityKey);
    }
  }
  return `${person.username} accepts`;
};

const lose: Operation = async (world) => {
  const person = world.dice.pick(world.people);
  const device = person.devices.at(0);
  if (!device) return null;
  person.devices = person.devices.filter((one) => one !== device);
  person.lost.push(device);
  return `${person.username} loses a device`;
};

const leaveOrReturn: Operation = async (world) => {
  const person = world.dice.pick(world.people);
  if (person.devices.length === 0) return null;
  const device = world.dice.pick(person.devices);
  device.away = !device.away;
  if (!device.away) await device.wake();
  return `${person.username} ${device.away ? 'goes away' : 'comes back'}`;
};

const deleteOwn: Operation = async (world) => {
  const talk = world.dice.pick(world.talks);
  const by = someDevice(world, talk.members);
  if (!by) return null;
  const [person, device] = by;
  const own = talk.written.filter(
    ({ account, deleted, at }) => account === person.account && !deleted && at > person.resetAt,
  );
  if (own.length === 0) return null;
  const target = world.dice.pick(own);
  await device.receive(talk.id);
  const hash = hashOf(target.envelope);
  try {
    await device.send(talk.id, { type: 'deletion', target: fromBase64url(target.id), hash }, { seq: target.seq });
  } catch (error) {
    if (error instanceof Failed && error.code === 'conversation_waits') return `${person.username} waits to delete`;
    throw error;
  }
  target.deleted = true;
  return `${person.username} deletes seq ${target.seq}`;
};

/** Each with how often it comes. */
export const operations: readonly (readonly [number, Operation])[] = [
  [10, send],
  [4, race],
  [3, logIn],
  [1, recover],
  [3, remove],
  [2, logOut],
  [1, renewAccountKey],
  [1, changePassword],
  [1, changeCode],
  [1, reset],
  [2, accept],
  [1, lose],
  [3, leaveOrReturn],
  [2, deleteOwn],
];

export function pickOperation(world: World): Operation {
  const all = operations.reduce((sum, [weight]) => sum + weight, 0);
  let at = world.dice.below(all);
  for (const [weight, operation] of operations) {
    if (at < weight) return operation;
    at -= weight;
  }
  return send;
}
