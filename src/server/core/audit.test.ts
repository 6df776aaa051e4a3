import { describe, expect, test } from 'vitest';
import { AUDIT_GENESIS, auditHash, verifyAudit } from './audit.ts';
import type { AuditEntry } from './ports.ts';

function entries(count: number): AuditEntry[] {
  const all: AuditEntry[] = [];
  let previous: Uint8Array = AUDIT_GENESIS;
  for (let number = 1; number <= count; number++) {
    const entry = { number, at: number * 1000, who: 'anna', what: `act ${number}`, subject: 'bert', from: 'local' };
    previous = auditHash(previous, entry);
    all.push({ ...entry, hash: previous });
  }
  return all;
}

describe('the audit chain', () => {
  test('an empty log and a whole one fit', async () => {
    expect(await verifyAudit([])).toEqual({ fits: true, number: 0, hash: AUDIT_GENESIS });
    const five = entries(5);
    expect(await verifyAudit(five)).toEqual({ fits: true, number: 5, hash: five[4]!.hash });
  });

  const altered: [string, Partial<AuditEntry>][] = [
    ['time', { at: 1 }],
    ['who', { who: 'carl' }],
    ['what', { what: 'act 33' }],
    ['subject', { subject: '' }],
    ['address', { from: '10.0.0.1' }],
    ['hash', { hash: new Uint8Array(32) }],
  ];

  test.each(altered)('an entry whose %s was altered is named', async (_what, change) => {
    const all = entries(5);
    all[2] = { ...all[2]!, ...change };
    expect(await verifyAudit(all)).toEqual({ fits: false, number: 3 });
  });

  test('a missing, a doubled and an exchanged entry are named', async () => {
    const [a, b, c, d] = entries(4);
    expect(await verifyAudit([a!, c!, d!])).toEqual({ fits: false, number: 2 });
    expect(await verifyAudit([b!, c!])).toEqual({ fits: false, number: 1 });
    expect(await verifyAudit([a!, b!, b!, c!])).toEqual({ fits: false, number: 3 });
    expect(await verifyAudit([a!, c!, b!, d!])).toEqual({ fits: false, number: 2 });
  });

  test('an entry whose text moves from one field to the next does not keep its hash', async () => {
    const [entry] = entries(1);
    const moved = { ...entry!, who: 'ann', what: `a${entry!.what}` };
    expect(await verifyAudit([moved])).toEqual({ fits: false, number: 1 });
  });

  test('what follows an altered entry is made to fit only by making all of it anew', async () => {
    const all = entries(3);
    const forged = { ...all[1]!, who: 'carl' };
    all[1] = { ...forged, hash: auditHash(all[0]!.hash, forged) };
    expect(await verifyAudit(all)).toEqual({ fits: false, number: 3 });
  });
});
