import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientState, InboxRow } from '../../src/client/api.ts';
import { createThread, judgeComments } from '../../src/protocol/api/threads.ts';
import { newMember, type Member } from '../support/member.ts';
import { newPerson } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { commentIn, Visitor, written } from '../support/visitor.ts';

let server: TestServer;
let amara: Member;
beforeAll(async () => {
  server = await bootServer();
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  amara = await newMember(server.origin, 'amara', { setup, openRegistration: true });
  const body = { title: 'A page', sites: [], answerers: [] };
  await amara.api.call(createThread, { body: { ...body, thread: 'page', mode: 'comments', policy: 'approval' } });
});
afterAll(() => server.close());

const rowOf = ({ inbox }: ClientState): InboxRow | undefined => inbox.find(({ kind }) => kind === 'comments');

test('[O12] a comment that waits is a row of an admin’s inbox; deleted, it is gone from the device too', async () => {
  const sam = await newPerson(server.origin, 'sam');
  await server.admin({ act: 'promote', name: 'sam' });
  const { comment } = commentIn(await new Visitor(server.origin).post('page', written));
  await sam.until((state) => rowOf(state)?.unread === 1, 'a comment');
  const row = rowOf(sam.state());
  expect(row).toMatchObject({
    sealed: false,
    machine: null,
    with: { account: '@comments', username: 'comments' },
    preview: { mine: false, body: { type: 'comment', thread: 'page', name: 'Ada Lovelace', text: 'Hello there.' } },
  });
  const { conversation = '' } = row ?? {};
  const shown = sam.conversation(conversation);
  const view = await shown.until(({ items }) => items.length === 1, 'shown');
  expect(view).toMatchObject({ kind: 'comments', waiting: null });
  expect(view.items[0]).toMatchObject({ state: 'received', body: { type: 'comment', title: 'A page', comment } });
  expect(await sam.client.send(conversation, 'hello')).toMatchObject({ ok: false, code: 'forbidden' });
  await amara.api.call(judgeComments, { body: { comments: [comment], verdict: 'deleted' } });
  await shown.until(({ items }) => items[0]?.body.type === 'deleted', 'deleted');
  expect(rowOf(sam.state())?.unread).toBe(0);
  await server.admin({ act: 'demote', name: 'sam' });
  await sam.until((state) => rowOf(state) === undefined, 'told no more');
});
