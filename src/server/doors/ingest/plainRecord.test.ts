import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LAST_TIME, RecordLine } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import { isPlainRecord } from './plainRecord.ts';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
const plain = fc.record(
  { message: text, id: text, at: fc.integer({ min: 0, max: LAST_TIME }), level: text },
  { requiredKeys: ['message'] },
);

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(-1, 0.5, LAST_TIME + 1, 2 ** 53, '', true, false, '2026-11-20T09:30:00Z', 'x'.repeat(129)),
);
const key = fc.constantFrom('message', 'id', 'at', 'level', 'sealed', 'more', '__proto__', 'constructor');
/** Hardly a plain one any more: up to two of its fields are something else, or gone, or new. */
const spoilt = fc
  .tuple(plain, fc.array(fc.tuple(key, fc.option(odd, { nil: undefined })), { maxLength: 2 }))
  .map(([record, changes]) => {
    const fields = new Map<string, unknown>(Object.entries(record));
    for (const [name, value] of changes) fields.set(name, value);
    return JSON.stringify(Object.fromEntries(fields));
  });

test('[I8] what the short cut takes is what the schema takes, and reads as the same', () => {
  let taken = 0;
  const property = fc.property(fc.oneof(spoilt, fc.json()), (line) => {
    const json: unknown = JSON.parse(line);
    if (!isPlainRecord(json)) return;
    taken += 1;
    expect(RecordLine.safeParse(JSON.parse(line)).data).toEqual(json);
  });
  fc.assert(property, { numRuns: 4000 });
  expect(taken).toBeGreaterThan(100);
});

test('[I8] a record of any size that is allowed takes the short cut, and no larger one', () => {
  fc.assert(fc.property(plain, (record) => isPlainRecord(JSON.parse(JSON.stringify(record)))));
  const most = { message: limits.recordText, id: limits.recordId, level: limits.recordLevel };
  const sized = (more: Partial<typeof most>) =>
    Object.fromEntries(Object.entries({ ...most, ...more }).map(([name, size]) => [name, 'x'.repeat(size)]));
  expect(isPlainRecord(sized({}))).toBe(true);
  for (const [name, size] of Object.entries(most)) expect(isPlainRecord(sized({ [name]: size + 1 }))).toBe(false);
});
