import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clearConversationId } from '../../src/crypto/verify/epochRecord.ts';
import { findPerson } from '../../src/protocol/api/account.ts';
import { type Conversation, listConversations } from '../../src/protocol/api/conversations.ts';
import { createRoom } from '../../src/protocol/api/rooms.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { encodeClear } from '../../src/protocol/clear.ts';
import { newMember } from '../support/member.ts';
import { type Person, newPerson, say } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { type Between, standBetween } from './support/between.ts';

// A server that whoever runs it has changed wants Amara's words to Bram in clear, without her agreeing to that.

const SECRET = 'for bram alone';
let server: TestServer;
let evil: Between;
let amara: Person;
let bram: Person;
let sent: string[];
/** Of Amara and Bram, as it is with encryption off. */
let conversation: string;
let account: string;
beforeEach(async () => {
  server = await bootServer();
  await server.admin({ act: 'set', switch: 'encryption', on: false });
  evil = await standBetween(server.origin);
  amara = await newPerson(evil.origin, 'amara');
  bram = await newPerson(server.origin, 'bram');
  sent = [];
  amara.network.onTraffic = (text) => void sent.push(text);
  const { api } = await newMember(server.origin, 'onlooker');
  const [own, other] = await Promise.all(
    ['amara', 'bram'].map(async (username) => (await api.call(findPerson, { params: { username } })).account),
  );
  account = own ?? '';
  conversation = toBase64url(clearConversationId(fromBase64url(account), fromBase64url(other ?? '')));
});
afterEach(async () => {
  for (const device of [amara, bram]) device.close();
  await evil.close();
  await server.close();
});

const bramBegins = async (): Promise<void> => {
  expect(await bram.client.startDirect('amara')).toMatchObject({ ok: true, conversation });
  await bram.client.agreeToClear(conversation);
  await say(bram, conversation, 'hello');
};

describe('[M53] to one person nothing is said in clear before one has agreed to that', () => {
  test('an entry that the server gives out as her own is not her consent', async () => {
    expect(await amara.client.startDirect('bram')).toMatchObject({ ok: true, conversation });
    const here = amara.conversation(conversation);
    await here.until(({ waiting }) => waiting === 'unsealed', 'the warning');
    const id = toBase64url(randomBytes(16));
    const forged = Buffer.from(
      encodeClear({ id, by: 'amara', content: { type: 'text', text: 'forged', reply: null } }),
    );
    const hash = createHash('sha256').update(forged).digest('base64url');
    evil.say({
      ev: 'entry',
      conversation,
      seq: 1,
      kind: 'message',
      at: 0,
      account,
      device: null,
      counts: true,
      payload: forged.toString('base64url'),
      hash,
      chain: hash,
    });
    await here.until(() => here.texts().includes('forged'), 'the forged entry');
    await say(amara, conversation, SECRET);
    await here.until(() => here.texts().includes(SECRET), 'written');
    expect(here.view()?.waiting).toBe('unsealed');
    await amara.client.startDirect('bram');
    expect(sent.join('\n')).not.toContain(SECRET);
  });

  test.each<[string, Partial<Conversation>]>([
    ['a group', { kind: 'group' }],
    ['a room', { kind: 'room', room: 'bram' }],
  ])('%s in the place of the conversation of two', async (_what, lie) => {
    const changed = (one: Conversation): Conversation => {
      if (one.conversation !== conversation) return one;
      const members = one.members.filter(({ username }) => lie.kind !== 'room' || username === 'amara');
      return { ...one, ...lie, members };
    };
    evil.answers = (what, body) => {
      if (!/\/conversations([/?]|$)/.test(what) || /entries|epochs/.test(what)) return body;
      const { conversations, ...rest } = body as { conversations?: Conversation[] };
      return conversations ? { ...rest, conversations: conversations.map(changed) } : changed(body as Conversation);
    };
    await bramBegins();
    const { rooms } = await amara.until(
      ({ rooms: mine, inbox }) => lie.kind !== 'room' || mine.length > 1 || inbox.length > 0,
      'the lie',
    );
    expect(rooms.length).toBeGreaterThan(0);
    const begun = await amara.client.startDirect('bram');
    if (begun.ok) await say(amara, begun.conversation, SECRET);
    await amara.client.startDirect('bram');
    expect(sent.join('\n')).not.toContain(SECRET);
  });
});

test('[M53] whoever joins a room is in that room, and in no other conversation', async () => {
  const { api } = await newMember(server.origin, 'ada', { setup: server.setupLink?.split('#')[1] ?? '' });
  await api.call(createRoom, { body: { room: 'garden' } });
  const { conversations } = await api.call(listConversations, {});
  const lobby = conversations.find(({ room }) => room === 'lobby');
  evil.answers = (what, body) => (what.includes('/join') ? { ...lobby, members: [] } : body);
  expect(await amara.client.joinRoom('garden')).toEqual({ ok: false, code: 'keys_do_not_match' });
  evil.answers = (_what, body) => body;
  expect(await amara.client.joinRoom('Garden')).toMatchObject({ ok: true });
});
