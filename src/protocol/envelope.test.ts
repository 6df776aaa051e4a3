import fc from 'fast-check';
import { decode } from 'cborg';
import { expect, test } from 'vitest';
import { decodeEnvelope, encodeEnvelope } from './envelope.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const envelopes = fc.record({
  header: fc.record({
    conversation: bytes(32),
    epoch: bytes(32),
    account: bytes(32),
    chainHead: fc.record({
      number: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
      hash: bytes(32),
    }),
    device: bytes(32),
    messageId: bytes(16),
    counts: fc.boolean(),
  }),
  nonce: bytes(12),
  ciphertext: fc.uint8Array({ minLength: 16, maxLength: 400 }),
});
const encoded = envelopes.map((envelope) => new Uint8Array(encodeEnvelope(envelope)));

test('[M1] an envelope is read as it was written', () => {
  fc.assert(
    fc.property(envelopes, (envelope) => {
      expect(decodeEnvelope(new Uint8Array(encodeEnvelope(envelope)))).toEqual(envelope);
    }),
  );
});

test('[M1] what is cut off, has something behind it or something else at one place is refused or says another thing', () => {
  fc.assert(
    fc.property(encoded, fc.nat(), fc.integer({ min: 1, max: 255 }), (whole, place, change) => {
      const at = place % whole.length;
      expect(() => decodeEnvelope(whole.subarray(0, at))).toThrow('envelope');
      expect(() => decodeEnvelope(Uint8Array.of(...whole, change))).toThrow('envelope');
      const changed = whole.with(at, (whole[at] ?? 0) ^ change);
      const found = readOrNull(changed);
      expect(found && new Uint8Array(encodeEnvelope(found))).toEqual(found && changed);
    }),
    { numRuns: 1000 },
  );
});

test('[M1] a length or a number that could be written shorter is refused', () => {
  fc.assert(
    fc.property(encoded, (whole) => {
      // The first byte string, its length in two bytes in place of one; the same to every other decoder.
      const longer = Uint8Array.of(...whole.subarray(0, 2), 0x59, 0x00, 0x20, ...whole.subarray(4));
      expect(decode(longer)).toEqual(decode(whole));
      expect(() => decodeEnvelope(longer)).toThrow('not deterministic');
    }),
  );
});

function readOrNull(changed: Uint8Array): ReturnType<typeof decodeEnvelope> | null {
  try {
    return decodeEnvelope(changed);
  } catch {
    return null;
  }
}
