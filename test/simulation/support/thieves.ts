import { accountKeyFrom, openLink, openSeed } from '../../../src/crypto/accountKey.ts';
import { openSlot } from '../../../src/crypto/epoch.ts';
import { openMessage } from '../../../src/crypto/message.ts';
import type { AccountChain } from '../../../src/crypto/verify/accountChain.ts';
import { decodeEpochRecord } from '../../../src/crypto/verify/epochRecord.ts';
import { decodeCbor } from '../../../src/crypto/encoding.ts';
import { after } from '../../../src/client/storageKeys.ts';
import { fromBase64url } from '../../../src/protocol/base64url.ts';
import { decodeEnvelope } from '../../../src/protocol/envelope.ts';
import type { SimulatedDevice } from './device.ts';
import { promise } from './violation.ts';
import type { Person, Talk, World, Written } from './world.ts';

/** All secrets that somebody holds, and tries on everything that a server has. */
interface Arsenal {
  readonly account: string;
  readonly seeds: readonly Uint8Array[];
  /** Of epochs of any conversation. */
  readonly epochKeys: Uint8Array[];
}

/** A removed device keeps all that it ever held, and is fed with the whole log: nothing that came after its removal opens. */
export async function removedOpenNothing(world: World, person: Person): Promise<void> {
  const row = world.server.store.account(person.no);
  const chain = world.chainOf(person);
  for (const thief of person.removed) {
    const removedAt = chain.devices.get(thief.id)?.removedAt ?? null;
    const next = removedAt === null ? undefined : chain.accountKeys.find(({ at }) => at >= removedAt);
    // A device that logged itself out is passed with the renewal, which nobody may have been there to make yet.
    if (!next) continue;
    const passed = { number: next.at, at: row.chain[next.at - 1]?.at ?? 0 };
    const arsenal = await arsenalOf(world, person, thief, chain);
    for (const talk of world.talksOf(person))
      await staysClosed(world, talk, arsenal, laterThan(passed, person.account));
  }
}

const laterThan =
  ({ number, at }: { number: number; at: number }, account: string) =>
  (written: Written): boolean =>
    written.at > at || (written.knew.get(account) ?? 0) >= number;

/** Somebody with an account of their own and everything that the server has. */
export async function outsidersOpenNothing(world: World, outsider: SimulatedDevice): Promise<void> {
  const seed = outsider.own.newestSeed()?.seed ?? new Uint8Array(32);
  for (const talk of world.talks) {
    for (const { account } of talk.members) {
      await staysClosed(world, talk, { account, seeds: [seed], epochKeys: [seed] }, () => true);
    }
  }
}

async function staysClosed(
  world: World,
  talk: Talk,
  arsenal: Arsenal,
  of: (written: Written) => boolean,
): Promise<void> {
  const wanted = talk.written.filter(of);
  if (wanted.length === 0) return;
  const { epochs } = world.server.store.logOf(talk.id);
  const owner = talk.members.find(({ account }) => account === arsenal.account);
  if (!owner) throw new Error('slots of an account that is not in the conversation');
  const generations = world.chainOf(owner).accountKeys.map(({ generation }) => generation);
  const found: Uint8Array[] = [...arsenal.epochKeys];
  for (const { record, slots } of epochs) {
    const sealed = slots.get(owner.no);
    if (sealed) found.push(...(await slotOpens(arsenal, generations, record, fromBase64url(sealed))));
  }
  for (const written of wanted) {
    const envelope = decodeEnvelope(written.envelope);
    const signingKey = signerOf(world, talk, written);
    for (const epochKey of found) {
      const opened = await openMessage({ epochKey, envelope, signingKey }).catch(() => null);
      promise(opened === null, () => `seq ${written.seq} of ${talk.id} opens for who was shut out`);
    }
  }
}

/** Each seed is tried as that of every generation that there is. */
async function slotOpens(
  { account, seeds }: Arsenal,
  generations: readonly number[],
  bytes: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array[]> {
  const record = decodeEpochRecord(bytes);
  const opened: Uint8Array[] = [];
  for (const seed of seeds) {
    const accountKey = await accountKeyFrom(seed);
    for (const generation of generations) {
      const given = { record, account: fromBase64url(account), generation, accountKey, sealed };
      const key = await openSlot(given).catch(() => null);
      if (key) opened.push(key);
    }
  }
  return opened;
}

function signerOf(world: World, { members }: Talk, { account, device }: Written): Uint8Array {
  const author = members.find((one) => one.account === account);
  return (author && world.chainOf(author).devices.get(device)?.signingKey) ?? new Uint8Array(32);
}

/** What the device had, and what follows from it: sealed seeds that its box key opens, and older ones by their links. */
async function arsenalOf(world: World, person: Person, device: SimulatedDevice, chain: AccountChain): Promise<Arsenal> {
  const seeds = new Map<number, Uint8Array>();
  for (const [key, seed] of await device.storage.range('seed/', after('seed/'))) {
    seeds.set(Number(key.slice('seed/'.length)), seed);
  }
  const sealed = world.server.store.everSealed.filter(({ account }) => account === person.no).map(({ key }) => key);
  for (const { generation, seeds: all } of sealed) {
    const half = chain.accountKeys.find((one) => one.generation === generation);
    for (const { recipient, sealed: bytes } of half && !seeds.has(generation) ? all : []) {
      if (!half || (recipient !== device.id && recipient !== 'vault')) continue;
      for (const box of [device.own.device.box, ...device.own.held.oldBoxes]) {
        const seed = await openSeed(box, half, recipient, fromBase64url(bytes)).catch(() => null);
        if (seed) seeds.set(generation, seed);
      }
    }
  }
  for (const { generation, link } of sealed.toReversed()) {
    const newer = seeds.get(generation);
    const older = chain.accountKeys.filter((one) => one.generation < generation);
    const found = newer && link && (await openLink(newer, generation, older, fromBase64url(link)).catch(() => null));
    if (found) seeds.set(found.generation, found.seed);
  }
  const epochs = await device.storage.range('epoch/', after('epoch/'));
  const epochKeys = epochs.flatMap(([, bytes]) => (decodeCbor(bytes) as { key: Uint8Array | null }).key ?? []);
  return { account: person.account, seeds: [...seeds.values()], epochKeys };
}
