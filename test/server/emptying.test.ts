import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getConversation, listEntries } from '../../src/protocol/api/conversations.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/open.ts';
import { systemRandom } from '../../src/server/system.ts';
import { envelopeOf, listen, newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const LENGTH = 3000;
const secret = (number: number): string => `what was said to Bram, number ${String(number).padStart(4, '0')}`;

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
  await talkForLong();
  await server.restart();
});
afterAll(() => server.close());

/** Puts many entries into the store of the stopped server, as if they had been sent. */
async function talkForLong(): Promise<void> {
  const store = await openSqliteStore({ folder: server.data, random: systemRandom });
  const { no } = (await store.accounts.byName('amara'))!;
  const { log } = (await store.conversations.members(sealed.conversation))!;
  const appended = Array.from({ length: LENGTH }, (_, number) =>
    store.log.append({
      log,
      account: no,
      device: null,
      messageId: systemRandom(16),
      counts: true,
      payload: new TextEncoder().encode(secret(number)),
      at: 1000,
      epochHash: sealed.epochHash,
      empties: null,
    }),
  );
  expect(await Promise.all(appended)).not.toContain('epoch_passed');
  await store.close();
}

const filesHold = (words: string): boolean =>
  fs.readdirSync(server.data).some((name) => {
    const file = path.join(server.data, name);
    return fs.statSync(file).isFile() && fs.readFileSync(file).includes(words);
  });

test('[M46] [L11] [L14] a long conversation is empty when that is answered, stays so after a stop, and leaves every file', async () => {
  const { conversation } = sealed;
  const through = LENGTH + 1;
  expect(await unreadOf(bram)).toBe(LENGTH);
  expect(filesHold(secret(LENGTH - 1))).toBe(true);
  const here = await listen(amara, [[conversation, through]]);
  const envelope = await envelopeOf(amara, sealed, 'all of it', { counts: false });
  here.say({ op: 'send', ref: 1, conversation, envelope, empties: { through } });
  const { seq } = await here.the('ack', ({ ref }) => ref === 1);
  await nothingIsReadOf(seq);
  await server.restart();
  await nothingIsReadOf(seq);
  await expect.poll(() => [0, 1500, LENGTH - 1].some((number) => filesHold(secret(number)))).toBe(false);
});

test('[001.15] emptied again and again, a conversation still answers everybody', async () => {
  const { conversation } = sealed;
  const [here, there] = [await listen(amara, [[conversation, LENGTH]]), await listen(bram, [[conversation, LENGTH]])];
  for (let ref = 1; ref <= 200; ref++) {
    const envelope = await envelopeOf(amara, sealed, 'again', { counts: false });
    here.say({ op: 'send', ref, conversation, envelope, empties: { through: LENGTH + ref } });
  }
  there.say({ op: 'send', ref: 1, conversation, envelope: await envelopeOf(bram, sealed, 'still here') });
  const { seq } = await there.the('ack', ({ ref }) => ref === 1);
  await here.the('ack', ({ ref }) => ref === 200);
  const { entries } = await amara.api.call(listEntries, { params: { conversation }, query: { before: seq + 1 } });
  expect(entries.at(-1)).toMatchObject({ seq, payload: expect.any(String) });
  await here.close();
  await there.close();
});

async function unreadOf(member: Member): Promise<number> {
  const { unread } = await member.api.call(getConversation, { params: { conversation: sealed.conversation } });
  return unread;
}

/** Neither of the two reads a message before `seq`, from whichever end. */
async function nothingIsReadOf(seq: number): Promise<void> {
  const params = { conversation: sealed.conversation };
  for (const member of [amara, bram]) {
    expect(await unreadOf(member)).toBe(0);
    for (const query of [{ after: 1 }, { before: seq }, { after: seq - 200 }]) {
      const { entries } = await member.api.call(listEntries, { params, query });
      const whole = entries.filter(({ payload, kind }) => kind === 'message' && payload !== null);
      expect(whole.filter((entry) => entry.seq < seq)).toEqual([]);
    }
  }
}
