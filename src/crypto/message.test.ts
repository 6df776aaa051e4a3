import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../test/support/keys.ts';
import { decodeEnvelope, encodeHeader, type Envelope, type EnvelopeHeader } from '../protocol/envelope.ts';
import { limits } from '../protocol/limits.ts';
import { encrypt } from './aead.ts';
import { contentFields, type Content } from './content.ts';
import { encodeCbor, sha256, type Bytes } from './encoding.ts';
import { derive } from './hkdf.ts';
import { labels, purposes } from './labels.ts';
import { MessageError, openMessage, sealMessage, type Inner, type MessageErrorReason } from './message.ts';
import { pad } from './padding.ts';
import { newSigningKey, sign } from './signingKey.ts';

const random = seededRandom('message');
const device = newSigningKey(random);
const epochKey = random(32);
const header: EnvelopeHeader = {
  conversation: random(32),
  epoch: random(32),
  account: random(32),
  chainHead: { number: 3, hash: random(32) },
  device: sha256(device.publicKey),
  messageId: random(16),
  counts: true,
};
const inner: Inner = {
  content: { type: 'text', text: 'Guten Morgen', reply: null },
  sentAt: 1_800_000_000_000,
  counter: 1,
  previous: new Uint8Array(32),
  seen: 0,
  checkpoint: null,
};
let sealed: Bytes;
let envelope: Envelope;
beforeAll(async () => {
  sealed = await sealMessage({ epochKey, header, device, inner }, random);
  envelope = decodeEnvelope(sealed);
});

const open = (given: Partial<{ epochKey: Uint8Array; envelope: Envelope; signingKey: Uint8Array }> = {}) =>
  openMessage({ epochKey, envelope, signingKey: device.publicKey, ...given });
const expectRejected = (promise: Promise<unknown>, reason: MessageErrorReason) =>
  expect(promise).rejects.toThrow(new MessageError(reason));

/** An envelope as a member of the epoch could make it by hand: any plaintext, properly encrypted. */
async function encrypted(plaintext: Uint8Array): Promise<Envelope> {
  const key = derive(epochKey, labels.messageKey, [header.device, header.messageId]);
  const nonce = new Uint8Array(12);
  return { header, nonce, ciphertext: await encrypt(key, nonce, plaintext, encodeHeader(header)) };
}
/** Likewise, with whatever inside, truly signed. */
function signed(...fields: unknown[]): Promise<Envelope> {
  const inside = encodeCbor(fields);
  const signature = sign(device, purposes.message, encodeCbor([encodeHeader(header), inside]));
  return encrypted(pad(encodeCbor([inside, signature])));
}

describe('a message', () => {
  test('opens as it was sealed', async () => {
    expect(envelope.header).toEqual(header);
    expect(await open()).toEqual(inner);
  });

  test('whatever its content is', async () => {
    const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => new Uint8Array(bytes));
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    const content: fc.Arbitrary<Content> = fc.oneof(
      fc.record({ type: fc.constant('text' as const), text, reply: fc.option(id) }),
      fc.record({ type: fc.constant('edit' as const), target: id, text }),
    );
    await fc.assert(
      fc.asyncProperty(content, fc.nat(), fc.nat(), async (each, sentAt, seen) => {
        const sent = { ...inner, content: each, sentAt, seen };
        const bytes = await sealMessage({ epochKey, header, device, inner: sent });
        expect(await open({ envelope: decodeEnvelope(bytes) })).toEqual(sent);
      }),
      { numRuns: 30 },
    );
  });

  test('[M5] is longer by steps only: short ones are all the same', async () => {
    const lengthOf = async (text: string) =>
      (
        await sealMessage({
          epochKey,
          header,
          device,
          inner: { ...inner, content: { type: 'text', text, reply: null } },
        })
      ).length;
    expect(await lengthOf('yes')).toBe(await lengthOf('no, and I shall tell you why'));
    expect(await lengthOf('a'.repeat(3000))).toBe(await lengthOf('a'.repeat(3001)));
    expect(await lengthOf('a'.repeat(limits.messageText))).toBeLessThanOrEqual(limits.envelope);
  });

  test('opens with the epoch key alone', async () => {
    await expectRejected(open({ epochKey: new Uint8Array(32) }), 'does not open');
  });

  test('[M2] binds every field of its header', async () => {
    const other = new Uint8Array(32);
    const changes: Partial<EnvelopeHeader>[] = [
      { conversation: other },
      { epoch: other },
      { account: other },
      { chainHead: { ...header.chainHead, number: 4 } },
      { chainHead: { ...header.chainHead, hash: other } },
      { messageId: new Uint8Array(16) },
      { counts: false },
    ];
    for (const change of changes) {
      await expectRejected(open({ envelope: { ...envelope, header: { ...header, ...change } } }), 'does not open');
    }
    await expectRejected(open({ envelope: { ...envelope, nonce: new Uint8Array(12) } }), 'does not open');
  });

  test('is of the device in its header', async () => {
    const other = newSigningKey(seededRandom('other'));
    await expectRejected(open({ signingKey: other.publicKey }), 'wrong device');
    await expectRejected(sealMessage({ epochKey, header, device: other, inner }), 'wrong device');
  });

  test('[M3] is signed by it, over header and inside: who has the epoch key cannot speak for another', async () => {
    const inside = encodeCbor([1, contentFields(inner.content), 0, 1, new Uint8Array(32), 0, null]);
    const part = encodeCbor([encodeHeader(header), inside]);
    const forged = async (signature: Uint8Array) => encrypted(pad(encodeCbor([inside, signature])));
    expect((await open({ envelope: await forged(sign(device, purposes.message, part)) })).content).toEqual(
      inner.content,
    );
    const wrong = [
      sign(newSigningKey(seededRandom('other')), purposes.message, part),
      sign(device, purposes.epochRecord, part),
      sign(device, purposes.message, encodeCbor([encodeHeader({ ...header, counts: false }), inside])),
      sign(device, purposes.message, inside),
      new Uint8Array(64),
    ];
    for (const signature of wrong) await expectRejected(open({ envelope: await forged(signature) }), 'wrong signature');
  });

  test('[M7] of a newer version, truly signed, says so', async () => {
    await expectRejected(open({ envelope: await signed(2, 'anything') }), 'unknown version');
  });

  test('with other fields inside is malformed', async () => {
    const { previous } = inner;
    const fields = [1, contentFields(inner.content), 0, 1, previous, 0, null];
    expect((await open({ envelope: await signed(...fields) })).counter).toBe(1);
    const wrong = [
      [...fields, 0],
      fields.slice(0, 6),
      fields.with(1, [1]),
      fields.with(2, -1),
      fields.with(3, 0),
      fields.with(4, previous.slice(1)),
      fields.with(5, -1),
      fields.with(6, 0),
    ];
    for (const each of wrong) await expectRejected(open({ envelope: await signed(...each) }), 'malformed');
  });

  test('with other padding or framing is refused', async () => {
    await expectRejected(open({ envelope: await encrypted(new Uint8Array(256)) }), 'bad padding');
    await expectRejected(open({ envelope: await encrypted(encodeCbor([1])) }), 'bad padding');
    const wrong = [[], [new Uint8Array(1)], [new Uint8Array(1), new Uint8Array(63)], ['a', new Uint8Array(64)]];
    for (const each of wrong)
      await expectRejected(open({ envelope: await encrypted(pad(encodeCbor(each))) }), 'malformed');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
        await expectRejected(open({ envelope: await encrypted(pad(bytes)) }), 'malformed');
      }),
    );
  });

  test('that no receiver would take is not sealed', async () => {
    const seal = (changes: Partial<Inner>) =>
      sealMessage({ epochKey, header, device, inner: { ...inner, ...changes } });
    await expectRejected(seal({ counter: 0 }), 'malformed');
    await expectRejected(
      seal({ content: { type: 'text', text: 'a'.repeat(limits.messageText + 1), reply: null } }),
      'malformed',
    );
    await expectRejected(
      seal({ content: { type: 'reaction', target: new Uint8Array(16), emoji: '', remove: false } }),
      'malformed',
    );
    await expect(seal({ content: { type: 'unknown', version: 2, name: 'poll' } })).rejects.toThrow(RangeError);
  });

  test('has a nonce of its own each time', async () => {
    const again = decodeEnvelope(await sealMessage({ epochKey, header, device, inner }));
    expect(again.nonce).not.toEqual(envelope.nonce);
  });
});
