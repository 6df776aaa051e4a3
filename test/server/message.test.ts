import { afterAll, beforeAll, expect, test } from 'vitest';
import { epochHash } from '../../src/crypto/verify/epochRecord.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { getConversation, listConversations, listEntries, listEpochs } from '../../src/protocol/api/conversations.ts';
import { envelopeOf, listen, newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
let bram: Member;
let sealed: Sealed;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
  sealed = await talkWith(amara, bram);
});
afterAll(() => server.close());

test('[L7] [D1] [D4] [000.2] a message is acknowledged once stored and reaches every device live, in order', async () => {
  const [here, there] = [await listen(amara), await listen(bram)];
  for (let ref = 1; ref <= 50; ref++) {
    const envelope = await envelopeOf(amara, sealed, `message ${ref}`);
    here.say({ op: 'send', ref, conversation: sealed.conversation, envelope });
  }
  const last = await here.the('ack', ({ ref }) => ref === 50);
  await there.the('entry', ({ seq }) => seq === last.seq);
  const seqs = there.heard.flatMap((frame) => (frame.ev === 'entry' ? [frame.seq] : []));
  expect(seqs).toEqual(Array.from({ length: last.seq }, (_, at) => at + 1));
  await here.close();
  await there.close();
});

test('[L3] [L8] a repeated send answers the first seq and is delivered once', async () => {
  const here = await listen(amara);
  const envelope = await envelopeOf(amara, sealed, 'twice');
  const send = { op: 'send', conversation: sealed.conversation, envelope } as const;
  here.say({ ...send, ref: 1 });
  const first = await here.the('ack', ({ ref }) => ref === 1);
  here.say({ ...send, ref: 2 });
  const second = await here.the('ack', ({ ref }) => ref === 2);
  expect({ ...second, ref: 1 }).toEqual(first);
  await here.close();
  const { entries } = await bram.api.call(listEntries, { params: { conversation: sealed.conversation } });
  expect(entries.filter(({ seq }) => seq >= first.seq)).toHaveLength(1);
});

test('[R1] [R2] [R5] [000.4] delivered and read move forward only, and everyone in the conversation hears of it', async () => {
  const [here, there] = [await listen(amara), await listen(bram)];
  const { conversation } = sealed;
  here.say({ op: 'send', ref: 1, conversation, envelope: await envelopeOf(amara, sealed, 'read me') });
  const { seq } = await there.the('entry', ({ counts, account }) => counts && account === amara.account);
  there.say({ op: 'delivered', conversation, seq });
  await here.the('cursor', ({ account, delivered }) => account === bram.account && delivered >= seq);
  const { head } = await bram.api.call(getConversation, { params: { conversation } });
  there.say({ op: 'read', conversation, seq: head.seq });
  await here.the('cursor', ({ account, read }) => account === bram.account && read === head.seq);
  there.say({ op: 'read', conversation, seq: 1 });
  there.say({ op: 'read', conversation, seq: 1_000_000 });
  const { members, unread } = await bram.api.call(getConversation, { params: { conversation } });
  expect(members.find(({ account }) => account === bram.account)).toMatchObject({ read: head.seq });
  expect(unread).toBe(0);
  await here.close();
  await there.close();
});

test('[D2] [W4] a device that comes back gets exactly what it missed, from the cursor that it names', async () => {
  const here = await listen(amara);
  const { conversation } = sealed;
  here.say({ op: 'send', ref: 1, conversation, envelope: await envelopeOf(amara, sealed, 'while away') });
  const { seq } = await here.the('ack');
  const there = await listen(bram, [[conversation, seq - 1]]);
  expect(there.heard.flatMap((frame) => (frame.ev === 'entry' ? [frame.seq] : []))).toEqual([seq]);
  await here.close();
  await there.close();
});

test('[E9] [001.7] an epoch is stored whole, its slot read by its owner only, and once a number', async () => {
  const { conversation } = sealed;
  const { epochs } = await bram.api.call(listEpochs, { params: { conversation } });
  expect(epochs[0]).toMatchObject({ number: 1, sealed: expect.any(String) });
  const own = await amara.api.call(listEpochs, { params: { conversation } });
  expect(own.epochs[0]?.sealed).not.toBe(epochs[0]?.sealed);
  expect(epochHash(fromBase64url(epochs[0]?.record ?? ''))).toEqual(sealed.epochHash);
  await expect(talkWith(bram, amara)).rejects.toMatchObject({ code: 'epoch_passed' });
});

test('[L5] a message under a passed epoch is refused, and sealed again it is taken', async () => {
  const next = await talkWith(bram, amara, 2, sealed.epochHash);
  const here = await listen(amara);
  const { conversation } = sealed;
  here.say({ op: 'send', ref: 1, conversation, envelope: await envelopeOf(amara, sealed, 'too late') });
  expect(await here.the('refused')).toMatchObject({ ref: 1, code: 'epoch_passed' });
  here.say({ op: 'send', ref: 2, conversation, envelope: await envelopeOf(amara, next, 'in time') });
  expect(await here.the('ack')).toMatchObject({ ref: 2 });
  await here.close();
  sealed = next;
});

test('[L4] [001.10] nobody sends as another, from another device, or into another conversation than it says', async () => {
  const here = await listen(amara);
  const { conversation } = sealed;
  const wordings = [{ account: bram.account }, { device: bram.device.id }, { conversation: bram.account }];
  for (const [ref, wording] of wordings.entries()) {
    const envelope = await envelopeOf({ ...amara, device: { ...amara.device } }, sealed, 'not me', wording).catch(
      () => 'AAAA',
    );
    here.say({ op: 'send', ref, conversation, envelope });
    expect(await here.the('refused', (frame) => frame.ref === ref)).toMatchObject({ code: 'invalid' });
  }
  await here.close();
});

test('[003.7] people and online are counted for everybody', async () => {
  const here = await listen(amara);
  expect(await here.the('presence')).toMatchObject({ people: 2 });
  const there = await listen(bram);
  await here.the('presence', ({ online }) => online === 2);
  const { presence } = await amara.api.call(listConversations);
  expect(presence).toEqual({ people: 2, online: 2 });
  await there.close();
  await here.the('presence', ({ online }) => online === 1);
  await here.close();
});
