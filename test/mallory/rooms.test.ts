import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addEpoch,
  clearConversation,
  getConversation,
  hideEntry,
  listConversations,
  listEntries,
  listEpochs,
  startConversation,
} from '../../src/protocol/api/conversations.ts';
import { setPreferences } from '../../src/protocol/api/account.ts';
import { createRoom, joinRoom, leaveRoom, listOnline, listRooms } from '../../src/protocol/api/rooms.ts';
import { toBase64url } from '../../src/protocol/base64url.ts';
import { type Member, listen, newMember, textOf } from '../support/member.ts';
import { type TestServer, bootServer } from '../support/server.ts';

// Mallory has an account like everybody; the garden is a room that she is not in.

let server: TestServer;
let admin: Member;
let sam: Member;
let mallory: Member;
let garden: string;
let lobby: string;
beforeAll(async () => {
  server = await bootServer();
  admin = await newMember(server.origin, 'amara', {
    setup: server.setupLink?.split('#')[1] ?? '',
    openRegistration: true,
  });
  sam = await newMember(server.origin, 'sam');
  mallory = await newMember(server.origin, 'mallory');
  garden = (await admin.api.call(createRoom, { body: { room: 'garden' } })).conversation;
  await sam.api.call(joinRoom, { params: { room: 'garden' } });
  const { conversations } = await sam.api.call(listConversations, {});
  lobby = conversations.find(({ room }) => room === 'lobby')?.conversation ?? '';
});
afterAll(() => server.close());

const newId = (): string => toBase64url(randomBytes(16));
const nowhere = toBase64url(randomBytes(32));
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error as { code: string }).code,
  );

describe('[M01] [M31] [P4] whoever is not in a room', () => {
  const asks: [string, (conversation: string) => Promise<unknown>][] = [
    ['entries', (conversation) => mallory.api.call(listEntries, { params: { conversation } })],
    ['epochs', (conversation) => mallory.api.call(listEpochs, { params: { conversation } })],
    ['the conversation', (conversation) => mallory.api.call(getConversation, { params: { conversation } })],
    ['hiding', (conversation) => mallory.api.call(hideEntry, { params: { conversation }, body: { seq: 1 } })],
    [
      'clearing',
      (conversation) => mallory.api.call(clearConversation, { params: { conversation }, body: { through: 1 } }),
    ],
    [
      'an epoch',
      (conversation) =>
        mallory.api.call(addEpoch, {
          params: { conversation },
          body: { record: 'AAAA', slots: [{ account: mallory.account, sealed: 'AAAA' }] },
        }),
    ],
  ];
  test.each(asks)('has the same answer as for one that is not there: %s', async (_what, ask) => {
    expect(await codeOf(ask(garden))).toBe('not_found');
    expect(await codeOf(ask(nowhere))).toBe('not_found');
  });

  test('hears nothing of it on the socket, whatever cursors it names, and says nothing there', async () => {
    const unheard = toBase64url(randomBytes(32));
    const cursors = [garden, unheard].map((conversation): [string, number] => [conversation, 0]);
    const [here, there] = [await listen(sam), await listen(mallory, cursors)];
    here.say({ op: 'say', ref: 1, conversation: garden, ...textOf('the plums are ripe') });
    const { seq, hash } = await here.the('ack');
    there.say({ op: 'say', ref: 1, conversation: garden, ...textOf('let me in') });
    there.say({ op: 'read', conversation: garden, seq });
    there.say({ op: 'delivered', conversation: garden, seq });
    const content = { type: 'deletion', target: newId(), hash } as const;
    there.say({ op: 'say', ref: 2, conversation: garden, id: newId(), content, empties: { seq } });
    for (const ref of [1, 2])
      expect(await there.the('refused', (one) => one.ref === ref)).toMatchObject({ code: 'not_found' });
    // That she is in none of the two, and what is not there, is told alike.
    const about = (id: string) => there.heard.map((frame) => JSON.stringify(frame)).filter((text) => text.includes(id));
    expect(about(garden)).toEqual(about(unheard).map((text) => text.replace(unheard, garden)));
    expect(about(garden)).toEqual([JSON.stringify({ ev: 'conversation', conversation: garden })]);
    await here.close();
    await there.close();
  });

  test('[P8] learns how many of it are online, and not who', async () => {
    const here = await listen(sam);
    const { rooms } = await mallory.api.call(listRooms);
    expect(rooms.find(({ room }) => room === 'garden')).toMatchObject({ people: 2, joined: false });
    expect(await codeOf(mallory.api.call(listOnline, { params: { room: 'garden' } }))).toBe('not_found');
    expect((await sam.api.call(listOnline, { params: { room: 'garden' } })).online).toMatchObject([
      { username: 'sam' },
    ]);
    await here.close();
  });

  test('and whoever has left, on a line that stayed open, is out in the same moment', async () => {
    await mallory.api.call(joinRoom, { params: { room: 'garden' } });
    const [here, there] = [await listen(sam), await listen(mallory)];
    here.say({ op: 'say', ref: 1, conversation: garden, ...textOf('while she is in') });
    await there.the('entry', ({ conversation }) => conversation === garden);
    there.say({ op: 'say', ref: 1, conversation: garden, ...textOf('hers') });
    await there.the('ack');
    await there.until((frame) => frame.ev === 'entry' && frame.account === mallory.account);
    await mallory.api.call(leaveRoom, { params: { room: 'garden' } });
    const before = there.heard.filter(({ ev }) => ev === 'entry').length;
    for (const ref of [2, 3, 4]) here.say({ op: 'say', ref, conversation: garden, ...textOf(`not for her ${ref}`) });
    await here.the('ack', ({ ref }) => ref === 4);
    there.say({ op: 'say', ref: 9, conversation: garden, ...textOf('from outside') });
    expect(await there.the('refused')).toMatchObject({ code: 'not_found' });
    here.say({ op: 'say', ref: 5, conversation: lobby, ...textOf('for everybody') });
    await there.the('entry', ({ conversation }) => conversation === lobby);
    expect(there.heard.filter(({ ev }) => ev === 'entry')).toHaveLength(before + 1);
    for (const [, ask] of asks) expect(await codeOf(ask(garden))).toBe('not_found');
    await here.close();
    await there.close();
  });

  test('joining and leaving at once, many times, ends in one or the other, for all that asks', async () => {
    const params = { room: 'garden' };
    for (let round = 0; round < 5; round++) {
      const there = await listen(mallory);
      await Promise.all([
        mallory.api.call(joinRoom, { params }),
        mallory.api.call(leaveRoom, { params }),
        ...[1, 2, 3].map(async (ref) => there.say({ op: 'say', ref, conversation: garden, ...textOf('now?') })),
      ]);
      const { joined } = (await mallory.api.call(listRooms)).rooms.find(({ room }) => room === 'garden') ?? {};
      const ref = 10 + round;
      there.say({ op: 'say', ref, conversation: garden, ...textOf('and now?') });
      const answer = await there.until((frame) => 'ref' in frame && frame.ref === ref);
      expect(answer.ev).toBe(joined ? 'ack' : 'refused');
      await mallory.api.call(leaveRoom, { params });
      await there.close();
    }
  });
});

describe('[M10] [M15] in a room', () => {
  test('nobody speaks for another, or takes back what another said', async () => {
    const [here, there] = [await listen(sam), await listen(mallory)];
    for (const field of ['by', 'account', 'device', 'counts', 'at', 'seq']) {
      const talk = await listen(mallory);
      talk.say(JSON.stringify({ op: 'say', ref: 1, conversation: lobby, ...textOf('as sam'), [field]: sam.account }));
      expect(await talk.the('bye')).toMatchObject({ code: 'invalid' });
    }
    const talk = await listen(mallory);
    const { content } = textOf('as sam');
    talk.say(
      JSON.stringify({ op: 'say', ref: 1, conversation: lobby, id: newId(), content: { ...content, by: 'sam' } }),
    );
    expect(await talk.the('bye')).toMatchObject({ code: 'invalid' });
    const said = textOf('what sam said');
    here.say({ op: 'say', ref: 1, conversation: lobby, ...said });
    const { seq, hash } = await here.the('ack');
    const deletion = { type: 'deletion', target: said.id, hash } as const;
    there.say({ op: 'say', ref: 1, conversation: lobby, id: newId(), content: deletion, empties: { seq } });
    there.say({ op: 'say', ref: 2, conversation: lobby, id: newId(), content: deletion, empties: { through: seq } });
    const clearing = { type: 'clearing', through: seq } as const;
    there.say({ op: 'say', ref: 3, conversation: lobby, id: newId(), content: clearing, empties: { through: seq } });
    const codes = [];
    for (const ref of [1, 2, 3]) codes.push((await there.the('refused', (one) => one.ref === ref)).code);
    expect(codes).toEqual(['forbidden', 'invalid', 'forbidden']);
    // Nor by a deletion that empties a message of one's own and names another's.
    there.say({ op: 'say', ref: 4, conversation: lobby, ...textOf('hers') });
    const own = await there.the('ack', ({ ref }) => ref === 4);
    there.say({ op: 'say', ref: 5, conversation: lobby, id: newId(), content: deletion, empties: { seq: own.seq } });
    expect(await there.the('refused', ({ ref }) => ref === 5)).toMatchObject({ code: 'invalid' });
    const { entries } = await sam.api.call(listEntries, { params: { conversation: lobby }, query: { after: seq - 1 } });
    expect(entries.slice(0, 2).map(({ payload }) => payload)).not.toContain(null);
    await here.close();
    await there.close();
  });

  test('names are what they are: case, blanks and look-alikes make no second lobby', async () => {
    for (const room of ['Lobby', ' lobby ', 'LOBBY', 'GARDEN'])
      expect(await codeOf(admin.api.call(createRoom, { body: { room } }))).toBe('room_exists');
    const odd = ['lоbby', 'lobby\u200b', '../garden', 'a b', '', 'x'.repeat(33), '.lobby', 'lobby\n', 'İ'];
    for (const room of odd)
      expect(await codeOf(admin.api.call(createRoom, { body: { room } }))).toMatch(/^(invalid|room_exists)$/);
    expect((await sam.api.call(listRooms)).rooms.map(({ room }) => room)).toEqual(['garden', 'lobby']);
    for (const room of ['__proto__', 'constructor', '%2e%2e', 'garden/online'])
      expect(await codeOf(mallory.api.call(joinRoom, { params: { room } }))).toMatch(/^(invalid|not_found)$/);
  });
});

describe('[R7] who looks at', () => {
  const direct = async (one: Member, other: Member): Promise<string> =>
    (await one.api.call(startConversation, { body: { kind: 'direct', with: other.account } })).conversation;
  const shows = (member: Member, presence: boolean) => member.api.call(setPreferences, { body: { presence } });

  test('rooms, and conversations of others, is told what one is told who made them up', async () => {
    const here = [await listen(sam), await listen(admin)];
    const there = await listen(mallory);
    const theirs = await direct(sam, admin);
    there.say({ op: 'look', conversations: [garden, lobby, theirs, nowhere] });
    expect(await there.the('online')).toEqual({ ev: 'online', conversations: [] });
    for (const conversations of ['lobby', ['x'], Array.from({ length: 17 }, () => nowhere)]) {
      const talk = await listen(mallory);
      talk.say(JSON.stringify({ op: 'look', conversations }));
      expect(await talk.the('bye')).toMatchObject({ code: 'invalid' });
    }
    await Promise.all([...here, there].map((talk) => talk.close()));
  });

  test('a conversation is told whether the other is there, as far as both show it, and nothing once it is not looked at', async () => {
    const its = await direct(mallory, sam);
    const [here, there] = [await listen(sam), await listen(mallory)];
    const told = () => there.heard.flatMap((frame) => (frame.ev === 'online' ? [frame.conversations] : []));
    const next = async (count: number): Promise<void> => {
      await expect.poll(() => told().length, { timeout: 20_000 }).toBe(count);
    };
    there.say({ op: 'look', conversations: [its] });
    await next(1);
    await shows(sam, false);
    await next(2);
    await shows(mallory, false);
    await shows(sam, true);
    // She does not show herself: that he is back is not for her.
    there.say({ op: 'look', conversations: [its] });
    await next(3);
    await shows(mallory, true);
    await next(4);
    await here.close();
    await next(5);
    expect(told()).toEqual([[its], [], [], [its], []]);
    there.say({ op: 'look', conversations: [] });
    await next(6);
    const again = await listen(sam);
    await there.the('presence', ({ online }) => online === 2);
    expect(told()).toHaveLength(6);
    await Promise.all([again.close(), there.close()]);
  });
});
