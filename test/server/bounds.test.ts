import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  clearConversation,
  getConversation,
  hideEntry,
  listEntries,
  listEpochs,
} from '../../src/protocol/api/conversations.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { limits } from '../../src/protocol/limits.ts';
import { sha256 } from '../../src/crypto/encoding.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/open.ts';
import { systemRandom } from '../../src/server/system.ts';
import { newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const RECORDS = 12;

let server: TestServer;
let amara: Member;
let bram: Member;
let sealed: Sealed;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
  sealed = await talkWith(amara, bram);
  await server.stop();
  await makeEpochs();
  await server.restart(hideMany);
});
afterAll(() => server.close());

/** Epochs as large as they may be, put into the store of the stopped server. */
async function makeEpochs(): Promise<void> {
  const store = await openSqliteStore({ folder: server.data, random: systemRandom });
  const { log } = (await store.conversations.members(sealed.conversation))!;
  const { no } = (await store.accounts.byName('amara'))!;
  const [device] = await store.keys.devices(no);
  let previous: Uint8Array = sealed.epochHash;
  for (let number = 2; number <= RECORDS + 1; number++) {
    const record = systemRandom(limits.epochRecord);
    const added = { log, account: no, device: device!.no, number, previous, heads: [], record, slots: [], at: 1000 };
    expect(await store.log.addEpoch(added)).toMatchObject({ seq: number });
    previous = sha256(record);
  }
  await store.close();
}

/** As many hidden entries of Amara as there may be, but one; the last of them are nowhere in the log. */
function hideMany(): void {
  const db = new DatabaseSync(path.join(server.data, 'waxwing.db'));
  const { log } = db.prepare('SELECT log FROM conversations WHERE conversation = ?').get(sealed.conversation)!;
  const { no } = db.prepare("SELECT no FROM accounts WHERE username = 'amara'").get()!;
  const hide = db.prepare('INSERT INTO hidden (account, log, seq) VALUES (?, ?, ?)');
  db.exec('BEGIN');
  for (let seq = 100; seq < 100 + limits.hiddenEntries - 1; seq++) hide.run(no!, log!, seq);
  db.exec('COMMIT');
  db.close();
}

test('[L12] so many entries are hidden one by one, and then no more; what is hidden stays, and clearing makes room', async () => {
  const params = { conversation: sealed.conversation };
  const hide = (member: Member, seq: number) => member.api.call(hideEntry, { params, body: { seq } });
  await hide(amara, 1);
  await hide(amara, 1);
  await expect(hide(amara, 2)).rejects.toMatchObject({ code: 'too_many_hidden' });
  await hide(bram, 2);
  const { hidden } = await amara.api.call(getConversation, { params });
  expect(hidden).toHaveLength(limits.hiddenEntries);
  await amara.api.call(clearConversation, { params, body: { through: 2 } });
  await hide(amara, 3);
});

test('[H11] a page of epochs is bounded in bytes too, and all of them come', async () => {
  const params = { conversation: sealed.conversation };
  const numbers: number[] = [];
  const sizes: number[] = [];
  for (;;) {
    const { epochs } = await bram.api.call(listEpochs, { params, query: { after: numbers.at(-1) ?? 0 } });
    if (epochs.length === 0) break;
    numbers.push(...epochs.map(({ number }) => number));
    sizes.push(epochs.reduce((sum, { record }) => sum + fromBase64url(record).length, 0));
  }
  expect(numbers).toEqual(Array.from({ length: RECORDS + 1 }, (_, at) => at + 1));
  expect(Math.max(...sizes)).toBeLessThan(limits.epochsPageBytes + limits.epochRecord);
  expect(sizes.length).toBeGreaterThan(2);
  const { entries } = await bram.api.call(listEntries, { params });
  expect(entries).toHaveLength(RECORDS + 1);
});
