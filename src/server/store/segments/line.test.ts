import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordDraft } from '../../core/ports.ts';
import { beginning, decode, encode, readBeginning, restsOf, timeOf } from './line.ts';

const AT = Date.parse('2026-11-20T09:30:00.123Z');
const linesOf = (drafts: readonly RecordDraft[], first = 1): string[] =>
  [...restsOf(encode(drafts))].map((rest, at) => beginning(first + at, timeOf(AT)) + rest);
const lineOf = (draft: RecordDraft, seq = 1): string => linesOf([draft], seq).join('');

/** Every UTF-16 unit, unpaired surrogates among them, and often those that a line is afraid of. */
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0, max: 0xa0 }),
  fc.constantFrom(0x2028, 0x2029, 0x85, 0xd800, 0xdfff),
);
const text = fc.array(unit).map((units) => String.fromCharCode(...units));

test('[002.5] a line is what the contract shows, key by key', () => {
  expect(lineOf({ message: 'Hail Dale!', endpoint: '127.0.0.1' })).toBe(
    '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"127.0.0.1","message":"Hail Dale!"}\n',
  );
  expect(lineOf({ level: 'error', id: 'a', message: 'm', endpoint: 'e' }, 20)).toBe(
    '{"seq":20,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"m","id":"a","level":"error"}\n',
  );
  expect(lineOf({ id: 'a', message: 'bQ', endpoint: 'e', sealed: true })).toBe(
    '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"bQ","id":"a","sealed":true}\n',
  );
  const keyed = { key: 'k', body: 'digest' };
  const line = lineOf({ id: 'k/1', message: 'm', endpoint: 'e', keyed });
  expect(line).toBe(
    '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"m","id":"k/1","keyed":{"key":"k","body":"digest"}}\n',
  );
  expect(decode(Buffer.from(line.trimEnd()))?.keyed).toEqual(keyed);
});

test('[002.5] whatever a record holds is one line of printable text, and is read back the same', () => {
  const property = fc.property(text, text, text, text, fc.boolean(), (message, endpoint, id, level, sealed) => {
    const line = lineOf({ message, endpoint, id, level, sealed });
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(line.endsWith('}\n')).toBe(true);
    const bytes = Buffer.from(line);
    expect(decode(bytes.subarray(0, -1))).toEqual({ seq: 1, at: AT, endpoint, message, id, level, sealed });
  });
  fc.assert(property, { numRuns: 2000 });
});

test('[002.5] records that come together are the lines that they are one by one, whatever is in them', () => {
  const spoken = fc.oneof(
    text,
    fc.constantFrom('},{"endpoint":', '"},{"endpoint":"', '\\"},{"endpoint":"', '[{}]', ''),
  );
  const draft = fc.record(
    { message: spoken, endpoint: spoken, id: spoken, level: spoken, sealed: fc.boolean() },
    { requiredKeys: ['message', 'endpoint'] },
  );
  const property = fc.property(fc.array(draft), (drafts) => {
    const together = linesOf(drafts);
    expect(together).toEqual(drafts.map((each, at) => lineOf(each, at + 1)));
    const { ids, bytes, text: all } = encode(drafts);
    expect(ids).toEqual(drafts.map(({ id = null }) => id));
    expect(bytes).toBe(Buffer.byteLength(all));
  });
  fc.assert(property, { numRuns: 1000 });
});

test('[002.5] every control character stays inside its line', () => {
  for (let unitAt = 0; unitAt <= 0xffff; unitAt++) {
    const message = `a${String.fromCharCode(unitAt)}b`;
    const bytes = Buffer.from(lineOf({ message, endpoint: 'e' }));
    if (bytes.indexOf(10) !== bytes.length - 1) throw new Error(`${unitAt} ends a line`);
    if (decode(bytes.subarray(0, -1))?.message !== message) throw new Error(`${unitAt} is not read back`);
  }
  expect(decode(Buffer.from('x'))).toBeNull();
});

test.each([
  '',
  '{}',
  'null',
  '{"seq":0,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"m"}',
  '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"e"}',
  '{"seq":1,"at":"2026-13-20T09:30:00.123Z","endpoint":"e","message":"m"}',
  '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":1,"message":"m"}',
  '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"m","id":1}',
  '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"m","more":1}',
  '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"m","sealed":"yes"}',
  '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"m","keyed":{"key":"k"}}',
  '{"seq":1,"at":"2026-11-20T09:30:00.123Z","endpoint":"e","message":"m"',
  '{"at":"2026-11-20T09:30:00.123Z","seq":1,"endpoint":"e","message":"m"}',
])('%j is no record', (line) => {
  expect(decode(Buffer.from(line))).toBeNull();
});

test('no bytes at all make reading fail', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const line = Buffer.from(bytes);
      expect(decode(line)).toBeNull();
      expect(readBeginning(line, 0)).toBeNull();
    }),
  );
});
