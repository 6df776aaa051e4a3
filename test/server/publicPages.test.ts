import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeComments, listComments } from '../../src/protocol/api/threads.ts';
import type { ThreadPolicy } from '../../src/protocol/comments.ts';
import { limits } from '../../src/protocol/limits.ts';
import { CommentsServer } from '../support/commentsServer.ts';
import type { HandClock } from '../support/handClock.ts';
import type { Member } from '../support/member.ts';
import type { RawAnswer } from '../support/raw.ts';
import type { TestServer } from '../support/server.ts';
import { Visitor, written } from '../support/visitor.ts';

// Threads as browsers without script have them: pages and forms.

let world: CommentsServer;
let clock: HandClock;
let server: TestServer;
let amara: Member;

beforeAll(async () => {
  world = await CommentsServer.boot();
  ({ clock, server, admin: amara } = world);
});
afterAll(() => world.close());

const thread = (policy: ThreadPolicy = 'approval', more: Parameters<CommentsServer['thread']>[1] = {}) =>
  world.thread(policy, more);

const asPage = { accept: 'text/html,*/*;q=0.8' };

/** A browser without script. */
class Reader extends Visitor {
  get(path: string, more: Record<string, string> = {}): Promise<RawAnswer> {
    return this.ask('GET', path, undefined, { ...asPage, ...more });
  }

  send(path: string, fields: Record<string, string>): Promise<RawAnswer> {
    return this.ask('POST', path, new URLSearchParams(fields), { ...asPage, origin: this.server });
  }

  /** As somebody who reads, thinks and writes. */
  async write(key: string, fields: Record<string, string> = {}): Promise<RawAnswer> {
    const token = inputIn((await this.get(`/public/${key}`)).text, 'token');
    clock.advance(4000);
    return this.send(`/public/${key}`, { ...written, token, website: '', ...fields });
  }
}

const inputIn = (page: string, name: string): string =>
  new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? '';

async function approveAll(key: string): Promise<void> {
  const { comments } = await amara.api.call(listComments, { query: { state: 'pending', thread: key } });
  const body = { comments: comments.map(({ comment }) => comment), verdict: 'approved' as const };
  await amara.api.call(judgeComments, { body });
}

describe('a page', () => {
  test('[004.1] is HTML that nothing can run in, and says so to browsers', async () => {
    const page = await new Reader(server.origin).get(`/public/${await thread()}`);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'self'; form-action 'self'/,
    );
    expect(page.headers).toMatchObject({
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-language': 'en',
    });
    expect(page.headers['set-cookie']).toBeUndefined();
  });

  test.each([
    ['de', 'Kommentar schreiben'],
    ['fr-CA', 'Écrire un commentaire'],
    ['es', 'Escribir un comentario'],
    ['it', 'Write a comment'],
  ])('[004.1] speaks the language of the browser: %s', async (language, words) => {
    const page = await new Reader(server.origin).get(`/public/${await thread()}`, { 'accept-language': language });
    expect(page.text).toContain(words);
  });

  test('[004.1] has a stylesheet of its own', async () => {
    const { status, headers, text } = await new Reader(server.origin).get('/public/-/style.css');
    expect([status, headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(text).toContain('light-dark(');
  });

  test('[004.1] that is not there says so in words; JSON gets its problem', async () => {
    const reader = new Reader(server.origin);
    for (const path of ['/public/nothing', '/public/%2e%2e', `/public/${await thread()}/nothing`]) {
      const page = await reader.get(path);
      expect([path, page.status, page.headers['content-type']]).toEqual([path, 404, 'text/html; charset=utf-8']);
      expect(page.text).toContain('There is nothing here.');
      expect((await reader.ask('GET', path)).json).toMatchObject({ code: 'not_found' });
    }
  });
});

describe('a form', () => {
  test('[004.1] is thanked for, waits, and is on the page once it is approved', async () => {
    const [key, reader] = [await thread(), new Reader(server.origin)];
    const answer = await reader.write(key, { message: 'Hello *there*' });
    expect([answer.status, answer.headers.location]).toEqual([303, `/public/${key}?done=waiting#done`]);
    const own = (await reader.get(`/public/${key}?done=waiting`)).text;
    expect(own).toContain('Thank you. Your comment is shown after somebody has looked at it.');
    expect(own).toContain('Waits for approval. Only you see it.');
    const stranger = new Reader(server.origin);
    expect((await stranger.get(`/public/${key}`)).text).not.toContain('Hello');
    await approveAll(key);
    expect((await stranger.get(`/public/${key}`)).text).toContain('<p>Hello <em>there</em></p>');
    expect((await stranger.get(`/public/${key}/feed`)).text).toContain(
      '&lt;p&gt;Hello &lt;em&gt;there&lt;/em&gt;&lt;/p&gt;',
    );
  });

  test('[004.3] gets the page back with each mistake at its field, and what was typed', async () => {
    const [key, reader] = [await thread(), new Reader(server.origin)];
    const page = await reader.write(key, { name: ' ', email: 'no "address"', message: 'x'.repeat(limits.comment + 1) });
    expect([page.status, page.headers['content-type']]).toEqual([422, 'text/html; charset=utf-8']);
    for (const field of ['name', 'email', 'message']) expect(page.text).toContain(`id="${field}-problem"`);
    expect(page.text).not.toContain('id="surname-problem"');
    expect(inputIn(page.text, 'email')).toBe('no &quot;address&quot;');
    expect(page.headers['set-cookie']).toBeUndefined();
    const answer = await reader.send(`/public/${key}`, { ...written, token: inputIn(page.text, 'token') });
    expect(answer.status).toBe(303);
    await approveAll(key);
    expect((await reader.page(key)).count).toBe(1);
  });

  test('[004.1] that answers a comment stands below it', async () => {
    const [key, reader] = [await thread(), new Reader(server.origin)];
    await reader.write(key);
    await approveAll(key);
    const [parent] = (await reader.page(key)).comments;
    const page = (await reader.get(`/public/${key}?reply=${parent?.comment}`)).text;
    expect(page).toContain('Reply to Ada Lovelace');
    await reader.write(key, { message: 'An answer', parent: inputIn(page, 'parent') });
    await approveAll(key);
    expect((await reader.get(`/public/${key}`)).text).toMatch(/<ol[^]*<ol[^]*An answer[^]*<\/ol>[^]*<\/ol>/);
  });

  test('[004.1] changes and deletes what this browser wrote, for a quarter of an hour', async () => {
    const [key, reader] = [await thread(), new Reader(server.origin)];
    await reader.write(key);
    const [mine] = (await reader.page(key)).comments;
    const path = `/public/${key}/${mine?.comment}`;
    const wrong = await reader.send(path, { act: 'edit', message: ' ' });
    expect([wrong.status, wrong.text.includes('<details open>')]).toEqual([422, true]);
    expect((await new Reader(server.origin).send(path, { act: 'delete' })).status).toBe(404);
    const edited = await reader.send(path, { act: 'edit', message: 'Other words' });
    expect([edited.status, edited.headers.location]).toEqual([303, `/public/${key}?done=waiting#done`]);
    expect((await reader.get(`/public/${key}`)).text).toContain('Other words');
    const deleted = await reader.send(path, { act: 'delete' });
    expect(deleted.headers.location).toBe(`/public/${key}?done=deleted#done`);
    await reader.write(key);
    const [late] = (await reader.page(key)).comments;
    clock.advance(limits.commentEditing);
    const tooLate = await reader.send(`/public/${key}/${late?.comment}`, { act: 'delete' });
    expect([tooLate.status, tooLate.text.includes('This is no longer possible.')]).toEqual([403, true]);
  });

  test('[004.1] to a closed thread is refused in words', async () => {
    const key = await thread('closed');
    const answer = await new Reader(server.origin).send(`/public/${key}`, written);
    expect([answer.status, answer.text.includes('This is no longer possible.')]).toEqual([403, true]);
  });
});

test('[O11] a form beyond the limits keeps what was typed, and says to wait', async () => {
  const tight = await CommentsServer.boot({
    clock,
    rates: { 'address: comment without proof': { burst: 1, perMinute: 1 } },
  });
  try {
    const key = await tight.thread();
    const reader = new Reader(tight.server.origin);
    expect((await reader.write(key)).status).toBe(303);
    clock.advance(-4000);
    const refused = await reader.write(key, { message: 'Long and "dear"' });
    expect([refused.status, refused.headers['retry-after'] !== undefined]).toEqual([429, true]);
    expect(refused.text).toContain('>\nLong and &quot;dear&quot;</textarea>');
    expect(refused.text).toContain('Please wait a minute');
  } finally {
    await tight.close();
  }
});

test('[U1] a contact form without script takes nothing', async () => {
  const key = await thread('open', { mode: 'contact', answerers: ['amara'] });
  const reader = new Reader(server.origin);
  expect((await reader.get(`/public/${key}`)).text).toContain('Without it, nothing is sent.');
  expect((await reader.send(`/public/${key}`, written)).status).toBe(403);
  expect((await reader.get(`/public/${key}/feed`)).status).toBe(404);
});
