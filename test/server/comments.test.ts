import { afterAll, beforeAll, expect, test } from 'vitest';
import { addBlock, removeBlock, type Block } from '../../src/protocol/api/threads.ts';
import type { Comment } from '../../src/protocol/comments.ts';
import { limits } from '../../src/protocol/limits.ts';
import { bringAnswers } from '../support/brought.ts';
import { CommentsServer } from '../support/commentsServer.ts';
import type { HandClock } from '../support/handClock.ts';
import type { Member } from '../support/member.ts';
import type { TestServer } from '../support/server.ts';
import { commentIn, Visitor, written } from '../support/visitor.ts';

// What becomes of a comment: shown at once, held back, pretended, changed by its author, limited.

let world: CommentsServer;
let clock: HandClock;
let server: TestServer;
let amara: Member;

beforeAll(async () => {
  world = await CommentsServer.boot();
  ({ clock, server, admin: amara } = world);
});
afterAll(() => world.close());

const thread: CommentsServer['thread'] = (...asked) => world.thread(...asked);
const comment: CommentsServer['comment'] = (...asked) => world.comment(...asked);
const judge: CommentsServer['judge'] = (...asked) => world.judge(...asked);
const listed: CommentsServer['listed'] = (...asked) => world.listed(...asked);
const shown = async (key: string, by = new Visitor(server.origin)) => (await by.page(key)).comments;

test('[O7] on an open thread a comment with token and proof is shown at once', async () => {
  const key = await thread();
  const { comment: id, waiting } = await comment(key);
  expect(waiting).toBe(false);
  expect(await shown(key)).toMatchObject([{ comment: id }]);
});

test.each([
  ['without a form', { token: '', proof: '' }],
  ['with a token alone', { proof: '' }],
  ['with a proof of another form', { proof: '1' }],
  ['with a token that was altered', { token: 'v1.AAAA.1.AAAA.1.AAAA' }],
])('[O7] %s it waits, on an open thread too', async (_, more) => {
  const key = await thread();
  expect(await comment(key, more)).toMatchObject({ waiting: true });
  expect(await listed(key)).toMatchObject([{ held: 'no_proof' }]);
  expect(await shown(key)).toEqual([]);
});

test('[O7] the token of another thread, and one of the day before, are none', async () => {
  const [key, other] = [await thread(), await thread()];
  const visitor = new Visitor(server.origin);
  const [foreign, old] = [await visitor.form(other), await visitor.form(key)];
  clock.advance(24 * 3600_000 + 1);
  for (const form of [foreign, old])
    expect(commentIn(await visitor.post(key, { ...written, ...form })).waiting).toBe(true);
});

test('[O7] links of newcomers wait, those of who was approved from the same browser do not', async () => {
  const key = await thread();
  const visitor = new Visitor(server.origin);
  const message = 'See [this](https://example.org).';
  const first = await comment(key, { message }, visitor);
  expect(first.waiting).toBe(true);
  expect(await listed(key)).toMatchObject([{ held: 'links' }]);
  await judge('approved', first);
  expect(await comment(key, { message }, visitor)).toMatchObject({ waiting: false });
  expect(await comment(key, { message, email: 'other@example.org' }, visitor)).toMatchObject({ waiting: true });
  expect(await comment(key, { message })).toMatchObject({ waiting: true });
});

test('[O7] what is blocked waits, until it is blocked no more', async () => {
  const key = await thread();
  const blocks: Block[] = [
    { kind: 'word', value: 'casino' },
    { kind: 'email', value: '@spam.example' },
  ];
  for (const body of blocks) await amara.api.call(addBlock, { body });
  await comment(key, { message: 'The CASINO is open' });
  const visitor = new Visitor(server.origin);
  expect(await comment(key, { email: 'eve@spam.example' }, visitor)).toMatchObject({ waiting: true });
  expect(await listed(key)).toMatchObject([{ held: 'blocked', message: 'The CASINO is open' }]);
  expect(await listed(key, 'spam')).toMatchObject([{ held: 'blocked', email: 'eve@spam.example' }]);
  expect(await shown(key, visitor)).toMatchObject([{ waiting: true }]);
  for (const body of blocks) await amara.api.call(removeBlock, { body });
  expect(await comment(key, { message: 'The CASINO is open' })).toMatchObject({ waiting: false });
});

test('[M12] [M57] [O6] a form makes one comment, however often it is sent', async () => {
  const key = await thread();
  const visitor = new Visitor(server.origin);
  const form = await visitor.form(key);
  clock.advance(4000);
  const answers = [];
  for (let time = 0; time < 3; time++) answers.push(await visitor.post(key, { ...written, ...form }));
  expect(new Set(answers.map((each) => commentIn(each).comment)).size).toBe(1);
  expect(await shown(key)).toHaveLength(1);
});

test.each([
  ['the field that nobody sees', 4000, { website: 'https://spam.example' }],
  ['a form sent at once', 2900, {}],
])('[O6] %s: it looks like a comment that waits, and nothing is stored', async (_, pause, more) => {
  const key = await thread('approval');
  const visitor = new Visitor(server.origin);
  const real = commentIn(await visitor.post(key, written));
  const form = await visitor.form(key);
  clock.advance(pause);
  const bot = new Visitor(server.origin);
  const answer = await bot.post(key, { ...written, ...form, ...more });
  expect(answer.status).toBe(201);
  expect(Object.keys(commentIn(answer))).toEqual(Object.keys(real));
  expect(commentIn(answer)).toMatchObject({ waiting: true, editableUntil: clock.now() + limits.commentEditing });
  expect(bot.cookie).not.toBeNull();
  expect(await listed(key)).toHaveLength(1);
});

test('[O8] its author changes a comment and takes it back, for 15 minutes and from the same browser', async () => {
  const key = await thread();
  const [author, other] = [new Visitor(server.origin), new Visitor(server.origin)];
  const { comment: id, at, editableUntil } = await comment(key, {}, author);
  await comment(key, {}, other);
  expect(editableUntil).toBe(at + limits.commentEditing);
  const edit = (by: Visitor, message: string) => by.act(key, id, { act: 'edit', message });
  expect(await edit(author, '  Other\u202e words. ')).toMatchObject({
    status: 200,
    json: { message: 'Other words.', waiting: false, editedAt: clock.now() },
  });
  expect(await edit(author, ' ')).toMatchObject({ status: 422, json: { fields: { message: 'required' } } });
  expect((await shown(key, other)).map((each) => each.editableUntil === null)).toEqual([true, false]);
  for (const by of [other, new Visitor(server.origin)]) {
    expect((await edit(by, 'not mine')).status).toBe(404);
    expect((await by.act(key, id, { act: 'delete' })).status).toBe(404);
  }
  expect(await edit(author, 'See www.example.org')).toMatchObject({ json: { waiting: true } });
  expect(await listed(key)).toMatchObject([{ comment: id, held: 'links' }]);
  clock.advance(limits.commentEditing - 1000 - (clock.now() - at));
  const altered = new Visitor(server.origin);
  altered.cookie = (author.cookie ?? '').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect((await altered.act(key, id, { act: 'delete' })).status).toBe(404);
  expect((await author.act(key, id, { act: 'delete' })).status).toBe(204);
  expect((await author.act(key, id, { act: 'delete' })).status).toBe(404);
  const late = await comment(key, {}, author);
  clock.advance(limits.commentEditing);
  expect((await author.act(key, late.comment, { act: 'delete' })).status).toBe(403);
});

test('[O8] where comments wait for approval, changed words wait again', async () => {
  const key = await thread('approval');
  const author = new Visitor(server.origin);
  const posted = await comment(key, {}, author);
  await judge('approved', posted);
  await author.act(key, posted.comment, { act: 'edit', message: 'Something else.' });
  expect(await shown(key)).toEqual([]);
  expect(await listed(key)).toMatchObject([{ message: 'Something else.' }]);
});

test('[O9] of what is deleted an empty place stays while something answers it', async () => {
  const key = await thread();
  const author = new Visitor(server.origin);
  const top = await comment(key, {}, author);
  const answer = await comment(key, { parent: top.comment });
  await author.act(key, top.comment, { act: 'delete' });
  expect(await shown(key)).toMatchObject([
    { comment: top.comment, name: '', message: '', editableUntil: null },
    { comment: answer.comment, name: 'Ada Lovelace', parent: top.comment },
  ]);
  expect((await new Visitor(server.origin).page(key)).count).toBe(1);
  await judge('deleted', answer);
  expect(await shown(key)).toEqual([]);
});

test('[O10] answers are three deep, and only what is shown is answered', async () => {
  const key = await thread();
  const chain = [await comment(key)];
  for (let depth = 0; depth < 4; depth++) chain.push(await comment(key, { parent: chain.at(-1)?.comment }));
  expect(chain.map(({ parent }) => parent)).toEqual(
    [null, ...chain.slice(0, 3), chain[2]].map((each) => each && each.comment),
  );
  const waits = await comment(key, { proof: '' });
  await judge('spam', chain[4] as Comment);
  for (const parent of [waits, chain[4]]) {
    await expect(comment(key, { parent: parent?.comment })).rejects.toThrow('not_found');
  }
});

test('[O3] past the hundredth answer the rest is a page away, as JSON and on the page without script', async () => {
  const key = await thread();
  const [top, ...answers] = await bringAnswers(server, key, limits.answersShown + 3);
  const by = world.visitor();
  const { comments, more } = await by.page(key);
  expect(comments).toHaveLength(1 + limits.answersShown);
  expect(more).toEqual([{ comment: top, answers: 3, after: comments.at(-1)?.comment }]);
  const rest = `?answers=${top}&after=${more[0]?.after}`;
  const following = await by.page(key, rest);
  expect(following).toMatchObject({ next: null, more: [], comments: [{ comment: top }, {}, {}, {}] });
  const ids = [...comments, ...following.comments.slice(1)].map((each) => each.comment);
  expect(ids).toEqual([top, ...answers]);

  const asPage = (path: string) => by.ask('GET', path, undefined, { accept: 'text/html' });
  const page = (await asPage(`/public/${key}`)).text;
  const link = /<a href="([^"]+)">3 more answers<\/a>/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  expect(link).toBe(`/public/${key}${rest}`);
  const next = (await asPage(link ?? '')).text;
  expect(next.match(/<article/g)).toHaveLength(4);
  expect(next).toContain(`<a href="/public/${key}">All comments</a>`);
  for (const odd of ['?answers=x', `?answers=${'A'.repeat(22)}`, `?answers=${answers[0]}`, `${rest}x`])
    expect((await by.ask('GET', `/public/${key}${odd}`)).json).toMatchObject({ code: 'invalid' });
});

test('[M57] [O11] one address is limited, sooner without a proof; others are not', async () => {
  const strict = await CommentsServer.boot({
    rates: { 'address: request': { burst: 100_000, perMinute: 100_000 } },
    flags: { 'trusted-proxies': '127.0.0.1' },
  });
  try {
    const key = await strict.thread();
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const post = (address: string) => strict.visitor().ask('POST', `/public/${key}`, written, from(address));
    const statuses: Record<number, number> = {};
    for (let time = 0; time < 1000; time++) {
      const { status } = await post('198.51.100.7');
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    expect(statuses).toEqual({ 201: 60, 429: 940 });
    expect((await post('198.51.100.8')).status).toBe(201);
    expect((await post('198.51.100.7')).headers['retry-after']).toBe('1');
  } finally {
    await strict.close();
  }
});

test('[O11] after 30 days nobody knows from which network address a comment came', async () => {
  const key = await thread();
  await comment(key);
  clock.advance(limits.commentAddressLifetime + 2 * 3600_000);
  await expect.poll(async () => (await listed(key, 'approved'))[0]?.address).toBeNull();
});
