import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { ServerFrame } from '../../../protocol/socket.ts';
import { encodeFrame } from './frames.ts';

/** The text of a frame that came unmasked and whole. */
function textOf(bytes: Buffer): string {
  const short = bytes.readUInt8(1);
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  expect(bytes.readUInt8(0)).toBe(0x81);
  expect(bytes.length).toBe(head + length);
  return bytes.toString('utf8', head);
}

const id = fc.string({ unit: fc.constantFrom('A', 'z', '0', '-', '_'), minLength: 43, maxLength: 43 });
const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const seq = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const time = fc.nat({ max: 8.64e15 });
const ack = { ev: fc.constant('ack'), ref: number, seq, at: time, hash: id };
const entry = {
  ev: fc.constant('entry'),
  conversation: id,
  seq,
  kind: fc.constantFrom('message', 'epoch'),
  at: time,
  account: fc.option(id),
  device: fc.option(id),
  counts: fc.boolean(),
  payload: fc.option(fc.string({ unit: fc.constantFrom('A', '_'), maxLength: 70_000, size: 'max' })),
  hash: id,
  chain: id,
};
const frames = fc.oneof(
  fc.record(ack, { noNullPrototype: true }),
  fc.record(entry, { noNullPrototype: true }),
  fc.constantFrom({ ev: 'beat' }, { ev: 'bye', code: 'invalid' }, { ev: 'presence', people: 3, online: 2 }),
) as fc.Arbitrary<ServerFrame>;

test('[W7] a frame on the line is its JSON, of whatever length, and what the schema takes', () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const text = textOf(encodeFrame(frame));
      expect(text).toBe(JSON.stringify(frame));
      expect(ServerFrame.parse(JSON.parse(text))).toEqual(frame);
    }),
  );
});

test('[W7] the frames that are put together by hand have every field of the schema', () => {
  const fields = (ev: string): string[] => {
    const shapes: z.core.$ZodShape[] = ServerFrame.options.map(({ shape }) => shape);
    const found = shapes.find((shape) => (shape['ev'] as z.ZodLiteral).value === ev);
    return Object.keys(found ?? {}).toSorted();
  };
  expect(fields('ack')).toEqual(Object.keys(ack).toSorted());
  expect(fields('entry')).toEqual(Object.keys(entry).toSorted());
});
