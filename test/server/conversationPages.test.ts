import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listConversations, startConversation } from '../../src/protocol/api/conversations.ts';
import { directConversationId } from '../../src/crypto/verify/epochRecord.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { limits } from '../../src/protocol/limits.ts';
import { MemoryStorages, Network, openDevice } from '../support/device.ts';
import { newMember, type Member } from '../support/member.ts';
import { online, PASSWORD } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
let bram: Member;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara', { password: PASSWORD });
  bram = await newMember(server.origin, 'bram');
});
afterAll(() => server.close());

/** Gives Amara conversations until she has `count`, in the database of the stopped server. */
async function crowd(count: number): Promise<void> {
  await server.restart(() => {
    const db = new DatabaseSync(path.join(server.data, 'waxwing.db'));
    const { no } = db.prepare("SELECT no FROM accounts WHERE username = 'amara'").get() as { no: number };
    const { have } = db.prepare('SELECT count(*) AS have FROM members WHERE account = ?').get(no) as { have: number };
    db.exec('BEGIN');
    for (let number = have; number < count; number++) {
      const other = Buffer.alloc(32, `account ${number} `);
      const conversation = toBase64url(directConversationId(fromBase64url(amara.account), other));
      const { lastInsertRowid: somebody } = db
        .prepare(
          `INSERT INTO accounts (account, username, display_name, role, state, created_at, chain_number)
           VALUES (?, ?, '', 'member', 'active', 1000, 1)`,
        )
        .run(other.toString('base64url'), `somebody-${number}`);
      const { lastInsertRowid: log } = db
        .prepare("INSERT INTO conversations (conversation, kind, sealed, created_at) VALUES (?, 'direct', 1, 1000)")
        .run(conversation);
      const join = db.prepare(
        "INSERT INTO members (log, account, role, joined_at, opened) VALUES (?, ?, 'member', 1000, 1)",
      );
      for (const member of [no, somebody]) join.run(log, member);
    }
    db.exec('COMMIT');
    db.close();
  });
}

async function allPages(member: Member): Promise<number[]> {
  const sizes: number[] = [];
  const seen = new Set<string>();
  for (let after: string | undefined; ;) {
    const { conversations, next } = await member.api.call(listConversations, { query: { after } });
    for (const { conversation } of conversations) seen.add(conversation);
    sizes.push(conversations.length);
    if (next === null) break;
    after = next;
  }
  expect(seen.size).toBe(sizes.reduce((sum, size) => sum + size, 0));
  return sizes;
}

test('[H9] conversations come in pages, each of them once', async () => {
  await crowd(2 * limits.conversationsPage + 7);
  expect(await allPages(amara)).toEqual([100, 100, 7]);
  expect(await allPages(bram)).toEqual([1]);
});

test("[H9] a page goes on after one's own conversation only", async () => {
  const { next } = await amara.api.call(listConversations);
  const after = (conversation: string) => bram.api.call(listConversations, { query: { after: conversation } });
  await expect(after(next!)).rejects.toMatchObject({ code: 'invalid', field: 'after' });
  await expect(after('A'.repeat(43))).rejects.toMatchObject({ code: 'invalid', field: 'after' });
  expect(await bram.http.raw('GET', '/api/v1/conversations?after=1')).toMatchObject({ status: 400 });
});

test('[H9] a device reads all pages before it says how far it has come', async () => {
  const network = new Network();
  const asked: string[] = [];
  let hello = '';
  network.onTraffic = (text) => void (text.includes('/api/v1/conversations') && asked.push(text));
  network.beforeSend = (frame) => {
    if (frame.includes('"hello"')) hello = frame;
    return true;
  };
  const device = openDevice(server.origin, new MemoryStorages(), network);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await device.client.login('amara', PASSWORD)).toEqual({ ok: true });
  await online(device);
  expect(asked.some((text) => text.includes('after='))).toBe(true);
  const { cursors } = JSON.parse(hello) as { cursors: unknown[] };
  expect(cursors.length).toBe(2 * limits.conversationsPage + 7);
  device.close();
});

test('[H9] past ten thousand conversations of either side none is begun, and the ones that are there stay', async () => {
  const { conversation } = await amara.api.call(startConversation, { body: { kind: 'direct', with: bram.account } });
  await crowd(limits.conversationsPerAccount);
  const cato = await newMember(server.origin, 'cato');
  const start = (from: Member, to: Member) =>
    from.api.call(startConversation, { body: { kind: 'direct', with: to.account } });
  await expect(start(amara, cato)).rejects.toMatchObject({ code: 'too_many_conversations' });
  await expect(start(cato, amara)).rejects.toMatchObject({ code: 'too_many_conversations' });
  expect(await start(amara, bram)).toMatchObject({ conversation });
  expect(await start(cato, bram)).toMatchObject({ kind: 'direct' });
});
