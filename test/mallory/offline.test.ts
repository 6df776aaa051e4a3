import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { argon2Sync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishLogin, startLogin } from '../../src/crypto/password.ts';
import * as opaqueServer from '../../src/crypto/verify/opaqueServer.ts';
import { getInstance } from '../../src/protocol/api/instance.ts';
import { filesBelow, whereReadable } from '../support/readable.ts';
import { type Member, newMember } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

// Whoever has copied the disk guesses passwords at home. Stretching is in earnest here (test/support/quickStretching.ts).

const PASSWORD = 'grey heron weather 63';
let server: TestServer;
let amara: Member;
let bram: Member;
let records: Map<string, Buffer>;
let ids: { readonly account: string; readonly instance: string };
beforeAll(async () => {
  await opaqueServer.opaqueReady();
  server = await bootServer();
  amara = await newMember(server.origin, 'amara', { password: PASSWORD });
  bram = await newMember(server.origin, 'bram', { password: PASSWORD });
  const { instance } = await amara.api.call(getInstance);
  ids = { account: amara.account, instance };
  await server.stop();
  const database = new DatabaseSync(path.join(server.data, 'waxwing.db'));
  const rows = database
    .prepare('SELECT username, record FROM opaque_records JOIN accounts ON no = opaque_records.account')
    .all();
  records = new Map(rows.map(({ username, record }) => [String(username), Buffer.from(String(record), 'base64url')]));
  database.close();
});
afterAll(() => server.close());

const setup = (): string => fs.readFileSync(path.join(server.data, 'secrets', 'opaque'), 'utf8').trim();

/** A guess at home: both halves of a log-in by one pair of hands, with the copied record. */
async function isPassword(guess: string, secret: string): Promise<boolean> {
  const started = await startLogin(guess);
  const record = records.get('amara')?.toString('base64url') ?? '';
  const { response } = opaqueServer.startLogin(secret, ids.instance, ids.account, record, started.request);
  return (await finishLogin(guess, started.state, response, ids)) !== null;
}

test('[M20] the database alone answers no guess, not even the right one', async () => {
  expect(records.get('amara')?.length).toBeGreaterThan(100);
  for (let count = 0; count < 2; count++) {
    expect(await isPassword(PASSWORD, opaqueServer.createOpaqueSetup())).toBe(false);
  }
  const database = [...filesBelow(server.data)].filter(([name]) => name.includes('waxwing.db'));
  expect(whereReadable([setup(), PASSWORD], new Map(database))).toEqual([]);
});

test('[M20] with the secrets beside it a guess is answered, at the price of the whole stretching', async () => {
  const salt = Buffer.alloc(16);
  const cost = timed(
    () =>
      void argon2Sync('argon2id', {
        message: PASSWORD,
        nonce: salt,
        parallelism: 4,
        tagLength: 64,
        memory: 64 * 1024,
        passes: 3,
      }),
  );
  const started = performance.now();
  expect(await isPassword('grey heron weather 64', setup())).toBe(false);
  const wrong = performance.now() - started;
  expect(await isPassword(PASSWORD, setup())).toBe(true);
  // Ours runs in WebAssembly and is no faster than the machine's own; a quarter leaves room for a busy machine.
  expect(wrong).toBeGreaterThan(cost / 4);
  process.stdout.write(`a guess: ${Math.round(wrong)} ms; Argon2id of the machine: ${Math.round(cost)} ms\n`);
});

function timed(act: () => void): number {
  const started = performance.now();
  act();
  return performance.now() - started;
}

test('[M54] two people with one password have records without anything in common', () => {
  const [one, other] = [records.get('amara') ?? Buffer.alloc(0), records.get('bram') ?? Buffer.alloc(0)];
  expect(bram.account).not.toBe(amara.account);
  expect(one).toHaveLength(other.length);
  for (let at = 0; at + 8 <= one.length; at++) expect(other.includes(one.subarray(at, at + 8))).toBe(false);
});
