import { encodeCbor, sha256 } from '../../../src/crypto/encoding.ts';
import { type Slot, makeEpoch, openSlot, sealSlot } from '../../../src/crypto/epoch.ts';
import { purposes } from '../../../src/crypto/labels.ts';
import { type SigningKey, sign } from '../../../src/crypto/signingKey.ts';
import { newestAccountKey } from '../../../src/crypto/verify/accountChain.ts';
import { encodeRecordBody } from '../../../src/crypto/verify/epochEncoding.ts';
import {
  type EpochContext,
  type EpochRecord,
  type RosterEntry,
  checkEpochRecord,
  decodeEpochRecord,
} from '../../../src/crypto/verify/epochRecord.ts';
import { compareBytes } from '../../../src/crypto/encoding.ts';
import type { EpochState } from '../../../src/client/conversations/records.ts';
import { addEpoch } from '../../../src/protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import type { SimulatedDevice } from '../support/device.ts';
import type { Talk, World } from '../support/world.ts';
import { type Attack, lying, refused, scene } from './attack.ts';

interface Forged {
  readonly what: string;
  readonly record: EpochRecord;
  readonly signer: SigningKey;
  readonly reason: string;
  readonly slots?: readonly Slot[];
  /** Whoever reads it back cannot tell: only the server, and whoever is asked to seal under it. */
  readonly new?: true;
}

const SERVER = ['invalid_epoch', 'epoch_passed'];
const bytesOf = ({ record, signer }: Pick<Forged, 'record' | 'signer'>): Uint8Array<ArrayBuffer> => {
  const body = encodeRecordBody(record);
  return encodeCbor([body, sign(signer, purposes.epochRecord, body)]);
};

/** Records that may not stand: not for the checks themselves, not for the server, and not for a client that a server shows them to. */
export const forgedEpochs: Attack = async (world, outsider) => {
  const found = await scene(world);
  if (!found) return 0;
  const { talk, author, reader } = found;
  const newest = (await reader.epochs.newest(talk.id)) ?? null;
  const honest = await nextEpoch(world, talk, author, newest);
  const context = contextOf(world, talk, newest);
  checkEpochRecord(honest.record, { ...context, slots: honest.slots });
  const base = { record: decodeEpochRecord(honest.record), signer: author.own.device.signing };
  const forged = forgeries({ world, talk, author, outsider, newest, base, slots: honest.slots });
  for (const one of forged) {
    const bytes = bytesOf(one);
    const slots = one.slots ?? honest.slots;
    await refused(one.what, [one.reason], () => checkEpochRecord(bytes, { ...context, slots }));
    await refused(`${one.what}, at the server,`, SERVER, () => bring(author, talk, bytes, slots));
    if (one.new) continue;
    const copy = await reader.copy(
      lying(reader.deps.line, /\/epochs\?/, () => ({ epochs: [served(bytes, one.record, talk)] })),
    );
    const record = await copy.table.need(talk.id);
    await refused(`${one.what}, at a client,`, [one.reason], () => copy.epochs.learn(record));
  }
  await refused("another's epoch", ['invalid_epoch'], () => bring(reader, talk, honest.record, honest.slots));
  await refused('an epoch by an outsider', ['not_found'], () => bring(outsider, talk, honest.record, honest.slots));
  return forged.length + 2;
};

const served = (bytes: Uint8Array, { number }: EpochRecord, talk: Talk) => ({
  number: Math.max(1, number),
  seq: 1000 + talk.written.length,
  record: toBase64url(bytes),
  sealed: null,
  resealed: null,
});

function bring({ deps }: SimulatedDevice, { id }: Talk, record: Uint8Array, slots: readonly Slot[]): Promise<unknown> {
  const told = slots.map(({ account, sealed }) => ({ account: toBase64url(account), sealed: toBase64url(sealed) }));
  const body = { record: toBase64url(record), slots: told };
  return deps.line.api.call(addEpoch, { params: { conversation: id }, body });
}

function nextEpoch(world: World, talk: Talk, { own }: SimulatedDevice, newest: EpochState | null) {
  return makeEpoch(
    {
      conversation: fromBase64url(talk.id),
      number: (newest?.number ?? 0) + 1,
      previous: newest?.hash ?? new Uint8Array(32),
      roster: talk.members.map((member) => ({ chain: world.chainOf(member) })),
      sharesHistory: false,
      maker: { account: own.id, device: own.device },
    },
    world.dice.bytes,
  );
}

function contextOf(world: World, talk: Talk, newest: EpochState | null): EpochContext {
  const chains = new Map(talk.members.map((member) => [member.account, world.chainOf(member)]));
  return {
    conversation: fromBase64url(talk.id),
    previous: newest && { number: newest.number, hash: newest.hash, roster: newest.record.roster },
    members: talk.members.map(({ account }) => fromBase64url(account)),
    chains: (account) => chains.get(toBase64url(account)),
  };
}

interface Given {
  readonly world: World;
  readonly talk: Talk;
  readonly author: SimulatedDevice;
  readonly outsider: SimulatedDevice;
  readonly newest: EpochState | null;
  readonly base: Pick<Forged, 'record' | 'signer'>;
  readonly slots: readonly Slot[];
}

function forgeries({ world, talk, author, outsider, newest, base, slots }: Given): Forged[] {
  const { record, signer } = base;
  const { roster, maker } = record;
  const random = world.dice.bytes;
  const stranger = outsider.own;
  const at = world.dice.below(roster.length);
  const altered = (change: Partial<RosterEntry>): EpochRecord => ({
    ...record,
    roster: roster.map((entry, index) => (index === at ? { ...entry, ...change } : entry)),
  });
  const entry = roster[at]!;
  const chain = talk.members
    .map((member) => world.chainOf(member))
    .find(({ account }) => compareBytes(account, entry.account) === 0)!;
  const strange: RosterEntry = {
    account: stranger.id as RosterEntry['account'],
    identityHash: sha256(stranger.chain.identityKey),
    generation: 1,
    chainHead: { number: 1, hash: stranger.chain.hash },
    slotHash: random(32),
  };
  const wider = [...roster, strange].toSorted((a, b) => compareBytes(a.account, b.account));
  const forged: Forged[] = [
    {
      what: 'an epoch made by an outsider',
      record: { ...record, maker: { account: strange.account, device: stranger.device.id } },
      signer: stranger.device.signing,
      reason: 'wrong maker',
    },
    {
      what: 'an epoch by an outsider in the name of a member',
      record,
      signer: stranger.device.signing,
      reason: 'wrong signature',
    },
    {
      what: 'a roster without a member',
      record: { ...record, roster: roster.filter((one) => one !== entry) },
      signer,
      reason: 'wrong roster',
    },
    { what: 'a roster with a stranger', record: { ...record, roster: wider }, signer, reason: 'wrong roster' },
    {
      what: 'a generation that is not there',
      record: altered({ generation: newestAccountKey(chain).generation + 1 }),
      signer,
      reason: 'unknown generation',
    },
    {
      what: 'a head that is not on the chain',
      record: altered({ chainHead: { ...entry.chainHead, hash: random(32) } }),
      signer,
      reason: 'wrong chain head',
    },
    {
      what: 'a head that is still to come',
      record: altered({ chainHead: { number: chain.number + 1, hash: random(32) } }),
      signer,
      reason: 'wrong chain head',
    },
    { what: 'another identity', record: altered({ identityHash: random(32) }), signer, reason: 'wrong identity' },
    { what: 'another record before', record: { ...record, previous: random(32) }, signer, reason: 'wrong previous' },
    {
      what: 'a number that skips one',
      record: { ...record, number: record.number + 1 },
      signer,
      reason: 'wrong number',
    },
    {
      what: 'an epoch of another conversation',
      record: { ...record, conversation: random(32) },
      signer,
      reason: 'wrong conversation',
    },
    {
      what: 'a slot of another key',
      record,
      signer,
      reason: 'wrong slots',
      slots: slots.map((slot, index) =>
        index === at
          ? { ...slot, sealed: new Uint8Array([...slot.sealed.slice(0, -1), 0xff ^ slot.sealed.at(-1)!]) }
          : slot,
      ),
      new: true,
    },
    { what: 'an epoch without a slot', record, signer, reason: 'wrong slots', slots: slots.slice(1), new: true },
  ];
  const floor = chain.leastGeneration;
  if (floor > 1) {
    forged.push({
      what: 'a generation of before a removal',
      record: altered({ generation: floor - 1 }),
      signer,
      reason: 'passed generation',
    });
  }
  const before = newest?.record.roster.find(({ account }) => compareBytes(account, entry.account) === 0);
  if (before && before.chainHead.number > 1) {
    const number = before.chainHead.number - 1;
    const older = { chainHead: { number, hash: chain.hashes[number - 1]! } };
    forged.push({ what: 'a chain head older than before', record: altered(older), signer, reason: 'older chain head' });
  }
  const removed = talk.members
    .flatMap((person) => person.removed)
    .find((device) => device.own.account === author.own.account);
  if (removed) {
    const { device } = removed.own;
    forged.push({
      what: 'an epoch by a removed device',
      record: { ...record, maker: { ...maker, device: device.id } },
      signer: device.signing,
      reason: 'wrong maker',
    });
  }
  return forged;
}

/** A member who makes an epoch may give another a key of their own: whoever opens that slot sees it. */
export const wrongSlots: Attack = async (world) => {
  const found = await scene(world);
  if (!found) return 0;
  const { talk, author, reader } = found;
  const newest = (await author.epochs.newest(talk.id)) ?? null;
  const made = await nextEpoch(world, talk, author, newest);
  const record = decodeEpochRecord(made.record);
  const account = fromBase64url(reader.own.account);
  const generation = record.roster.find((entry) => compareBytes(entry.account, account) === 0)!.generation;
  const accountKey = await reader.own.accountKey(generation);
  if (!accountKey) return 0;
  const { publicKey } = accountKey;
  const recipient = { account, generation, publicKey };
  const sealed = await sealSlot(record, recipient, world.dice.bytes(32), world.dice.bytes);
  await refused('a slot with another key', ['wrong epoch key'], () =>
    openSlot({ record, account, generation, accountKey, sealed }),
  );
  const foreign = made.slots.find((slot) => compareBytes(slot.account, account) !== 0)!.sealed;
  await refused("another's slot", ['does not open'], () =>
    openSlot({ record, account, generation, accountKey, sealed: foreign }),
  );
  const elsewhere = { ...record, number: record.number + 1 };
  const own = made.slots.find((slot) => compareBytes(slot.account, account) === 0)!.sealed;
  await refused('a slot of another epoch', ['does not open'], () =>
    openSlot({ record: elsewhere, account, generation, accountKey, sealed: own }),
  );
  return 3;
};
