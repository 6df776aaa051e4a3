import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  changeThread,
  createThread,
  listComments,
  listThreads,
  putSite,
  removeThread,
} from '../../src/protocol/api/threads.ts';
import { CommentsServer } from '../support/commentsServer.ts';
import { Visitor, written } from '../support/visitor.ts';
import { newMember, type Member } from '../support/member.ts';
import type { TestServer } from '../support/server.ts';

let world: CommentsServer;
let server: TestServer;
let amara: Member;
let mallory: Member;
let visitor: Visitor;

beforeAll(async () => {
  world = await CommentsServer.boot();
  ({ server, admin: amara } = world);
  mallory = await newMember(server.origin, 'mallory');
  visitor = world.visitor();
});
afterAll(() => world.close());

const SITE = 'https://site.example';
const thread: CommentsServer['thread'] = (policy, more) => world.thread(policy, { title: 'A page', ...more });
const comment = (key: string, by = visitor) => world.comment(key, {}, by);
const approve = (id: string) => world.judge('approved', { comment: id });
const pending = (key: string) => world.listed(key);

test('[O1] [O3] an admin makes a thread, a visitor writes, an admin approves, everybody reads', async () => {
  const key = await thread('approval');
  expect(await visitor.page(key)).toMatchObject({ thread: key, title: 'A page', count: 0, comments: [], next: null });
  const posted = await comment(key);
  const { comment: id } = posted;
  expect(posted).toMatchObject({ name: 'Ada Lovelace', message: 'Hello there.', waiting: true });
  const stranger = new Visitor(server.origin);
  expect((await stranger.page(key)).comments).toEqual([]);
  expect((await visitor.page(key)).comments).toMatchObject([{ comment: id, waiting: true }]);
  const [waits] = await pending(key);
  expect(waits).toMatchObject({
    ...written,
    comment: id,
    thread: key,
    held: null,
    address: '127.0.0.1',
    state: 'pending',
  });
  expect(await approve(id)).toMatchObject({ pending: 0 });
  const { count, comments } = await stranger.page(key);
  expect({ count, comments }).toMatchObject({
    count: 1,
    comments: [{ comment: id, waiting: false, editableUntil: null }],
  });
  expect(JSON.stringify(comments)).not.toContain('example.org');
});

test('[O2] an unknown thread, one that can be none, and all while the switch is off are not found', async () => {
  const key = await thread();
  for (const path of [
    '/public/nothing-here',
    '/public/',
    '/public/A',
    '/public/%ff',
    `/public/${key}/a/b`,
    `/public/${key}/`,
  ])
    expect({ path, status: (await visitor.ask('GET', path)).status }).toEqual({ path, status: 404 });
  expect((await visitor.post('nothing-here', written)).status).toBe(404);
  await server.admin({ act: 'set', switch: 'public-comments', on: false });
  expect((await visitor.ask('GET', `/public/${key}`)).status).toBe(404);
  expect((await visitor.post(key, written)).status).toBe(404);
  expect(await amara.api.call(listThreads, { query: {} })).toMatchObject({ on: false });
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  expect((await visitor.ask('GET', `/public/${key}`)).status).toBe(200);
});

test('[O1] a page of a site that is set up has a thread, which its first comment makes', async () => {
  const page = `${SITE}/articles/one?x=ü#`.replace('ü', '%C3%BC').replace('#', '');
  expect((await visitor.ask('GET', `/public/${encodeURIComponent(page)}`)).status).toBe(404);
  await amara.api.call(putSite, { body: { site: SITE, policy: 'open' } });
  const keys = async () => (await amara.api.call(listThreads, { query: {} })).threads.map((each) => each.thread);
  expect(await visitor.page(page)).toMatchObject({ thread: page, count: 0, policy: 'open' });
  expect(await keys()).not.toContain(page);
  await comment(page);
  expect(await keys()).toContain(page);
  expect(await visitor.page(page)).toMatchObject({ count: 1 });
});

test('[O4] only pages of the sites of a thread may show it and send to it', async () => {
  const key = await thread('open', { sites: [SITE] });
  const [friend, stranger] = [new Visitor(server.origin, SITE), new Visitor(server.origin, 'https://evil.example')];
  const shown = await friend.ask('GET', `/public/${key}`);
  expect(shown.headers).toMatchObject({
    'access-control-allow-origin': SITE,
    'access-control-allow-credentials': 'true',
  });
  expect(shown.headers.vary).toContain('origin');
  await comment(key, friend);
  expect(friend.cookie).toBeNull();
  const preflight = await friend.ask('OPTIONS', `/public/${key}`);
  expect(preflight.status).toBe(204);
  expect(preflight.headers['access-control-allow-headers']).toBe('content-type');
  for (const [method, path] of [
    ['GET', key],
    ['POST', key],
    ['OPTIONS', key],
    ['POST', `${key}/${'a'.repeat(22)}`],
  ] as const) {
    const answer = await stranger.ask(method, `/public/${path}`, method === 'POST' ? written : undefined);
    expect(answer).toMatchObject({ status: 403, json: { code: 'foreign_origin' } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
  const nothing = await stranger.ask('GET', '/public/nothing-here');
  expect(nothing).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': 'https://evil.example' } });
  const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect((await visitor.ask('POST', `/public/${key}`, written, crossSite)).status).toBe(403);
  expect((await visitor.ask('GET', `/public/${key}`, undefined, crossSite)).status).toBe(200);
  const ownForm = { origin: 'null', 'sec-fetch-site': 'same-origin' };
  expect((await visitor.ask('POST', `/public/${key}`, written, ownForm)).status).toBe(201);
  expect((await visitor.ask('POST', `/public/${key}`, written, { origin: 'null' })).status).toBe(403);
});

test('[O5] what is wrong with fields is told for each, and nothing is stored', async () => {
  const key = await thread();
  const answer = await visitor.post(key, { ...written, name: ' ', email: 'nobody', message: 'x'.repeat(10_001) });
  expect(answer.status).toBe(422);
  expect(answer.json).toEqual({
    code: 'invalid',
    fields: { name: 'required', email: 'not_an_address', message: 'too_long' },
  });
  expect(await visitor.page(key)).toMatchObject({ count: 0, comments: [] });
});

test('[O1] only admins see and do anything here', async () => {
  const body = {
    thread: 'of-mallory',
    mode: 'comments' as const,
    title: '',
    policy: 'open' as const,
    sites: [],
    answerers: [],
  };
  await expect(mallory.api.call(createThread, { body })).rejects.toThrow('forbidden');
  await expect(mallory.api.call(listComments, { query: { state: 'pending' } })).rejects.toThrow('forbidden');
});

test('[O5] a thread is changed, closed and removed', async () => {
  const key = await thread();
  const posted = await comment(key);
  await amara.api.call(changeThread, { body: { thread: key, policy: 'closed' } });
  expect(await visitor.page(key)).toMatchObject({ policy: 'closed', form: null, count: 1 });
  expect((await visitor.post(key, written)).json).toMatchObject({ code: 'forbidden' });
  await amara.api.call(removeThread, { body: { thread: key } });
  expect((await visitor.ask('GET', `/public/${key}`)).status).toBe(404);
  await approve(posted.comment);
  const again = {
    thread: key,
    mode: 'comments' as const,
    title: '',
    policy: 'open' as const,
    sites: [],
    answerers: [],
  };
  await amara.api.call(createThread, { body: again });
  await expect(amara.api.call(createThread, { body: again })).rejects.toThrow('thread_exists');
});
