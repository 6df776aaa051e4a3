import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAudit } from '../../src/protocol/api/admin.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { auditHeadBytes, isSigned } from '../../src/server/core/auditHead.ts';
import { verifyData } from '../../src/server/verifyData.ts';
import { newMember, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

// The audit log's head is signed and kept apart: whoever changes the database alone is noticed.

let server: TestServer;
let amara: Member;
let instance: string;

beforeAll(async () => {
  server = await bootServer();
  const setup = server.setupLink?.split('#')[1] ?? '';
  amara = await newMember(server.origin, 'amara', { setup, openRegistration: true });
  for (let count = 0; count < 5; count++) await server.admin({ act: 'invite' });
  ({ instance } = (await amara.http.request('GET', '/api/v1/instance', undefined)).body as { instance: string });
});
afterAll(() => server.close());

const page = () => amara.api.call(listAudit, { query: {} });
const database = (): string => path.join(server.data, 'waxwing.db');
const secret = (name: string): string => path.join(server.data, 'secrets', 'audit', name);

/** What both ways of looking say after the stopped server's files were changed; they are put back afterwards. */
async function afterChanging(change: () => void): Promise<{ problems: readonly string[]; broken: number | null }> {
  await server.stop();
  const kept = new Map([database(), secret('head'), secret('key')].map((file) => [file, fs.readFileSync(file)]));
  change();
  const { problems } = await verifyData(server.data);
  await server.restart();
  const { broken } = await page();
  const running = (await server.admin({ act: 'verify' })) as { problems: string[] };
  expect(running.problems).toEqual(problems);
  await server.stop();
  for (const [file, bytes] of kept) fs.writeFileSync(file, bytes);
  await server.restart();
  return { problems, broken };
}

function inDatabase(sql: string): void {
  const db = new DatabaseSync(database());
  db.exec(sql);
  db.close();
}

test('[Z9] the head is signed by the audit key over the newest entry, of this server and no other', async () => {
  const { head, entries, broken } = await page();
  if (!head) throw new Error('nothing is signed');
  expect(broken).toBeNull();
  expect([head.number, head.hash]).toEqual([entries[0]?.number, entries[0]?.hash]);
  const { number, at } = head;
  const [hash, signature, key] = [head.hash, head.signature, head.key].map(fromBase64url) as [
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
  ];
  const signed = { number, at, hash, signature, key };
  expect(isSigned(instance, signed)).toBe(true);
  expect(isSigned(instance, { ...signed, number: number + 1 })).toBe(false);
  expect(isSigned('A'.repeat(43), signed)).toBe(false);
  expect(auditHeadBytes(instance, signed)[0]).toBe(0x85);
  expect(fs.statSync(secret('key')).mode & 0o777).toBe(0o600);
});

test.each([
  ['the last two entries cut off', 'DELETE FROM audit WHERE number > (SELECT max(number) - 2 FROM audit)', -1],
  ['an entry altered', "UPDATE audit SET who = 'erik' WHERE number = 3", 3],
  ['an entry taken out', 'DELETE FROM audit WHERE number = 3', 3],
  ['everything gone', 'DELETE FROM audit', 1],
])('[Z9] [M47] %s: the first entry that does not fit is named', async (_what, sql, first) => {
  const newest = (await page()).head?.number ?? 0;
  const expected = first > 0 ? first : newest + first;
  const { problems, broken } = await afterChanging(() => inDatabase(sql));
  expect(problems).toEqual([`audit log: entry ${expected} is missing, was altered, or does not follow the one before`]);
  expect(broken).toBe(expected);
});

test('[Z9] a head that is gone or of another key is noticed, and not signed over', async () => {
  const gone = await afterChanging(() => fs.rmSync(secret('head')));
  expect(gone.problems).toEqual(['audit log: its signed head is missing']);
  const foreign = await afterChanging(() => fs.writeFileSync(secret('key'), `${'B'.repeat(42)}A\n`));
  expect(foreign.problems).toEqual(['audit log: its signed head is not of this server']);
  expect((await page()).broken).toBeNull();
});
