import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import vector from '../../test/vectors/auditHead.json' with { type: 'json' };
import { openAuditSigning } from './auditSigning.ts';
import { auditHeadBytes, isSigned } from './core/auditHead.ts';

const bytes = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'));

test('[Z9] the vector: what is signed, and by which key', () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  try {
    const head = { number: vector.number, hash: bytes(vector.hash), at: vector.at };
    const signed = auditHeadBytes(vector.instance, head);
    expect(signed).toEqual(bytes(vector.signed));
    openAuditSigning(data, () => bytes(vector.seed)).sign(head, signed);
    const kept = openAuditSigning(data, () => bytes('')).head();
    expect(kept).toEqual({ ...head, signature: bytes(vector.signature), key: bytes(vector.key) });
    expect(kept && isSigned(vector.instance, kept)).toBe(true);
  } finally {
    fs.rmSync(data, { recursive: true });
  }
});
