import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  clearConversation,
  getConversation,
  listConversations,
  listEntries,
} from '../../src/protocol/api/conversations.ts';
import { createThread, judgeComments } from '../../src/protocol/api/threads.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { COMMENTS, decodeClear } from '../../src/protocol/clear.ts';
import { handClock } from '../support/handClock.ts';
import { listen, newMember, textOf, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { commentIn, Visitor, written } from '../support/visitor.ts';

const clock = handClock();
let server: TestServer;
let amara: Member;
let bram: Member;
const key = 'page';

beforeAll(async () => {
  server = await bootServer({ clock });
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  amara = await newMember(server.origin, 'amara', {
    setup: server.setupLink?.split('#')[1] ?? '',
    openRegistration: true,
  });
  bram = await newMember(server.origin, 'bram');
  const body = {
    thread: key,
    mode: 'comments' as const,
    title: 'A page',
    policy: 'approval' as const,
    sites: [],
    answerers: [],
  };
  await amara.api.call(createThread, { body });
});
afterAll(() => server.close());

const logOf = async (member: Member) =>
  (await member.api.call(listConversations, { query: {} })).conversations.find(({ kind }) => kind === 'comments');
const told = async (member: Member, conversation: string) =>
  (await member.api.call(listEntries, { params: { conversation }, query: { after: 0 } })).entries.map(
    ({ payload }) => payload && decodeClear(fromBase64url(payload)),
  );

test('[O12] a comment that waits comes into the inbox of admins, live, and nobody says anything there', async () => {
  const talk = await listen(amara);
  const posted = commentIn(await new Visitor(server.origin).post(key, written));
  const live = await talk.until((frame) => frame.ev === 'entry');
  const conversation = live.ev === 'entry' ? live.conversation : '';
  const own = await logOf(amara);
  expect(own).toMatchObject({ conversation, unread: 1, sealed: false, machine: null, room: null });
  expect(own?.members.map(({ username }) => username)).toEqual(['amara']);
  const content = { type: 'comment', thread: key, title: 'A page', comment: posted.comment, name: 'Ada Lovelace' };
  expect(await told(amara, conversation)).toMatchObject([
    { by: COMMENTS, content: { ...content, text: 'Hello there.' } },
  ]);
  expect(JSON.stringify(await told(amara, conversation))).not.toContain('ada@example.org');
  expect(await logOf(bram)).toBeUndefined();
  await expect(bram.api.call(getConversation, { params: { conversation } })).rejects.toThrow('not_found');
  talk.say({ op: 'say', ref: 1, conversation, ...textOf('hello') });
  expect(await talk.until((frame) => frame.ev === 'refused')).toMatchObject({ code: 'forbidden' });
  await talk.close();
});

test('[O12] what is deleted is emptied there', async () => {
  const { conversation = '', head } = (await logOf(amara)) ?? {};
  const posted = commentIn(await new Visitor(server.origin).post(key, { ...written, message: 'Take me away' }));
  await amara.api.call(judgeComments, { body: { comments: [posted.comment], verdict: 'deleted' } });
  const entries = (await told(amara, conversation)).slice(head?.seq);
  expect(entries[0]).toBeNull();
  expect(entries[1]).toMatchObject({ by: COMMENTS, content: { type: 'deletion' } });
  expect(JSON.stringify(entries)).not.toContain('Take me away');
  expect((await logOf(amara))?.unread).toBe(1);
});

test('[O12] whoever becomes an admin is told from then on, and whoever ceases to be one no more', async () => {
  const { conversation = '' } = (await logOf(amara)) ?? {};
  await server.admin({ act: 'promote', name: 'bram' });
  expect(await logOf(bram)).toBeUndefined();
  await new Visitor(server.origin).post(key, written);
  expect(await logOf(bram)).toMatchObject({ conversation, unread: 1 });
  await bram.api.call(clearConversation, { params: { conversation }, body: { through: 100 } });
  expect(await logOf(bram)).toBeUndefined();
  expect((await logOf(amara))?.unread).toBe(2);
  await server.admin({ act: 'demote', name: 'bram' });
  await expect(bram.api.call(getConversation, { params: { conversation } })).rejects.toThrow('not_found');
});

test('[W11] [D2] what the server told between the list and the hello is heard, whatever the hello names, until it was delivered', async () => {
  await server.admin({ act: 'promote', name: 'bram' });
  const { conversations } = await bram.api.call(listConversations, { query: {} });
  expect(conversations.map(({ kind }) => kind)).toEqual(['room']);
  await new Visitor(server.origin).post(key, written);
  const { conversation = '', head } = (await logOf(bram)) ?? {};
  const lobby = conversations.map((one): [string, number] => [one.conversation, one.head.seq]);
  const hears = async (...seqs: (number | undefined)[]): Promise<void> => {
    for (const named of [[], lobby]) {
      const talk = await listen(bram, named);
      const entries = talk.heard.filter(({ ev }) => ev === 'entry');
      expect(entries).toMatchObject(seqs.map((seq) => ({ conversation, seq })));
      await talk.close();
    }
  };
  await hears(head?.seq);
  const talk = await listen(bram);
  talk.say({ op: 'delivered', conversation, seq: head?.seq ?? 0 });
  await talk.the('cursor');
  await talk.close();
  await hears();
});
