import { afterAll, beforeAll, expect, test } from 'vitest';
import { addEpoch, getConversation, listConversations, listEntries } from '../../src/protocol/api/conversations.ts';
import { createRoom, joinRoom, leaveRoom, listOnline, listRooms } from '../../src/protocol/api/rooms.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { decodeClear } from '../../src/protocol/clear.ts';
import { limits } from '../../src/protocol/limits.ts';
import { listen, newMember, talkWith, envelopeOf, textOf, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let sam: Member;
let erik: Member;
beforeAll(async () => {
  server = await bootServer();
  sam = await newMember(server.origin, 'sam');
  erik = await newMember(server.origin, 'erik');
});
afterAll(() => server.close());

const lobbyOf = async (member: Member): Promise<string> => {
  const { conversations } = await member.api.call(listConversations);
  return conversations.find(({ room }) => room === 'lobby')?.conversation ?? '';
};

test('[P2] [P5] [001.5] everybody is in the lobby; what is said there is heard by all at once, and kept', async () => {
  const conversation = await lobbyOf(sam);
  expect(conversation).toBe(await lobbyOf(erik));
  const [here, there] = [await listen(sam), await listen(erik)];
  const said = textOf('this is a message');
  here.say({ op: 'say', ref: 1, conversation, ...said });
  await here.the('ack');
  const entry = await there.the('entry', (one) => one.conversation === conversation);
  expect(entry).toMatchObject({ account: sam.account, counts: true, kind: 'message' });
  expect(decodeClear(fromBase64url(entry.payload ?? ''))).toEqual({ v: 1, by: 'sam', ...said });
  await here.the('entry', (one) => one.conversation === conversation);
  const { entries } = await erik.api.call(listEntries, { params: { conversation } });
  expect(entries.map(({ seq }) => seq)).toEqual([1]);
  expect(await erik.api.call(getConversation, { params: { conversation } })).toMatchObject({
    unread: 1,
    sealed: false,
    kind: 'room',
    members: [{ username: 'erik' }],
  });
  await here.close();
  await there.close();
});

test('[L3] the same message id is said once, however often it comes', async () => {
  const conversation = await lobbyOf(sam);
  const here = await listen(sam);
  const said = textOf('once');
  here.say({ op: 'say', ref: 1, conversation, ...said });
  here.say({ op: 'say', ref: 2, conversation, ...said });
  const first = await here.the('ack', ({ ref }) => ref === 1);
  const second = await here.the('ack', ({ ref }) => ref === 2);
  expect(second).toMatchObject({ seq: first.seq, hash: first.hash });
  await here.close();
});

test('[M15] [000.5] its author takes a message back, nobody else does; then it is empty', async () => {
  const conversation = await lobbyOf(sam);
  const [here, there] = [await listen(sam), await listen(erik)];
  const said = textOf('a slip');
  here.say({ op: 'say', ref: 1, conversation, ...said });
  const { seq, hash } = await here.the('ack');
  const content = { type: 'deletion', target: said.id, hash } as const;
  there.say({ op: 'say', ref: 1, conversation, id: textOf('').id, content, empties: { seq } });
  expect(await there.the('refused')).toMatchObject({ code: 'forbidden' });
  here.say({ op: 'say', ref: 2, conversation, id: textOf('').id, content });
  expect(await here.the('refused')).toMatchObject({ code: 'invalid' });
  const another = { ...content, hash: toBase64url(new Uint8Array(32)) };
  here.say({ op: 'say', ref: 4, conversation, id: textOf('').id, content: another, empties: { seq } });
  here.say({ op: 'say', ref: 5, conversation, id: textOf('').id, content, empties: { seq: seq + 100 } });
  for (const wrong of [4, 5])
    expect(await here.the('refused', ({ ref }) => ref === wrong)).toMatchObject({ code: 'invalid' });
  const id = textOf('').id;
  here.say({ op: 'say', ref: 3, conversation, id, content, empties: { seq } });
  const taken = await here.the('ack', ({ ref }) => ref === 3);
  here.say({ op: 'say', ref: 6, conversation, id, content, empties: { seq } });
  expect(await here.the('ack', ({ ref }) => ref === 6)).toMatchObject({ seq: taken.seq, hash: taken.hash });
  const { entries } = await erik.api.call(listEntries, { params: { conversation }, query: { after: seq - 1 } });
  expect(entries[0]).toMatchObject({ seq, payload: null, hash });
  await here.close();
  await there.close();
});

test('[P10] one edits only one’s own text while it is there, and an emoji is put on texts alone; neither counts', async () => {
  const conversation = await lobbyOf(sam);
  const [here, there] = [await listen(sam), await listen(erik)];
  const said = textOf('at seven');
  here.say({ op: 'say', ref: 1, conversation, ...said });
  const { seq, hash } = await here.the('ack');
  const target = said.id;
  const nothing = textOf('').id;
  const edit = { type: 'edit', target, text: 'at eight' } as const;
  const reaction = { type: 'reaction', target, emoji: '👍', remove: false } as const;
  const own = textOf('').id;
  here.say({ op: 'say', ref: 2, conversation, id: own, content: edit });
  there.say({ op: 'say', ref: 2, conversation, id: textOf('').id, content: reaction });
  await here.the('ack', ({ ref }) => ref === 2);
  await there.the('ack', ({ ref }) => ref === 2);
  expect(await here.the('entry', (one) => one.seq === seq + 1)).toMatchObject({ counts: false });
  expect(await here.the('entry', (one) => one.seq === seq + 2)).toMatchObject({ counts: false, account: erik.account });
  const refused = [
    [there, edit, 'forbidden'],
    [here, { ...edit, target: nothing }, 'not_found'],
    [here, { ...edit, target: own }, 'not_found'],
    [there, { ...reaction, target: nothing }, 'not_found'],
  ] as const;
  for (const [index, [who, content, code]] of refused.entries()) {
    who.say({ op: 'say', ref: 10 + index, conversation, id: textOf('').id, content });
    expect(await who.the('refused', ({ ref }) => ref === 10 + index)).toMatchObject({ code });
  }
  here.say({ op: 'say', ref: 3, conversation, id: textOf('').id, content: edit, empties: { seq } });
  expect(await here.the('refused', ({ ref }) => ref === 3)).toMatchObject({ code: 'invalid', ref: 3 });
  const deletion = { type: 'deletion', target, hash } as const;
  here.say({ op: 'say', ref: 4, conversation, id: textOf('').id, content: deletion, empties: { seq } });
  await here.the('ack', ({ ref }) => ref === 4);
  for (const [ref, content] of [[5, edit] as const, [6, reaction] as const]) {
    here.say({ op: 'say', ref, conversation, id: textOf('').id, content });
    expect(await here.the('refused', (one) => one.ref === ref)).toMatchObject({ code: 'not_found' });
  }
  await here.close();
  await there.close();
});

test('[P10] an edit without anything to be seen and what is no emoji are refused', async () => {
  const conversation = await lobbyOf(sam);
  const { id: target } = textOf('');
  const wrong = [
    { type: 'edit', target, text: ' \u200B\n' },
    { type: 'edit', target, text: 'x'.repeat(limits.messageText + 1) },
    ...['no', '👍👍', '👍\u202E', '\u200D', ''].map((emoji) => ({ type: 'reaction', target, emoji, remove: false })),
  ];
  for (const content of wrong) {
    const here = await listen(sam);
    here.say(JSON.stringify({ op: 'say', ref: 1, conversation, id: textOf('').id, content }));
    expect(await here.the('bye')).toMatchObject({ code: 'invalid' });
    await here.close();
  }
});

test('[P7] [001.7] nothing in clear goes into a sealed conversation, and nothing sealed into a room', async () => {
  const sealed = await talkWith(sam, erik);
  const conversation = await lobbyOf(sam);
  const here = await listen(sam);
  here.say({ op: 'say', ref: 1, conversation: sealed.conversation, ...textOf('in clear') });
  expect(await here.the('refused', ({ ref }) => ref === 1)).toMatchObject({ code: 'encryption_required' });
  here.say({ op: 'send', ref: 2, conversation, envelope: await envelopeOf(sam, sealed, 'sealed') });
  expect(await here.the('refused', ({ ref }) => ref === 2)).toMatchObject({ code: 'invalid' });
  const record = { record: 'AAAA', slots: [{ account: sam.account, sealed: 'AAAA' }] };
  await expect(sam.api.call(addEpoch, { params: { conversation }, body: record })).rejects.toMatchObject({
    code: 'invalid_epoch',
  });
  await here.close();
});

test('an empty text and one that is too long are refused', async () => {
  const conversation = await lobbyOf(sam);
  for (const text of ['', 'x'.repeat(limits.messageText + 1)]) {
    const here = await listen(sam);
    here.say({ op: 'say', ref: 1, conversation, ...textOf(text) });
    expect(await here.the('bye')).toMatchObject({ code: 'invalid' });
    await here.close();
  }
});

test('[P4] an admin makes a room; whoever joins is in it, and out of it once they leave', async () => {
  const admin = await newMember(server.origin, 'amara', { setup: server.setupLink?.split('#')[1] ?? '' });
  await expect(sam.api.call(createRoom, { body: { room: 'garden' } })).rejects.toMatchObject({ code: 'forbidden' });
  const { conversation } = await admin.api.call(createRoom, { body: { room: 'garden' } });
  await expect(admin.api.call(createRoom, { body: { room: 'Garden' } })).rejects.toMatchObject({ code: 'room_exists' });
  const params = { room: 'garden' };
  await expect(sam.api.call(listEntries, { params: { conversation } })).rejects.toMatchObject({ code: 'not_found' });

  expect(await sam.api.call(joinRoom, { params })).toMatchObject({ conversation, room: 'garden', unread: 0 });
  const [here, there] = [await listen(admin), await listen(sam)];
  here.say({ op: 'say', ref: 1, conversation, ...textOf('the plums are ripe') });
  await there.the('entry', (one) => one.conversation === conversation);
  expect((await sam.api.call(listRooms)).rooms).toEqual([
    { room: 'garden', conversation, people: 2, online: 2, joined: true },
    { room: 'lobby', conversation: await lobbyOf(sam), people: 3, online: 2, joined: true },
  ]);

  await sam.api.call(leaveRoom, { params });
  await there.the('conversation', (one) => one.conversation === conversation);
  await expect(sam.api.call(listEntries, { params: { conversation } })).rejects.toMatchObject({ code: 'not_found' });
  here.say({ op: 'say', ref: 2, conversation, ...textOf('not for sam') });
  await here.the('ack', ({ ref }) => ref === 2);
  there.say({ op: 'say', ref: 9, conversation, ...textOf('from outside') });
  expect(await there.the('refused')).toMatchObject({ code: 'not_found' });
  expect(there.heard.filter((one) => one.ev === 'entry' && one.conversation === conversation)).toHaveLength(1);
  await expect(sam.api.call(leaveRoom, { params: { room: 'lobby' } })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(sam.api.call(joinRoom, { params: { room: 'attic' } })).rejects.toMatchObject({ code: 'not_found' });
  await here.close();
  await there.close();
});

test('[003.7] who of a room is online, by name', async () => {
  const [here, there] = [await listen(sam), await listen(erik)];
  const params = { room: 'lobby' };
  const online = async (query = {}) =>
    (await sam.api.call(listOnline, { params, query })).online.map(({ username }) => username);
  expect(await online()).toEqual(['erik', 'sam']);
  expect(await online({ after: 'erik' })).toEqual(['sam']);
  await there.close();
  await here.the('presence', ({ online: count }) => count === 1);
  expect(await online()).toEqual(['sam']);
  await here.close();
});

test("how far somebody has read in a room is nobody else's business", async () => {
  const conversation = await lobbyOf(sam);
  const [here, there] = [await listen(sam), await listen(erik)];
  here.say({ op: 'say', ref: 1, conversation, ...textOf('read me') });
  const { seq } = await here.the('ack');
  await there.the('entry', (one) => one.seq === seq);
  there.say({ op: 'read', conversation, seq });
  await there.the('cursor', (one) => one.conversation === conversation && one.read === seq);
  here.say({ op: 'say', ref: 2, conversation, ...textOf('afterwards') });
  await here.the('ack', ({ ref }) => ref === 2);
  expect(here.heard.some((one) => one.ev === 'cursor' && one.account === erik.account)).toBe(false);
  await here.close();
  await there.close();
});

test('[P3] there are at most so many rooms, and one more is told so', async () => {
  const full = await bootServer();
  const admin = await newMember(full.origin, 'olga', { setup: full.setupLink?.split('#')[1] ?? '' });
  for (let count = 1; count < limits.rooms; count++) await full.admin({ act: 'room', name: `room-${count}` });
  await expect(admin.api.call(createRoom, { body: { room: 'one-more' } })).rejects.toMatchObject({
    code: 'too_many_rooms',
  });
  await expect(full.admin({ act: 'room', name: 'one-more' })).rejects.toThrow('as many rooms as there may be');
  await full.close();
});
