import { expect, test } from 'vitest';
import { createLogLink, logLink } from './log.ts';

const [previous, payload] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

test('[L6] a link names label, chain hash before, seq in eight bytes, and payload hash', () => {
  for (const seq of [1, 255, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER]) {
    const link = logLink(previous, seq, payload);
    const label = link.subarray(0, -72);
    expect(new TextDecoder().decode(label)).toBe('waxwing/1 log entry\0');
    expect(link.slice(-72, -40)).toEqual(previous);
    expect(new DataView(link.buffer, label.length + 32).getBigUint64(0)).toBe(BigInt(seq));
    expect(link.slice(-32)).toEqual(payload);
  }
});

test('[L6] one that makes many makes the same, each over the one before', () => {
  const link = createLogLink();
  expect([...link(previous, 2 ** 40, payload)]).toEqual([...logLink(previous, 2 ** 40, payload)]);
  expect([...link(payload, 3, previous)]).toEqual([...logLink(payload, 3, previous)]);
});
