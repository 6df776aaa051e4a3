import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, message, say } from '../support/machine.ts';
import { envelopeOf, listen, newMember, talkWith } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  token = fs.readFileSync(path.join(server.data, 'secrets', 'metrics'), 'utf8').trim();
});
afterAll(() => server.close());

/** The value of a line as Prometheus reads it. */
async function figure(line: string): Promise<number> {
  const { text } = await raw(server.origin, 'GET', '/metrics');
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return Number(found?.slice(line.length));
}

test('[H12] what is stored is counted once, timed from the asking to the disk, and names nobody', async () => {
  const amara = await newMember(server.origin, 'amara');
  const bram = await newMember(server.origin, 'bram');
  const sealed = await talkWith(amara, bram);
  const line = await listen(amara);
  const before = await figure('waxwing_messages_total');
  const envelope = await envelopeOf(amara, sealed, 'counted');
  for (const ref of [1, 2]) {
    line.say({ op: 'send', ref, conversation: sealed.conversation, envelope });
    await line.the('ack', (ack) => ack.ref === ref);
  }
  expect(await figure('waxwing_messages_total')).toBe(before + 1);
  expect(await figure('waxwing_message_seconds_count')).toBe(before + 1);

  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  const machine = await enter(server.origin, 'dale');
  for (const id of ['a', 'b', 'b']) await say(server.origin, message(machine, 'Hail!', { id }));
  expect(await figure('waxwing_records_total')).toBe(2);

  expect(await figure('waxwing_people_online')).toBe(1);
  expect(await figure('waxwing_connections{door="web"}')).toBeGreaterThanOrEqual(1);
  expect(await figure('waxwing_connections{door="line"}')).toBe(0);
  expect(await figure('waxwing_commit_writes_count')).toBeGreaterThan(0);
  expect(await figure('waxwing_writes_waiting')).toBe(0);
  expect(await figure('waxwing_database_bytes')).toBeGreaterThan(4096);
  expect(await figure('waxwing_disk_free_bytes')).toBeGreaterThan(4096);
  expect(await figure('waxwing_http_request_seconds_count{route="GET /metrics",status="2xx"}')).toBeGreaterThan(0);

  const { text, headers } = await raw(server.origin, 'GET', '/metrics');
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const said of ['amara', 'bram', 'dale', sealed.conversation, server.data]) expect(text).not.toContain(said);
  await line.close();
});

const fromElsewhere: [string, Record<string, string>][] = [
  ['a forwarded address', { 'x-forwarded-for': '10.1.2.3' }],
  ['another kind of it', { forwarded: 'for=10.1.2.3' }],
  ['a proxy that says its name', { via: '1.1 proxy' }],
  ['a name that leads here', { host: 'evil.example' }],
  ['a longer name', { host: 'localhost.evil.example' }],
  ['a browser that shows another site', { 'sec-fetch-site': 'cross-site' }],
  ['a token that is not it', { authorization: `Bearer ${'a'.repeat(43)}`, 'x-forwarded-for': '10.1.2.3' }],
];

test.each(fromElsewhere)('[H12] [M29] figures are not for %s', async (_what, headers) => {
  const answer = await raw(server.origin, 'GET', '/metrics', { headers });
  expect(answer).toMatchObject({ status: 401, json: { code: 'invalid_token' } });
  expect(answer.text).not.toContain('waxwing_');
});

test('[H12] with the token they are for anybody', async () => {
  const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': '10.1.2.3', host: 'chat.example.org' };
  const { status, text } = await raw(server.origin, 'GET', '/metrics', { headers });
  expect([status, text.includes('waxwing_messages_total')]).toEqual([200, true]);
});

test('[H12] behind a proxy everybody needs the token', async () => {
  const behind = await bootServer({ flags: { 'trusted-proxies': '10.0.0.1' } });
  try {
    const its = fs.readFileSync(path.join(behind.data, 'secrets', 'metrics'), 'utf8').trim();
    expect((await raw(behind.origin, 'GET', '/metrics')).status).toBe(401);
    const headers = { authorization: `Bearer ${its}` };
    expect((await raw(behind.origin, 'GET', '/metrics', { headers })).status).toBe(200);
    expect(
      (await raw(behind.origin, 'GET', '/metrics', { headers: { authorization: `Bearer ${token}` } })).status,
    ).toBe(401);
  } finally {
    await behind.close();
  }
});

test('every figure of the dashboard and of the documentation is there, and every figure is documented', async () => {
  const { text } = await raw(server.origin, 'GET', '/metrics');
  const there = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name ?? '').sort();
  const dashboard = fs.readFileSync('deploy/grafana/waxwing.json', 'utf8');
  const shown = [...dashboard.matchAll(/\b((?:waxwing|process|nodejs)_\w+)/g)].map(([, name = '']) =>
    name.replace(/_(bucket|sum|count)$/, ''),
  );
  expect(there).toEqual(expect.arrayContaining(shown));
  const manual = fs.readFileSync('docs/operations.md', 'utf8');
  const named = [...manual.matchAll(/^\| `((?:waxwing|process|nodejs)_\w+)/gm)].map(([, name]) => name ?? '').sort();
  expect(named).toEqual(there);
});
