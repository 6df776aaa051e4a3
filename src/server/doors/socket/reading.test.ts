import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../protocol/limits.ts';
import { ClientFrame } from '../../../protocol/socket.ts';
import { isPlainSend, readFrame } from './reading.ts';

const letters = (length: fc.StringConstraints) =>
  fc.string({ unit: fc.constantFrom('A', 'b', 'Z', '0', '9', '-', '_'), ...length });
const plain = fc.record({
  op: fc.constant('send'),
  ref: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  conversation: letters({ minLength: 43, maxLength: 43 }),
  envelope: letters({ minLength: 1, maxLength: 700 }),
});

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(-1, 0.5, 2 ** 53, '', 'a b', 'ab=', 'ab\n', 'é'.repeat(43), 'a'.repeat(42), 'a'.repeat(43)),
  letters({ minLength: 40, maxLength: 46 }),
);
const key = fc.constantFrom('op', 'ref', 'conversation', 'envelope', 'empties', 'more', '__proto__');
/** Hardly a plain one any more: up to two of its fields are something else, or gone, or new. */
const spoilt = fc
  .tuple(plain, fc.array(fc.tuple(key, fc.option(odd, { nil: undefined })), { maxLength: 2 }))
  .map(([frame, changes]) => {
    const fields = new Map<string, unknown>(Object.entries(frame));
    for (const [name, value] of changes) fields.set(name, value);
    return JSON.stringify(Object.fromEntries(fields));
  });

test('[W3] what the short cut takes is what the schema takes, and reads as the same', () => {
  fc.assert(
    fc.property(fc.oneof(spoilt, fc.json()), (text) => {
      const bySchema = ClientFrame.safeParse(JSON.parse(text)).data;
      expect(readFrame(text)).toEqual(bySchema);
    }),
    { numRuns: 2000 },
  );
});

test('[W3] a message of any size that is allowed takes the short cut, and a larger one is refused', () => {
  fc.assert(fc.property(plain, (frame) => isPlainSend(frame)));
  const sized = (length: number) => ({
    op: 'send',
    ref: 0,
    conversation: 'c'.repeat(43),
    envelope: 'e'.repeat(length),
  });
  const most = Math.ceil((limits.envelope * 4) / 3);
  expect(isPlainSend(sized(most))).toBe(true);
  for (const length of [0, most + 1]) expect(readFrame(JSON.stringify(sized(length)))).toBeUndefined();
});

test('[W3] text that is no JSON is no frame', () => {
  for (const text of ['', '{', 'send', '{"op":"send"']) expect(readFrame(text)).toBeUndefined();
});
