import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listComments } from '../../src/protocol/api/threads.ts';
import { CommentsServer } from '../support/commentsServer.ts';
import type { HandClock } from '../support/handClock.ts';
import type { Member } from '../support/member.ts';
import { raw, type RawAnswer } from '../support/raw.ts';
import type { TestServer } from '../support/server.ts';
import { commentIn, type Visitor, written } from '../support/visitor.ts';

// What is done to a public thread by those who mean no good.

const FOREIGN = 'https://evil.example';
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
const comment = (key: string, by: Visitor, more: object = {}) => world.comment(key, more, by);
const visitor = (): Visitor => world.visitor();
async function stored(key: string): Promise<number> {
  const pages = (['pending', 'approved', 'spam', 'rejected'] as const).map(
    async (state) => (await world.listed(key, state)).length,
  );
  return (await Promise.all(pages)).reduce((sum, count) => sum + count, 0);
}
/** An answer without what differs from one comment to the next. */
function alike({ status, headers, text }: RawAnswer): unknown {
  const { date: _date, ...rest } = headers;
  const same = (part: string): string =>
    part.replaceAll(/[A-Za-z0-9_-]{22,}(\.[0-9]+\.[A-Za-z0-9_-]{43})?/g, 'ID').replaceAll(/\b[0-9]{13}\b/g, 'TIME');
  return { status, headers: JSON.parse(same(JSON.stringify(rest))) as unknown, text: same(text) };
}

describe('[M57] [004.5] what fills the hidden field, or is faster than hands', () => {
  const asForm = (fields: object) => new URLSearchParams(Object.entries(fields) as [string, string][]);
  const sent = {
    'as JSON': (by: Visitor, key: string, fields: object) => by.post(key, fields),
    'as a form': (by: Visitor, key: string, fields: object) =>
      by.ask('POST', `/public/${key}`, asForm(fields), { origin: server.origin }),
  };
  const traps = {
    'the hidden field': { pause: 4000, website: 'https://spam.example' },
    'no time at all': { pause: 0, website: '' },
  };

  test.each(Object.keys(sent) as (keyof typeof sent)[])(
    'gets the answer of a comment that waits, to the byte: %s',
    async (way) => {
      const key = await thread('approval');
      const post = async (pause: number, website: string) => {
        const by = visitor();
        const form = await by.form(key);
        clock.advance(pause);
        return sent[way](by, key, { ...written, ...form, website });
      };
      const real = alike(await post(4000, ''));
      for (const { pause, website } of Object.values(traps)) expect(alike(await post(pause, website))).toEqual(real);
      expect(await stored(key)).toBe(1);
    },
  );
});

test('[M12] [M57] [O6] a token that is sent many times at once makes one comment', async () => {
  const key = await thread();
  const form = await visitor().form(key);
  clock.advance(4000);
  const answers = await Promise.all(Array.from({ length: 20 }, () => visitor().post(key, { ...written, ...form })));
  expect(new Set(answers.map((answer) => commentIn(answer).comment)).size).toBe(1);
  expect(await stored(key)).toBe(1);
});

test('[M59] [004.4] a cookie that is changed at any byte is nobody: it sees, changes and deletes nothing', async () => {
  const key = await thread('approval');
  const author = visitor();
  const { comment: id } = await comment(key, author);
  const cookie = author.cookie ?? '';
  const start = cookie.indexOf('=') + 1;
  expect((await author.page(key)).comments).toHaveLength(1);
  for (let at = start; at < cookie.length; at++) {
    const forger = visitor();
    const put = cookie[at] === 'A' ? 'B' : 'A';
    const forge = (): void => void (forger.cookie = cookie.slice(0, at) + put + cookie.slice(at + 1));
    forge();
    expect((await forger.page(key)).comments).toEqual([]);
    forge();
    expect((await forger.act(key, id, { act: 'edit', message: 'Forged' })).status).toBe(404);
    forge();
    expect((await forger.act(key, id, { act: 'delete' })).status).toBe(404);
  }
  expect((await author.page(key)).comments).toMatchObject([{ message: written.message }]);
});

describe('[M44] [O4] a page of somebody else, in the browser of an author', () => {
  const headers: [string, Record<string, string>][] = [
    ['a form', { origin: FOREIGN, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    [
      'a form of a frame without an origin',
      { origin: 'null', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
    ['a form of a browser that tells no site', { origin: FOREIGN }],
    ['a form of a browser that tells no origin', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['a form of a host that only begins alike', { origin: `http://localhost.evil.example` }],
    ['a form of another port', { origin: 'http://localhost:1' }],
  ];
  test.each(headers)('%s writes, changes and deletes nothing', async (_, asked) => {
    const key = await thread();
    const author = visitor();
    const { comment: id } = await comment(key, author);
    const forms: [string, Record<string, string>][] = [
      [`/public/${key}`, { ...written, message: 'Not mine' }],
      [`/public/${key}/${id}`, { act: 'edit', message: 'Not mine' }],
      [`/public/${key}/${id}`, { act: 'delete' }],
    ];
    for (const [path, fields] of forms) {
      for (const body of [new URLSearchParams(fields), fields]) {
        const answer = await author.ask('POST', path, body, asked);
        expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
      }
    }
    expect((await author.page(key)).comments).toMatchObject([{ message: written.message }]);
    expect(await stored(key)).toBe(1);
  });

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencodedx', ''])(
    'nor does a body that browsers send without asking: %s',
    async (type) => {
      const key = await thread();
      const text = JSON.stringify(written);
      const answer = await raw(server.origin, 'POST', `/public/${key}`, { text, headers: { 'content-type': type } });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(await stored(key)).toBe(0);
    },
  );
});

describe('[O7] somebody new who wants a link on an open thread', () => {
  const link = { message: 'Buy at https://spam.example' };
  test.each([
    ['writes something harmless before', async () => {}],
    ['writes much that is harmless before', async (key: string, by: Visitor) => void (await comment(key, by))],
  ])('%s, and the link waits all the same', async (_, before) => {
    const key = await thread();
    const by = visitor();
    expect(await comment(key, by)).toMatchObject({ waiting: false });
    await before(key, by);
    expect(await comment(key, by, link)).toMatchObject({ waiting: true });
  });

  test('puts it in by a change, of the first comment or of another', async () => {
    const key = await thread();
    const by = visitor();
    const first = await comment(key, by);
    const second = await comment(key, by);
    for (const { comment: id } of [first, second]) {
      const changed = await by.act(key, id, { act: 'edit', ...link });
      expect(changed.json).toMatchObject({ waiting: true });
    }
  });

  test('is known once somebody has approved their words, and no longer when they change those', async () => {
    const key = await thread();
    const by = visitor();
    const first = await comment(key, by, link);
    await world.judge('approved', first);
    expect(await comment(key, by, link)).toMatchObject({ waiting: false });
    expect((await by.act(key, first.comment, { act: 'edit', message: 'Other words' })).status).toBe(200);
    expect(await comment(key, by, link)).toMatchObject({ waiting: true });
  });
});

describe('[M25] [M58] [004.3] what is no form', () => {
  const { name: _name, ...nameless } = written;
  const wrong: unknown[] = [
    null,
    1,
    'text',
    [],
    [written],
    { ...written, name: 1 },
    { ...written, name: null },
    { ...written, name: ['Ada'] },
    { ...written, name: { toString: 'Ada' } },
    { ...written, email: true },
    { ...written, message: { $gt: '' } },
    { ...written, message: ['a', 'b'] },
    { ...written, parent: 'x' },
    { ...written, parent: "' OR 1=1 --" },
    { ...written, token: 'x'.repeat(513) },
    { ...written, token: {} },
    { ...written, proof: '1e5' },
    { ...written, proof: 5 },
    { ...written, website: {} },
    nameless,
  ];
  test.each(wrong.map((body) => [JSON.stringify(body).slice(0, 60), body]))(
    'is refused and not stored: %s',
    async (_, body) => {
      const key = await thread();
      const answer = await raw(server.origin, 'POST', `/public/${key}`, { body });
      expect([400, 422]).toContain(answer.status);
      expect(answer.json).toMatchObject({ code: 'invalid' });
      expect(await stored(key)).toBe(0);
    },
  );

  test.each([
    ['', 'nothing'],
    ['{', 'half of one'],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'many lists in lists'],
    [`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'many objects in objects'],
    ['\uFEFF{}', 'a mark before it'],
    ['\0', 'a zero byte'],
  ])('is refused as JSON: %#', async (text) => {
    const key = await thread();
    const headers = { 'content-type': 'application/json' };
    const answer = await raw(server.origin, 'POST', `/public/${key}`, { text, headers });
    expect([400, 422]).toContain(answer.status);
    expect(await stored(key)).toBe(0);
  });

  test('nor may it be as large as it likes', async () => {
    const key = await thread();
    for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
      const text = type.endsWith('json') ? JSON.stringify({ message: 'x'.repeat(2e6) }) : `message=${'x'.repeat(2e6)}`;
      const answer = await raw(server.origin, 'POST', `/public/${key}`, { text, headers: { 'content-type': type } });
      expect(answer.status).toBe(413);
    }
    expect(await stored(key)).toBe(0);
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'changes no object of the server: %s',
    async (name) => {
      const key = await thread();
      const forms = [
        {
          text: `{"${name}":{"polluted":"yes","admin":true},"name":"Ada"}`,
          headers: { 'content-type': 'application/json' },
        },
        {
          text: `${name}=polluted&${name}[polluted]=yes&${name}.polluted=yes`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        },
      ];
      for (const form of forms) {
        const { status } = await raw(server.origin, 'POST', `/public/${key}`, form);
        expect([400, 422]).toContain(status);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect('polluted' in {}).toBe(false);
    },
  );
});

test('[M58] [004.6] what is sanitised first is what is validated and stored', async () => {
  const key = await thread('approval');
  const dirty = {
    name: `\u202E${'é'.normalize('NFD').repeat(80)}\0 `,
    email: ' ada@example.org\u200B\n',
    message: '\r\na\tb\r\n',
  };
  expect((await visitor().post(key, { ...written, ...dirty })).status).toBe(201);
  const empty = { name: '\u202E\0', email: '\u200B', message: '\r\n\t' };
  const refused = await visitor().post(key, { ...written, ...empty });
  expect(refused.json).toMatchObject({ fields: { name: 'required', email: 'required', message: 'required' } });
  const { comments } = await amara.api.call(listComments, { query: { state: 'pending', thread: key } });
  expect(comments).toMatchObject([{ name: 'é'.repeat(80), email: 'ada@example.org', message: 'a b' }]);
});

describe('[M58] [004.2] a form of odd spelling', () => {
  const post = (key: string, text: string) =>
    raw(server.origin, 'POST', `/public/${key}`, {
      text,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
    });
  const fields = new URLSearchParams(written).toString();
  const only = async (key: string) =>
    (await amara.api.call(listComments, { query: { state: 'pending', thread: key } })).comments;

  test('counts a field once, however often it is there', async () => {
    const key = await thread();
    expect((await post(key, `${fields}&name=Eve&name=Mallory&email=eve%40example.org`)).status).toBe(303);
    expect(await only(key)).toMatchObject([{ name: 'Mallory', email: 'eve@example.org' }]);
  });

  test('may hold bytes that are no text: they are marked as such, and nothing breaks', async () => {
    const key = await thread();
    expect((await post(key, `${fields}&message=a%ffb%C0%BCc%ED%A0%80d%zz%`)).status).toBe(303);
    expect(await only(key)).toMatchObject([{ message: 'a\uFFFDb\uFFFD\uFFFDc\uFFFD\uFFFD\uFFFDd%zz%' }]);
  });

  test('puts no line into a header, wherever line breaks stand', async () => {
    const key = await thread();
    const breaks = '%0D%0ASet-Cookie:%20evil=1%0D%0A%0D%0A<b>';
    const odd = ['name', 'surname', 'message', 'website2', 'act'].map((field) => `${field}=x${breaks}`).join('&');
    const answers = [
      await post(key, `${odd}&email=ada%40example.org`),
      await post(key, `${odd}&email=ada%40example.org${breaks}`),
      await post(`${key}${breaks}`, fields),
      await visitor().ask('GET', `/public/${key}?done=waiting${breaks}&reply=${breaks}&order=oldest`),
      await visitor().ask('GET', `/public/${key}/feed?after=${breaks}`),
      await visitor().ask('GET', `/public/${key}${breaks}/feed`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([303, 422, 404, 200, 200, 404]);
    for (const { headers } of answers) {
      expect(JSON.stringify(headers['set-cookie'] ?? [])).not.toContain('evil');
      expect(Object.values(headers).flat().join('')).not.toMatch(/[\r\n]|<b>/);
    }
    expect(await only(key)).toMatchObject([
      { name: 'x Set-Cookie: evil=1  <b>', surname: 'x Set-Cookie: evil=1  <b>' },
    ]);
  });
});

test('[004.3] nothing of all this was an error of the server', () => {
  expect(server.logged.filter((line) => /"level":(50|60)|"level":"(error|fatal)"/.test(line))).toEqual([]);
});
