import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeEpoch } from '../../src/crypto/epoch.ts';
import { findPerson, setProfile } from '../../src/protocol/api/account.ts';
import {
  addEpoch,
  clearConversation,
  getConversation,
  hideEntry,
  listConversations,
  listEntries,
  startConversation,
} from '../../src/protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { chainOf, envelopeOf, listen, newMember, talkWith, textOf, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
let bram: Member;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
});
afterAll(() => server.close());

test('[L1] a direct conversation is one for both, and the other sees it once it holds something', async () => {
  const mine = await amara.api.call(startConversation, { body: { kind: 'direct', with: bram.account } });
  const talksOf = async (member: Member) =>
    (await member.api.call(listConversations)).conversations.filter(({ kind }) => kind !== 'room');
  expect(await talksOf(amara)).toHaveLength(1);
  expect(await talksOf(bram)).toHaveLength(0);
  const theirs = await bram.api.call(startConversation, { body: { kind: 'direct', with: amara.account } });
  expect(theirs.conversation).toBe(mine.conversation);
  expect(mine).toMatchObject({ kind: 'direct', sealed: true, epoch: 0, unread: 0, head: { seq: 0 } });
});

test('[C24] with oneself there is a sealed log with nobody else in it; with nobody there is none', async () => {
  const start = (account: string) => amara.api.call(startConversation, { body: { kind: 'direct', with: account } });
  const own = await start(amara.account);
  expect(own).toMatchObject({ kind: 'direct', sealed: true, members: [{ account: amara.account }] });
  expect(own.members).toHaveLength(1);
  expect((await start(amara.account)).conversation).toBe(own.conversation);
  await expect(start('A'.repeat(43))).rejects.toMatchObject({ code: 'not_found' });
});

describe('[M07] [001.7] an epoch record is refused', () => {
  async function recordBy(member: Member, roster: readonly string[], deviceOf = member) {
    const { conversation } = await amara.api.call(startConversation, { body: { kind: 'direct', with: bram.account } });
    const epoch = await makeEpoch({
      conversation: fromBase64url(conversation),
      number: 1,
      previous: new Uint8Array(32),
      roster: await Promise.all(roster.map(async (account) => ({ chain: await chainOf(amara, account) }))),
      sharesHistory: true,
      maker: { account: fromBase64url(member.account), device: deviceOf.device },
    });
    const slots = epoch.slots.map(({ account, sealed }) => ({
      account: toBase64url(account),
      sealed: toBase64url(sealed),
    }));
    return { params: { conversation }, body: { record: toBase64url(epoch.record), slots } };
  }

  test('[E9] from another maker than the one who brings it', async () => {
    const call = await recordBy(bram, [amara.account, bram.account]);
    await expect(amara.api.call(addEpoch, call)).rejects.toMatchObject({ code: 'invalid_epoch' });
  });

  test('with somebody more in it', async () => {
    const cato = await newMember(server.origin, 'cato');
    const call = await recordBy(amara, [amara.account, bram.account, cato.account]);
    await expect(amara.api.call(addEpoch, call)).rejects.toMatchObject({ code: 'invalid_epoch' });
  });

  test('without its slots, or with others', async () => {
    const { params, body } = await recordBy(amara, [amara.account, bram.account]);
    const [first, second] = body.slots;
    const wrong = [[first!], [first!, first!], [{ ...first!, sealed: second!.sealed }, second!]];
    for (const slots of wrong) {
      const call = { params, body: { ...body, slots } };
      await expect(amara.api.call(addEpoch, call)).rejects.toMatchObject({ code: 'invalid_epoch' });
    }
    await amara.api.call(addEpoch, { params, body });
  });
});

test("[000.5] hiding and clearing are one account's own, and told to its devices", async () => {
  const [dora, eva] = [await newMember(server.origin, 'dora'), await newMember(server.origin, 'eva')];
  const sealed = await talkWith(dora, eva);
  const params = { conversation: sealed.conversation };
  const [here, there] = [await listen(dora), await listen(eva)];
  for (const ref of [1, 2])
    here.say({ op: 'send', ref, conversation: sealed.conversation, envelope: await envelopeOf(dora, sealed, 'x') });
  await there.the('entry', ({ seq }) => seq === 3);
  await eva.api.call(hideEntry, { params, body: { seq: 2 } });
  await there.the('conversation', (one) => one.conversation === sealed.conversation);
  expect(await eva.api.call(getConversation, { params })).toMatchObject({ hidden: [2], unread: 1 });
  await eva.api.call(clearConversation, { params, body: { through: 1_000_000 } });
  expect(await eva.api.call(getConversation, { params })).toMatchObject({ cleared: 3, unread: 0 });
  expect((await eva.api.call(listEntries, { params })).entries).toEqual([]);
  expect((await dora.api.call(listEntries, { params })).entries).toHaveLength(3);
  expect(
    here.heard.filter((frame) => frame.ev === 'conversation' && frame.conversation === sealed.conversation),
  ).toEqual([]);
  await here.close();
  await there.close();
});

test('[L9] entries come in pages, from either side', async () => {
  const [finn, gil] = [await newMember(server.origin, 'finn'), await newMember(server.origin, 'gil')];
  const sealed = await talkWith(finn, gil);
  const params = { conversation: sealed.conversation };
  const here = await listen(finn);
  for (let ref = 1; ref <= 9; ref++) {
    here.say({
      op: 'send',
      ref,
      conversation: sealed.conversation,
      envelope: await envelopeOf(finn, sealed, `${ref}`),
    });
    await here.the('ack', (ack) => ack.ref === ref);
  }
  const seqs = async (query: object) =>
    (await gil.api.call(listEntries, { params, query })).entries.map(({ seq }) => seq);
  expect(await seqs({ after: 4, limit: 3 })).toEqual([5, 6, 7]);
  expect(await seqs({ before: 4, limit: 2 })).toEqual([2, 3]);
  expect(await seqs({ limit: 2 })).toEqual([1, 2]);
  await expect(seqs({ before: 4, after: 1 })).rejects.toMatchObject({ code: 'invalid' });
  await here.close();
});

test('[P7] with the encryption switch off a new conversation is in clear for ever; on again, nothing more goes into it', async () => {
  const [hana, ida] = [await newMember(server.origin, 'hana'), await newMember(server.origin, 'ida')];
  await server.admin({ act: 'set', switch: 'encryption', on: false });
  const { conversation, sealed } = await hana.api.call(startConversation, {
    body: { kind: 'direct', with: ida.account },
  });
  expect(sealed).toBe(false);
  const own = hana.api.call(startConversation, { body: { kind: 'direct', with: hana.account } });
  await expect(own).rejects.toMatchObject({ code: 'invalid', field: 'with' });
  const here = await listen(hana);
  const clear = (ref: number) => ({ op: 'say', ref, conversation, ...textOf(`clear ${ref}`) }) as const;
  here.say(clear(1));
  await here.the('ack', ({ ref }) => ref === 1);
  await server.admin({ act: 'set', switch: 'encryption', on: true });
  here.say(clear(2));
  expect(await here.the('refused')).toMatchObject({ ref: 2, code: 'encryption_required' });
  const other = await hana.api.call(startConversation, { body: { kind: 'direct', with: ida.account } });
  expect(other).toMatchObject({ sealed: true });
  expect(other.conversation).not.toBe(conversation);
  await here.close();
});

test('[004.2] a name is kept as written, without what could turn the line around', async () => {
  await amara.api.call(setProfile, { body: { displayName: ' <b>Amara</b>\u202E\u0000 ' } });
  expect(await bram.api.call(findPerson, { params: { username: 'amara' } })).toMatchObject({
    displayName: '<b>Amara</b>',
  });
});

test('an account that came with a certificate alone is known, and cannot be written to privately yet', async () => {
  await server.restart(() => {
    const database = new DatabaseSync(path.join(server.data, 'waxwing.db'));
    database.exec(
      `INSERT INTO accounts (account, username, display_name, role, state, created_at)
       VALUES (NULL, 'keyless', '', 'member', 'active', 1)`,
    );
    database.close();
  });
  const find = (username: string) => amara.api.call(findPerson, { params: { username } });
  await expect(find('keyless')).rejects.toMatchObject({ code: 'no_keys' });
  await expect(find('nobody')).rejects.toMatchObject({ code: 'not_found' });
});
