import { decrypt, encrypt } from '../../../src/crypto/aead.ts';
import { type Bytes, sha256 } from '../../../src/crypto/encoding.ts';
import { derive } from '../../../src/crypto/hkdf.ts';
import { labels } from '../../../src/crypto/labels.ts';
import { sealMessage } from '../../../src/crypto/message.ts';
import type { SigningKey } from '../../../src/crypto/signingKey.ts';
import { deviceAt } from '../../../src/crypto/verify/accountChain.ts';
import { openEntry } from '../../../src/client/conversations/opening.ts';
import type { EpochState } from '../../../src/client/conversations/records.ts';
import type { Entry } from '../../../src/protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import { type EnvelopeHeader, decodeEnvelope, encodeEnvelope, encodeHeader } from '../../../src/protocol/envelope.ts';
import type { SimulatedDevice } from '../support/device.ts';
import { promise } from '../support/violation.ts';
import type { World } from '../support/world.ts';
import { type Attack, type Scene, refused, scene } from './attack.ts';

export interface Stage extends Scene {
  readonly epoch: EpochState & { key: Uint8Array };
  /** What the author would send next. */
  readonly envelope: Bytes;
}

const said = (text: string) => ({ type: 'text', text, reply: null }) as const;

/** Author and reader under one epoch, and a message that the author could send. */
export async function stage(world: World): Promise<Stage | null> {
  const found = await scene(world);
  if (!found) return null;
  const { talk, author, reader } = found;
  const epoch = await author.epochs.newest(talk.id);
  const same = await reader.epochs.newest(talk.id);
  if (!epoch?.key || !same?.key || epoch.number !== same.number) return null;
  const known = { ...epoch, key: epoch.key };
  const envelope = await author.seal(await author.table.need(talk.id), known, said('true'), true, author.newId());
  return { ...found, epoch: known, envelope };
}

/** As a server would show it, at the end of the log. */
export function entryOf(
  world: World,
  { talk }: Pick<Stage, 'talk'>,
  envelope: Uint8Array,
  told: Partial<Entry> = {},
): Entry {
  const { header } = decodeEnvelope(envelope);
  return {
    seq: world.server.store.logOf(talk.id).entries.length + 1,
    kind: 'message',
    at: 1,
    account: toBase64url(header.account),
    device: toBase64url(header.device),
    counts: header.counts,
    payload: toBase64url(envelope),
    hash: toBase64url(sha256(envelope)),
    chain: toBase64url(new Uint8Array(32)),
    ...told,
  };
}

async function judged(reader: SimulatedDevice, conversation: string, entry: Entry): Promise<string> {
  const { body } = await openEntry(conversation, entry, {
    epochBelow: (seq) => reader.epochs.below(conversation, seq),
    chain: (account, number) =>
      account === reader.own.account ? reader.own.chainReaching(number) : reader.people.chain(account, number),
  });
  return body.kind === 'invalid' ? body.reason : body.kind;
}

/** Messages that are nobody's words, each with the reason for which a reader says so. */
export const forgedMessages: Attack = async (world, outsider) => {
  const set = await stage(world);
  if (!set) return 0;
  const { talk, reader, envelope } = set;
  const look = (entry: Entry) => judged(reader, talk.id, entry);
  const honest = await look(entryOf(world, set, envelope));
  promise(honest === 'content', () => `a true message is taken for ${honest}`);
  const forged = await forgeries(world, set, outsider);
  for (const [what, entry, reason] of forged) {
    const told = await look(entry);
    promise(told === reason, () => `${what} is taken for "${told}", not for "${reason}"`);
  }
  const elsewhere = world.talks.find(
    ({ id, members }) => id !== talk.id && members.some(({ account }) => account === reader.own.account),
  );
  if (elsewhere) {
    const told = await judged(reader, elsewhere.id, entryOf(world, { talk: elsewhere }, envelope));
    promise(told === 'another conversation', () => `a message of another conversation is taken for "${told}"`);
  }
  return forged.length + 1;
};

type Forged = readonly [what: string, entry: Entry, reason: string];

async function forgeries(world: World, set: Stage, outsider: SimulatedDevice): Promise<Forged[]> {
  const { author, reader, envelope, epoch } = set;
  const { header, nonce, ciphertext } = decodeEnvelope(envelope);
  const random = world.dice.bytes;
  const entry = (bytes: Uint8Array, told?: Partial<Entry>) => entryOf(world, set, bytes, told);
  const rewritten = (change: Partial<EnvelopeHeader>) =>
    encodeEnvelope({ header: { ...header, ...change }, nonce, ciphertext });
  const resealed = (change: Partial<EnvelopeHeader>) => resealedAs(envelope, epoch.key, { ...header, ...change });
  const sealedBy = (key: SigningKey, change: Partial<EnvelopeHeader>) =>
    sealAs(world, epoch.key, key, { ...header, messageId: author.newId(), ...change });
  const { signing } = author.own.device;
  const stolen = { seed: reader.own.device.signing.seed, publicKey: signing.publicKey };
  const stranger = outsider.own;
  const inRoster = epoch.record.roster.find(({ account }) => toBase64url(account) === author.own.account)!;
  const damaged = ciphertext.map((byte, index) => (index === 3 ? byte ^ 1 : byte));
  const forged: Forged[] = [
    ["a reader's words in the author's name", entry(await sealedBy(stolen, {})), 'wrong signature'],
    ['a message that was counted otherwise', entry(rewritten({ counts: false })), 'does not open'],
    ['a message under another id', entry(rewritten({ messageId: author.newId() })), 'does not open'],
    ['a message sealed anew as one that does not count', entry(await resealed({ counts: false })), 'wrong signature'],
    ['a message sealed anew under another id', entry(await resealed({ messageId: author.newId() })), 'wrong signature'],
    ['a damaged message', entry(encodeEnvelope({ header, nonce, ciphertext: damaged })), 'does not open'],
    ['a message under another epoch', entry(rewritten({ epoch: random(32) })), 'another epoch'],
    [
      'a message with a head of no chain',
      entry(await sealedBy(signing, { chainHead: { ...header.chainHead, hash: random(32) } })),
      'not a head of the chain',
    ],
    [
      'a message by an outsider who has the key',
      entry(
        await sealedBy(stranger.device.signing, {
          account: stranger.id,
          device: stranger.device.id,
          chainHead: { number: 1, hash: stranger.chain.hash },
        }),
      ),
      'not in the roster',
    ],
    [
      "a message by another's device",
      entry(await sealedBy(stranger.device.signing, { device: stranger.device.id })),
      'not a live device',
    ],
    [
      'a message that the server says is of somebody else',
      entry(envelope, { account: reader.own.account }),
      'another account',
    ],
    ['a message that the server says is of another device', entry(envelope, { device: reader.id }), 'another device'],
    ['a message that the server counts otherwise', entry(envelope, { counts: !header.counts }), 'another count'],
    ['a message that the server hashes otherwise', entry(envelope, { hash: toBase64url(random(32)) }), 'another hash'],
    ['no envelope', { ...entry(envelope), payload: 'AAAA' }, 'not an envelope'],
  ];
  const older = inRoster.chainHead.number - 1;
  if (older > 0 && deviceAt(author.own.chain, author.own.device.id, older)) {
    const chainHead = { number: older, hash: author.own.chain.hashes[older - 1]! };
    forged.push([
      'a message with a head of before the epoch',
      entry(await sealedBy(signing, { chainHead })),
      'an older chain head',
    ]);
  }
  const thief = set.person.removed.find(({ id }) => {
    const removedAt = author.own.chain.devices.get(id)?.removedAt;
    return typeof removedAt === 'number' && removedAt <= header.chainHead.number;
  });
  if (thief) {
    const { device } = thief.own;
    forged.push([
      'a message by a removed device',
      entry(await sealedBy(device.signing, { device: device.id })),
      'not a live device',
    ]);
  }
  const passed = epoch.number > 1 ? await author.epochs.below(set.talk.id, epoch.seq) : undefined;
  if (passed?.key) {
    const old = await sealAs(world, passed.key, signing, { ...header, messageId: author.newId(), epoch: passed.hash });
    forged.push(['a message under a passed epoch', entry(old), 'another epoch']);
    const send = () => author.deps.line.send({ conversation: set.talk.id, envelope: toBase64url(old) });
    await refused('a message under a passed epoch', ['epoch_passed'], send);
  }
  return forged;
}

/** By whoever has the epoch's key. */
export function sealAs(
  world: World,
  epochKey: Uint8Array,
  device: SigningKey,
  header: EnvelopeHeader,
  content: Parameters<typeof sealMessage>[0]['inner']['content'] = said('forged'),
): Promise<Bytes> {
  const inner = {
    content,
    sentAt: 1,
    counter: 1000,
    previous: world.dice.bytes(32),
    seen: 0,
    checkpoint: null,
  } as const;
  return sealMessage({ epochKey, header, device, inner }, world.dice.bytes);
}

/** A member opens another's message, and seals what is in it, signature and all, under a header of their own. */
async function resealedAs(envelope: Uint8Array, epochKey: Uint8Array, header: EnvelopeHeader): Promise<Uint8Array> {
  const { header: true_, nonce, ciphertext } = decodeEnvelope(envelope);
  const key = ({ device, messageId }: EnvelopeHeader) => derive(epochKey, labels.messageKey, [device, messageId]);
  const nothing = () => new Uint8Array(256);
  const plaintext = await decrypt(key(true_), nonce, ciphertext, encodeHeader(true_)).catch(nothing);
  return encodeEnvelope({
    header,
    nonce,
    ciphertext: await encrypt(key(header), nonce, plaintext, encodeHeader(header)),
  });
}

/** What a session may not bring: another's envelope, one of another conversation, or one twice. */
export const forgedSends: Attack = async (world, outsider) => {
  const set = await stage(world);
  if (!set) return 0;
  const { talk, author, reader, envelope } = set;
  const text = toBase64url(envelope);
  await refused("another's message", ['invalid'], () =>
    reader.deps.line.send({ conversation: talk.id, envelope: text }),
  );
  await refused("an outsider's message", ['not_found'], () =>
    outsider.deps.line.send({ conversation: talk.id, envelope: text }),
  );
  const elsewhere = world.talks.find(({ id, members }) => id !== talk.id && members.includes(set.person));
  if (elsewhere) {
    const send = () => author.deps.line.send({ conversation: elsewhere.id, envelope: text });
    await refused('a message of another conversation', ['invalid'], send);
  }
  const own = talk.written.findLast(({ device }) => device === author.id);
  const log = world.server.store.logOf(talk.id).entries;
  if (own) {
    const before = log.length;
    const again = await author.deps.line.send({ conversation: talk.id, envelope: toBase64url(own.envelope) });
    promise(again.seq === own.seq && log.length === before, 'a repeat is appended');
  }
  const others = talk.written.find(({ account, deleted }) => account !== author.own.account && !deleted);
  if (others) {
    const content = { type: 'deletion', target: fromBase64url(others.id), hash: sha256(others.envelope) } as const;
    const act = () => author.send(talk.id, content, { seq: others.seq });
    await refused("the emptying of another's message", ['forbidden', 'conversation_waits'], act);
  }
  return 4;
};
