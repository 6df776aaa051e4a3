import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../../src/client/uuid.ts';
import { NONCE_LENGTH, encrypt } from '../../src/crypto/aead.ts';
import type { Content } from '../../src/crypto/content.ts';
import { encodeCbor } from '../../src/crypto/encoding.ts';
import { derive } from '../../src/crypto/hkdf.ts';
import { labels } from '../../src/crypto/labels.ts';
import { sealMessage } from '../../src/crypto/message.ts';
import { pad } from '../../src/crypto/padding.ts';
import { findPerson } from '../../src/protocol/api/account.ts';
import { listEntries } from '../../src/protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { type EnvelopeHeader, decodeEnvelope, encodeEnvelope, encodeHeader } from '../../src/protocol/envelope.ts';
import { openDevice } from '../support/device.ts';
import { type Member, type Sealed, chainOf, listen, newMember, talkWith } from '../support/member.ts';
import { type Person, newPerson, online, say } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import type { Talk } from '../support/talk.ts';

// Mallory is in a conversation with Amara, has its key, and seals into it whatever she likes.

const random = (length: number) => new Uint8Array(randomBytes(length));
let server: TestServer;
let amara: Person;
let mallory: Member;
let sealed: Sealed;
let line: Talk;
let ref = 0;
let chain: { readonly number: number; readonly hash: Uint8Array<ArrayBuffer> };
beforeAll(async () => {
  server = await bootServer();
  amara = await newPerson(server.origin, 'amara');
  mallory = await newMember(server.origin, 'mallory');
  const { account } = await mallory.api.call(findPerson, { params: { username: 'amara' } });
  sealed = await talkWith(mallory, { ...mallory, account });
  chain = await chainOf(mallory);
  line = await listen(mallory);
});
afterAll(async () => {
  amara.close();
  await line.close();
  await server.close();
});

const headerWith = (more: Partial<EnvelopeHeader> = {}): EnvelopeHeader => ({
  conversation: fromBase64url(sealed.conversation),
  epoch: sealed.epochHash,
  account: fromBase64url(mallory.account),
  chainHead: { number: chain.number, hash: chain.hash },
  device: mallory.device.id,
  messageId: uuidv7(Date.now(), random),
  counts: true,
  ...more,
});

/** Any plaintext under the right key. */
async function under(plaintext: Uint8Array, header = headerWith()): Promise<Uint8Array> {
  const nonce = random(NONCE_LENGTH);
  const key = derive(sealed.epochKey, labels.messageKey, [header.device, header.messageId]);
  const ciphertext = await encrypt(key, nonce, plaintext, encodeHeader(header));
  return encodeEnvelope({ header, nonce, ciphertext });
}

/** A message as it should be, but for what it says. */
const saying = (content: Content, counter = 1, more: Partial<EnvelopeHeader> = {}, sentAt = Date.now()) =>
  sealMessage({
    epochKey: sealed.epochKey,
    header: headerWith(more),
    device: mallory.device.signing,
    inner: { content, sentAt, counter, previous: new Uint8Array(32), seen: 0, checkpoint: null },
  });
const text = (words: string): Content => ({ type: 'text', text: words, reply: null });
const nested = (byte: number, depth: number) => new Uint8Array(depth).fill(byte);
const inside = (bytes: Uint8Array) => pad(encodeCbor([bytes, new Uint8Array(64)]));

const poisons: [string, () => Promise<Uint8Array>][] = [
  [
    'a ciphertext of a tag and nothing else',
    async () => encodeEnvelope({ header: headerWith(), nonce: random(12), ciphertext: random(16) }),
  ],
  [
    'a ciphertext of noise',
    async () => encodeEnvelope({ header: headerWith(), nonce: random(12), ciphertext: random(20_000) }),
  ],
  ['nothing', () => under(new Uint8Array())],
  ['padding only', () => under(pad(new Uint8Array()))],
  ['no padding', () => under(new Uint8Array(300))],
  ['no CBOR', () => under(pad(Uint8Array.of(0xff, 0xff)))],
  ['arrays in arrays', () => under(pad(nested(0x81, 30_000)))],
  ['maps in maps', () => under(pad(nested(0xa1, 30_000)))],
  ['tags on tags', () => under(pad(nested(0xc1, 30_000)))],
  ['an array that says it has 2^32 members', () => under(pad(Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff)))],
  [
    'bytes that say they are 2^53 long',
    () => under(pad(Uint8Array.of(0x5b, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))),
  ],
  ['no signature', () => under(inside(encodeCbor([1])))],
  ['deep inside', () => under(inside(nested(0x81, 30_000)))],
  [
    'a chain head that there is not',
    () => saying(text('a head'), 1, { chainHead: { number: 9e15, hash: chain.hash } }),
  ],
  ['another epoch', () => saying(text('an epoch'), 1, { epoch: random(32) })],
  [
    'a clearing of everything there will ever be',
    () => saying({ type: 'clearing', through: Number.MAX_SAFE_INTEGER }, 1, { counts: false }),
  ],
  [
    'a deletion of nothing',
    () => saying({ type: 'deletion', target: random(16), hash: random(32) }, 1, { counts: false }),
  ],
  ['a piece of three', () => saying({ type: 'piece', of: random(16), index: 0, count: 3, text: 'x', reply: null })],
  ['an edit that counts', () => saying({ type: 'edit', target: random(16), text: 'counted' })],
  [
    'a reaction of nothing, with words in it',
    () => saying({ type: 'reaction', target: random(16), emoji: 'a'.repeat(60), remove: false }, 1, { counts: false }),
  ],
  [
    'that all of an own log is void',
    () => saying({ type: 'tidied', through: Number.MAX_SAFE_INTEGER }, 1, { counts: false }),
  ],
  [
    'whom Amara blocks',
    () => saying({ type: 'block', account: fromBase64url(mallory.account), blocked: true }, 1, { counts: false }),
  ],
  ['the end of time', () => saying(text('late'), Number.MAX_SAFE_INTEGER, {}, Number.MAX_SAFE_INTEGER)],
];

test.each(poisons)('[M37] %s: the server refuses it or the client sets it aside, and goes on', async (what, make) => {
  ref += 1;
  const mine = ref;
  line.say({ op: 'send', ref: mine, conversation: sealed.conversation, envelope: toBase64url(await make()) });
  await line.until((frame) => (frame.ev === 'ack' || frame.ev === 'refused') && frame.ref === mine);
  const here = amara.conversation(sealed.conversation);
  const honest = `after ${what}`;
  ref += 1;
  line.say({
    op: 'send',
    ref,
    conversation: sealed.conversation,
    envelope: toBase64url(await saying(text(honest), ref)),
  });
  await here.until(() => here.texts().includes(honest), honest);
  expect(here.texts().every((words) => words.startsWith('after') || words === 'late')).toBe(true);
  expect(amara.state().blocked).toEqual([]);
  here.close();
});

test('[M15] what Amara wrote is deleted, answered and changed in her name by nobody', async () => {
  const here = amara.conversation(sealed.conversation);
  await say(amara, sealed.conversation, 'hers');
  await here.until(() => here.item('hers').seq !== null, 'stored');
  const { entries } = await mallory.api.call(listEntries, {
    params: { conversation: sealed.conversation },
    query: { after: (here.item('hers').seq ?? 0) - 1 },
  });
  const { payload, hash } = entries[0] ?? { payload: null, hash: '' };
  const target = new Uint8Array(decodeEnvelope(fromBase64url(payload ?? '')).header.messageId);
  const forged: [Content, Partial<EnvelopeHeader>][] = [
    [{ type: 'deletion', target, hash: fromBase64url(hash) }, { counts: false }],
    [{ type: 'edit', target, text: 'not hers' }, { counts: false }],
    [text('said twice under her id'), { messageId: target }],
  ];
  for (const [content, more] of forged) {
    ref += 1;
    const [mine, envelope] = [ref, toBase64url(await saying(content, ref, more))];
    line.say({ op: 'send', ref: mine, conversation: sealed.conversation, envelope });
    await line.until((frame) => (frame.ev === 'ack' || frame.ev === 'refused') && frame.ref === mine);
  }
  ref += 1;
  const after = toBase64url(await saying(text('after what was forged'), ref));
  line.say({ op: 'send', ref, conversation: sealed.conversation, envelope: after });
  await here.until(() => here.texts().includes('after what was forged'), 'what came after it');
  expect(here.item('hers')).toMatchObject({ mine: true, body: { type: 'text', text: 'hers', edited: false } });
  expect(here.texts()).not.toContain('not hers');
  expect(here.texts()).not.toContain('said twice under her id');
});

test('[M37] three restarts later everything is as it was, and one can still answer', async () => {
  const shown = (view: ReturnType<Person['conversation']>) => view.texts().filter((words) => words.startsWith('after'));
  const before = amara.conversation(sealed.conversation);
  await before.until(({ items }) => items.length > 0, 'what is there');
  const texts = shown(before);
  for (let restart = 0; restart < 3; restart++) {
    amara.close();
    amara = { ...amara, ...openDevice(server.origin, amara.storages) };
    await online(amara);
    const again = amara.conversation(sealed.conversation);
    await again.until(() => shown(again).length === texts.length, 'all of it');
    expect(shown(again)).toEqual(texts);
    await say(amara, sealed.conversation, `still here ${restart}`);
    await again.until(() => again.item(`still here ${restart}`).seq !== null, 'stored');
  }
});

test('[M35] [M37] CBOR that is nested without end is refused by the server as what it is', async () => {
  for (const byte of [0x81, 0xa1, 0xc1, 0x9f, 0xbf]) {
    const entry = toBase64url(nested(byte, 8000));
    const record = toBase64url(nested(byte, 200_000));
    const slots = [{ account: mallory.account, sealed: 'AAAA' }];
    const epochs = `/api/v1/conversations/${sealed.conversation}/epochs`;
    expect((await mallory.http.raw('POST', '/api/v1/account/chain', { body: { entry } })).status).toBe(422);
    expect([409, 422]).toContain((await mallory.http.raw('POST', epochs, { body: { record, slots } })).status);
  }
});
