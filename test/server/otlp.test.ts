import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/protocol/limits.ts';
import { bearer, enter, post } from '../support/machine.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await bootServer();
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  token = await enter(server.origin, 'dale');
});
afterAll(() => server.close());

const sent = (body: string | Buffer, headers: Record<string, string> = {}) =>
  post(server.origin, '/v1/logs', body, {
    headers: { 'content-type': 'application/json', ...bearer(token), ...headers },
  });

/** As the collector's `otlphttp` exporter sends them with `encoding: json`. */
const exported = (...logRecords: object[]): string =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] },
        scopeLogs: [{ scope: { name: 'otelcol/filelogreceiver', version: '1.0.0' }, logRecords }],
        schemaUrl: 'https://opentelemetry.io/schemas/1.26.0',
      },
    ],
  });

function kept(count: number): { at: string; message: string; level?: string }[] {
  const folder = path.join(server.data, 'streams', 'dale');
  const texts = fs.readdirSync(folder).map((day) => fs.readFileSync(path.join(folder, day), 'utf8'));
  const lines = texts.join('').trim().split('\n').slice(-count);
  return lines.map((line) => JSON.parse(line) as { at: string; message: string; level?: string });
}

const NANO = '1763631000123000000';
const AT = '2025-11-20T09:30:00.123Z';

test('[I9] OTLP logs as collectors send them', async () => {
  const answer = await sent(
    exported(
      {
        timeUnixNano: NANO,
        observedTimeUnixNano: '1763631000999000000',
        severityNumber: 17,
        severityText: 'Error',
        body: { stringValue: 'disk full' },
        attributes: [
          { key: 'log.file.name', value: { stringValue: 'app.log' } },
          { key: 'retries', value: { intValue: '3' } },
        ],
        droppedAttributesCount: 1,
        flags: 1,
        traceId: '5b8efff798038103d269b633813fc60c',
        spanId: 'eee19b7ec3c1b174',
      },
      {
        observedTimeUnixNano: NANO,
        severityNumber: 14,
        body: { stringValue: 'getting full' },
        traceId: '',
        spanId: '',
      },
      { timeUnixNano: '0', observedTimeUnixNano: NANO, body: { stringValue: 'no level' } },
    ),
  );
  expect([answer.status, answer.json]).toEqual([200, {}]);
  expect(kept(3)).toMatchObject([
    { at: AT, message: 'disk full', level: 'Error' },
    { at: AT, message: 'getting full', level: 'WARN' },
    { at: AT, message: 'no level' },
  ]);
  expect(kept(1)[0]).not.toHaveProperty('level');
});

test.each([
  [{ stringValue: 'text' }, 'text'],
  [{ stringValue: '' }, ''],
  [{ intValue: '7' }, '7'],
  [{ intValue: '9223372036854775807' }, '9223372036854775807'],
  [{ doubleValue: 0.5 }, '0.5'],
  [{ doubleValue: 'NaN' }, 'NaN'],
  [{ boolValue: false }, 'false'],
  [{ bytesValue: 'AAEC' }, 'AAEC'],
  [{ arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } }, '["a",1]'],
  [{ arrayValue: {} }, '[]'],
  [{ arrayValue: { values: [{}, { boolValue: true }] } }, '[null,true]'],
  [{}, ''],
  [
    {
      kvlistValue: {
        values: [
          { key: 'msg', value: { stringValue: 'full' } },
          { key: 'of', value: { arrayValue: {} } },
        ],
      },
    },
    '{"msg":"full","of":[]}',
  ],
  [{ kvlistValue: { values: [{ key: '__proto__', value: { boolValue: true } }] } }, '{"__proto__":true}'],
  [undefined, ''],
  [{ more: 1 }, '{"more":1}'],
])('[I9] a body of %j is %j', async (body, message) => {
  expect((await sent(exported({ body }))).status).toBe(200);
  expect(kept(1)[0]).toMatchObject({ message });
});

test.each([
  [0, undefined],
  [1, 'TRACE'],
  [4, 'TRACE'],
  [5, 'DEBUG'],
  [9, 'INFO'],
  [13, 'WARN'],
  [20, 'ERROR'],
  [24, 'FATAL'],
  [25, undefined],
  [-3, undefined],
])('[I9] severity %j without a word is %j', async (severityNumber, level) => {
  expect((await sent(exported({ severityNumber, severityText: '', body: { stringValue: 'x' } }))).status).toBe(200);
  expect(kept(1)[0]?.level).toBe(level);
});

test('[I9] a record that is too long is left out and counted; the others are kept', async () => {
  const long = { body: { stringValue: 'x'.repeat(limits.recordText + 1) } };
  const answer = await sent(exported({ body: { stringValue: 'before' } }, long, { body: { stringValue: 'after' } }));
  expect([answer.status, answer.json]).toEqual([
    200,
    { partialSuccess: { rejectedLogRecords: '1', errorMessage: expect.stringContaining(String(limits.recordText)) } },
  ]);
  expect(kept(2).map(({ message }) => message)).toEqual(['before', 'after']);
  expect((await sent(exported(long))).status).toBe(200);
});

test('[I9] protobuf is refused with a word of its own', async () => {
  const answer = await sent(Buffer.from([10, 0]), { 'content-type': 'application/x-protobuf' });
  expect(answer).toMatchObject({
    status: 415,
    json: { code: 'unsupported_type', field: 'content-type', title: expect.stringContaining('Send JSON') },
  });
});

test('[I10] a body packed with gzip, as collectors pack it', async () => {
  const packed = gzipSync(exported({ body: { stringValue: 'packed' } }));
  expect((await sent(packed, { 'content-encoding': 'gzip' })).status).toBe(200);
  const records = gzipSync('{"message":"one"}\n{"message":"two"}\n');
  const headers = { ...bearer(token), 'content-encoding': 'gzip' };
  const answer = await post(server.origin, '/ingest/records', records, { headers });
  expect([answer.status, answer.json]).toMatchObject([200, { accepted: 2 }]);
  expect(kept(3).map(({ message }) => message)).toEqual(['packed', 'one', 'two']);
});

test('[I10] what unpacks to more than a body may be is too large, however small it came', async () => {
  const bomb = gzipSync(Buffer.alloc(500 * 1024 * 1024, ' '));
  expect(bomb.length).toBeLessThan(limits.requestBody);
  const before = process.memoryUsage.rss();
  const twice = gzipSync(Buffer.alloc(limits.requestBody - 10, ' '));
  for (const body of [bomb, Buffer.concat([twice, twice])]) {
    const answer = await sent(body, { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 413, json: { code: 'too_large' } });
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
});

test('[I10] what is not packed as it says, or in a way that is not taken, is refused', async () => {
  const headers = { 'content-encoding': 'gzip' };
  for (const body of ['{}', gzipSync('{}').subarray(0, 12)])
    expect(await sent(body, headers)).toMatchObject({ status: 400, json: { code: 'invalid', field: 'body' } });
  const packed = brotliCompressSync('{}');
  for (const encoding of ['br', 'gzip, gzip', 'zstd'])
    expect(await sent(packed, { 'content-encoding': encoding })).toMatchObject({
      status: 415,
      json: { code: 'unsupported_type', field: 'content-encoding' },
    });
});
