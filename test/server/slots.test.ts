import { afterAll, beforeAll, expect, test } from 'vitest';
import { listEpochs } from '../../src/protocol/api/conversations.ts';
import { askForSlot, listAskedSlots, putSlot } from '../../src/protocol/api/slots.ts';
import { newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
let bram: Member;
let mallory: Member;
let sealed: Sealed;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
  mallory = await newMember(server.origin, 'mallory');
  sealed = await talkWith(amara, bram);
});
afterAll(() => server.close());

const ask = ({ api }: Member, number: number) =>
  api.call(askForSlot, { params: { conversation: sealed.conversation }, body: { number } });
const put = ({ api }: Member, change: Partial<{ number: number; account: string; generation: number }> = {}) =>
  api.call(putSlot, {
    params: { conversation: sealed.conversation },
    body: { number: 1, account: bram.account, generation: 1, sealed: 'AAAA', ...change },
  });
const resealed = async ({ api }: Member) =>
  (await api.call(listEpochs, { params: { conversation: sealed.conversation }, query: { after: 0 } })).epochs[0]
    ?.resealed;

test('[M09] [E13] nothing is put that its account has not asked for, nor by a stranger, nor to an older account key', async () => {
  await expect(put(amara)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ask(bram, 2)).rejects.toMatchObject({ code: 'invalid', field: 'number' });
  await expect(ask(mallory, 1)).rejects.toMatchObject({ code: 'not_found' });
  await ask(bram, 1);
  await ask(bram, 1);
  const asked = [{ conversation: sealed.conversation, number: 1, account: bram.account }];
  expect((await amara.api.call(listAskedSlots)).asked).toEqual(asked);
  expect((await mallory.api.call(listAskedSlots)).asked).toEqual([]);
  await expect(put(mallory)).rejects.toMatchObject({ code: 'not_found' });
  await expect(put(amara, { account: mallory.account })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(put(amara, { account: amara.account })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(put(amara, { number: 2 })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(put(amara, { generation: 2 })).rejects.toMatchObject({ code: 'epoch_passed' });
  expect(await resealed(bram)).toBe(null);

  await put(amara);
  expect(await resealed(bram)).toEqual({ generation: 1, sealed: 'AAAA' });
  expect(await resealed(amara)).toBe(null);
  await expect(put(amara)).rejects.toMatchObject({ code: 'forbidden' });
  expect((await amara.api.call(listAskedSlots)).asked).toEqual([]);
});

test('[E13] and not asked for without end', async () => {
  const codes = new Set<unknown>();
  for (let count = 0; count < 300 && !codes.has('too_many_requests'); count++) {
    await ask(bram, 1).catch((error: { code?: unknown }) => codes.add(error.code));
  }
  expect([...codes]).toEqual(['too_many_requests']);
});
