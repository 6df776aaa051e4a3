/** A check of the sources, and what stands there once it is taken out. */
export interface Check {
  readonly name: string;
  readonly file: string;
  readonly edits: readonly (readonly [find: string, replace: string])[];
  /** What a history says that it misses; anything else would be a simulation that merely fell over. */
  readonly noticed: RegExp;
  /** A history in which it was missed: that one is tried first, then all others. */
  readonly seed: number;
}

const CHAIN = 'src/crypto/verify/accountChain.ts';
const RECORD = 'src/crypto/verify/epochRecord.ts';
const MESSAGE = 'src/crypto/message.ts';
const OPENING = 'src/client/conversations/opening.ts';
const EFFECTS = 'src/client/conversations/effects.ts';

const never = (find: string): readonly [string, string] => [find, 'false'];
const gone = (find: string): readonly [string, string] => [find, ''];
const check = (
  name: string,
  file: string,
  noticed: RegExp,
  seed: number,
  ...edits: Check['edits'][number][]
): Check => ({ name, file, noticed, seed, edits });

const TAKEN = /was taken|is taken for|was refused as/;

export const checks: readonly Check[] = [
  check(
    "the identity's signature of chain entries",
    CHAIN,
    TAKEN,
    1,
    never('!verifySignature(identityKey, purposes.chainByIdentity, body, signature)'),
  ),
  check(
    "the device's signature of chain entries",
    CHAIN,
    TAKEN,
    5,
    never('!verifySignature(device.signingKey, purposes.chainByDevice, body, signature)'),
  ),
  check(
    'the hash of the entry before',
    CHAIN,
    /another branch/,
    1,
    gone("if (!equalBytes(previous, chain.hash)) throw new ChainError('wrong previous');"),
  ),
  check(
    'the number of an entry',
    CHAIN,
    /skips a number|in the place of another/,
    1,
    gone("if (number !== chain.number + 1) throw new ChainError('wrong number');"),
  ),
  check(
    'that a removed device signs nothing',
    CHAIN,
    /removed device/,
    43,
    gone("if (device.removedAt !== null) throw new ChainError('removed device');"),
  ),
  check(
    'that a removed device does not come back',
    CHAIN,
    /comes back/,
    6,
    gone("if (chain.devices.has(id)) throw new ChainError('device exists');"),
  ),
  check(
    'the number of a generation',
    CHAIN,
    /generation that skips/,
    1,
    gone("if (generation !== newestAccountKey(chain).generation + 1) throw new ChainError('wrong generation');"),
  ),
  check(
    'that account keys do not repeat',
    CHAIN,
    /account key of before/,
    1,
    never('chain.accountKeys.some((key) => equalBytes(key.publicKey, publicKey))'),
  ),
  check('that a removal passes older generations', CHAIN, /left an epoch open/, 12, [
    'withAccountKey(without, accountKey, number, true)',
    'withAccountKey(without, accountKey, number, false)',
  ]),
  check('that a device is live at the head', CHAIN, /removed device/, 12, [
    'return device.removedAt !== null && device.removedAt <= headNumber ? null : device;',
    'return device;',
  ]),
  check(
    'the signature of epoch records',
    RECORD,
    /in the name of a member/,
    11,
    never('!verifySignature(device.signingKey, purposes.epochRecord, body, signature)'),
  ),
  check(
    'that the maker is in the roster',
    RECORD,
    /made by an outsider|removed device/,
    11,
    gone("if (!entry) throw new EpochError('wrong maker');"),
    ['deviceAt(chain, deviceId, entry.chainHead.number)', '(chain.devices.get(toBase64url(deviceId)) ?? null)'],
    [
      "import { EpochError } from './epochError.ts';",
      "import { EpochError } from './epochError.ts';\nimport { toBase64url } from '../../protocol/base64url.ts';",
    ],
  ),
  check(
    'the conversation of a record',
    RECORD,
    /another conversation/,
    11,
    gone("if (!equalBytes(record.conversation, given.conversation)) throw new EpochError('wrong conversation');"),
  ),
  check(
    'the number of a record',
    RECORD,
    /skips one/,
    11,
    gone("if (record.number !== (previous?.number ?? 0) + 1) throw new EpochError('wrong number');"),
  ),
  check(
    'the hash of the record before',
    RECORD,
    /another record before/,
    11,
    gone("if (!equalBytes(record.previous, previous?.hash ?? EPOCH_GENESIS)) throw new EpochError('wrong previous');"),
  ),
  check(
    'that the roster is the members',
    RECORD,
    /a roster with/,
    11,
    gone("if (!same) throw new EpochError('wrong roster');"),
  ),
  check(
    'that a head is on the chain',
    RECORD,
    /head that is/,
    11,
    gone("if (!isOnChain(chain, entry.chainHead)) throw new EpochError('wrong chain head');"),
  ),
  check(
    'that no head falls behind',
    RECORD,
    /older than before/,
    12,
    gone("if (earlier && earlier.chainHead.number > chainHead.number) throw new EpochError('older chain head');"),
  ),
  check(
    'the identity in a roster',
    RECORD,
    /another identity/,
    11,
    never('!equalBytes(sha256(standing.identityKey), entry.identityHash)'),
  ),
  check(
    'the floor of generations',
    RECORD,
    /before a removal/,
    12,
    gone("if (entry.generation < standing.leastGeneration) throw new EpochError('passed generation');"),
  ),
  check(
    'that a generation is there',
    RECORD,
    /generation that is not there/,
    11,
    gone("if (!known) throw new EpochError('unknown generation');"),
  ),
  check(
    'the hashes of slots',
    RECORD,
    /a slot of another key|without a slot/,
    11,
    gone("if (!same) throw new EpochError('wrong slots');"),
  ),
  check(
    'the epoch id of a slot',
    'src/crypto/epoch.ts',
    /slot with another key/,
    10,
    never('!equalBytes(epochIdOf(epochKey), record.epochId)'),
  ),
  check(
    'the signature of messages',
    MESSAGE,
    /name|sealed anew/,
    5,
    never('!verifySignature(signingKey, purposes.message, signedPart(envelope.header, inside), signature)'),
  ),
  check(
    'the header in the signature of messages',
    MESSAGE,
    /sealed anew/,
    5,
    ['encodeCbor([encodeHeader(header), inside])', 'encodeCbor([inside])'],
    ['(header: EnvelopeHeader, inside: Uint8Array): Bytes', '(_header: EnvelopeHeader, inside: Uint8Array): Bytes'],
  ),
  check(
    'the header as associated data',
    MESSAGE,
    /counted otherwise|under another id/,
    5,
    ['nonce, ciphertext, encodeHeader(header))', 'nonce, ciphertext, new Uint8Array())'],
    ['nonce, plaintext, encodeHeader(header))', 'nonce, plaintext, new Uint8Array())'],
  ),
  check(
    'the epoch of a message',
    OPENING,
    /another epoch|passed epoch/,
    5,
    never('!equalBytes(epoch.hash, header.epoch)'),
  ),
  check(
    'that an author is in the roster',
    OPENING,
    /outsider who has the key/,
    5,
    gone("if (!inRoster) return { id, body: invalid('not in the roster') };"),
    [
      'header.chainHead.number < inRoster.chainHead.number',
      'inRoster && header.chainHead.number < inRoster.chainHead.number',
    ],
  ),
  check(
    'that a head is not behind the epoch',
    OPENING,
    /before the epoch/,
    20,
    never('header.chainHead.number < inRoster.chainHead.number'),
  ),
  check(
    "that an author's head is on the chain",
    OPENING,
    /head of no chain/,
    5,
    never('!isOnChain(chain, header.chainHead)'),
  ),
  check(
    'the hash of an envelope',
    OPENING,
    /hashes otherwise/,
    5,
    never('!equalBytes(sha256(payload), fromBase64url(entry.hash))'),
  ),
  check(
    'the conversation of an envelope',
    OPENING,
    /another conversation/,
    18,
    never('toBase64url(header.conversation) !== conversation'),
  ),
  check(
    'the account beside an envelope',
    OPENING,
    /somebody else/,
    5,
    never('toBase64url(header.account) !== entry.account'),
  ),
  check(
    'the device beside an envelope',
    OPENING,
    /another device/,
    5,
    never('entry.device !== null && toBase64url(header.device) !== entry.device'),
  ),
  check('the count beside an envelope', OPENING, /counts otherwise/, 5, [
    "header.counts === entry.counts ? null : 'another count'",
    'null',
  ]),
  check('that message ids do not repeat', EFFECTS, /second message of one id|stands twice/, 11, [
    'place === undefined || place === entry.seq || (await this.#comesAgain(entry, place))',
    'true',
  ]),
  check('the author of a deletion', EFFECTS, /after a deletion/, 11, never('target.account !== entry.account')),
  check('the envelope that a deletion names', EFFECTS, /names another envelope/, 11, never('target.hash !== hash')),
  check('that an emptied entry was deleted', EFFECTS, /withholds/, 11, [
    'if (isDeleted) return',
    'if (isDeleted || isEmptied) return',
  ]),
  check('that an epoch rests on the newest keys', 'src/client/conversations/epochs.ts', /not sent in/, 12, [
    'newestAccountKey(chain).generation === generation',
    'newestAccountKey(chain).generation > 0 && generation > 0',
  ]),
  check('that a new identity is accepted', 'src/client/people/people.ts', /not accepted/, 39, [
    "known && !equalBytes(known.chain.identityKey, known.pin) ? 'identity_changed' : null",
    'null',
  ]),
  check(
    'that a forked chain is an alarm',
    'src/client/people/servedChain.ts',
    /a forked chain/,
    12,
    never('!isOnChain(chain, head)'),
  ),
  check(
    "that an envelope is its sender's",
    'src/server/core/append.ts',
    /another's message/,
    10,
    gone("if (!own) throw new Refusal('invalid', { field: 'envelope' });"),
  ),
  check(
    "that an epoch is its bringer's",
    'src/server/core/epochs.ts',
    /another's epoch/,
    11,
    gone("if (!byMaker) throw new Refusal('invalid_epoch');"),
  ),
];
