import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportThread, listSites, listThreads } from '../../src/protocol/api/threads.ts';
import { limits } from '../../src/protocol/limits.ts';
import { program } from '../support/command.ts';
import { newMember, type Member } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { commentIn, Visitor, written } from '../support/visitor.ts';

// What the command on the server's machine does with public threads.

let server: TestServer;
let amara: Member;

beforeAll(async () => {
  server = await bootServer();
  await server.admin({ act: 'set', switch: 'public-comments', on: true });
  amara = await newMember(server.origin, 'amara', {
    setup: server.setupLink?.split('#')[1] ?? '',
    openRegistration: true,
  });
});
afterAll(() => server.close());

interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The server is in this process: the command runs beside it. */
async function admin(...words: string[]): Promise<Said> {
  const { promise, resolve } = Promise.withResolvers<Said>();
  const options = { env: { PATH: process.env['PATH'] }, cwd: os.tmpdir() };
  const args = [program, 'admin', '--data', server.data, ...words];
  execFile(process.execPath, args, options, (error, stdout, stderr) =>
    resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
  );
  return promise;
}

test('[O1] the command makes threads, changes them, and sets up sites', async () => {
  expect((await admin('thread', 'guestbook', '--policy', 'open', '--site', 'https://a.example')).stdout).toBe(
    'guestbook  open  shown 0, waiting 0\n',
  );
  expect((await admin('thread', 'guestbook', '--policy', 'closed')).stdout).toContain('guestbook  closed');
  const { threads } = await amara.api.call(listThreads, { query: {} });
  expect(threads).toMatchObject([{ thread: 'guestbook', policy: 'closed', sites: ['https://a.example'] }]);
  expect((await admin('site', 'https://a.example', 'open')).stdout).toBe(
    `pages of https://a.example are open, 0 of ${limits.threadsPerSite} threads\n`,
  );
  expect((await amara.api.call(listSites)).sites).toMatchObject([{ site: 'https://a.example', policy: 'open' }]);
  expect((await admin('thread', 'contact', '--contact', '--to', 'amara')).stdout).toContain('contact  contact');
  expect((await admin('threads')).stdout.split('\n')).toHaveLength(4);
  for (const [words, complaint] of [
    [['thread', 'Not A Key'], 'KEY is a name'],
    [['thread', 'other', '--contact'], '--contact goes with --to'],
    [['thread', 'other', '--contact', '--to', 'nobody'], 'there is no user nobody'],
    [['thread', 'guestbook', '--contact', '--to', 'amara'], 'guestbook has comments and cannot become a contact form'],
    [['thread', 'other', '--policy', 'ajar'], 'the policy is'],
    [['site', 'a.example'], 'ORIGIN is like'],
    [['users', '--policy', 'open'], 'users knows no --policy'],
    [['thread', '--policy', 'open'], 'exactly one KEY is wanted'],
    [['comments', 'approve', 'x'.repeat(22)], `there is no comment ${'x'.repeat(22)}`],
    [['comments', 'approve', 'x'], 'this cannot be a comment'],
  ] as const)
    expect((await admin(...words)).stderr).toContain(complaint);
});

test('[O9] the command shows what waits, and says what becomes of it', async () => {
  await admin('thread', 'reviewed');
  const { comment } = commentIn(await new Visitor(server.origin).post('reviewed', written));
  expect((await admin('comments')).stdout).toBe(`${comment}  reviewed  Ada: Hello there.\n`);
  expect((await admin('comments', 'approve', comment)).stdout).toBe('done; waiting: 0\n');
  expect((await new Visitor(server.origin).page('reviewed')).count).toBe(1);
});

test('[O13] comments of elsewhere are brought once, and a thread is kept as lines of JSON', async () => {
  const file = path.join(server.data, 'export.xml');
  const post = (id: number, parent: string): string =>
    `<post dsq:id="${id}"><createdAt>2014-03-0${id}T10:00:00Z</createdAt><message><![CDATA[<p>Comment ${id}</p>]]></message>
     <author><email>ada@example.org</email><name>Ada</name></author><isDeleted>false</isDeleted><isSpam>false</isSpam>
     <thread dsq:id="1"/>${parent}</post>`;
  fs.writeFileSync(
    file,
    `<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
     <thread dsq:id="1"><link>https://a.example/old</link><title>Old page</title></thread>
     ${post(1, '')}${post(2, '<parent dsq:id="1"/>')}</disqus>`,
  );
  expect((await admin('import-comments', file)).stdout).toBe('brought: 2\n');
  expect((await admin('import-comments', file)).stdout).toBe('brought: 0\n');
  const thread = 'https://a.example/old';
  const { comments, title } = await new Visitor(server.origin).page(thread);
  expect(title).toBe('Old page');
  expect(comments).toMatchObject([
    { message: 'Comment 1', name: 'Ada', parent: null },
    { message: 'Comment 2', parent: comments[0]?.comment },
  ]);
  const kept = await amara.http.raw('GET', `${exportThread.path}?thread=${encodeURIComponent(thread)}`);
  expect(kept.headers['content-type']).toContain('application/x-ndjson');
  const lines = kept.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { message: string; email: string });
  expect(lines).toMatchObject([{ message: 'Comment 1', email: 'ada@example.org' }, { message: 'Comment 2' }]);
});

test('[O13] the database of an Isso is brought once: what waits waits, and what is deleted stays away', async () => {
  const file = path.join(server.data, 'comments.db');
  const isso = new DatabaseSync(file);
  isso.exec(`
    CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
    CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL, modified FLOAT,
      mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0,
      dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
    INSERT INTO threads VALUES (1, '/old/page?x=1', 'Old <page>');
    INSERT INTO comments (tid, id, parent, created, mode, text, author, email, voters) VALUES
      (1, 1, NULL, 1393668000.25, 1, 'Hello *there*' || char(10) || '<script>alert(1)</script>', 'Ada', 'ada@example.org', ''),
      (1, 2, 1, 1393668001, 1, 'An answer', NULL, NULL, ''),
      (1, 3, NULL, 1393668002, 2, 'This waits', 'Bo', 'not an address', ''),
      (1, 4, NULL, 1393668003, 4, '', '', '', '')`);
  isso.close();
  expect((await admin('import-comments', file)).stderr).toContain('wants --site ORIGIN');
  expect(await admin('import-comments', `${file}.none`)).toMatchObject({ status: 1, stdout: '' });
  const bring = () => admin('import-comments', file, '--site', 'https://a.example');
  expect((await bring()).stdout).toBe('brought: 3\n');
  expect((await bring()).stdout).toBe('brought: 0\n');
  const page = await new Visitor(server.origin).page('https://a.example/old/page?x=1');
  expect(page).toMatchObject({ title: 'Old <page>', count: 2 });
  expect(page.comments).toMatchObject([
    { name: 'Ada', message: 'Hello *there*\n<script>alert(1)</script>', at: 1393668000250 },
    { name: 'Anonymous', message: 'An answer', parent: page.comments[0]?.comment },
  ]);
  expect((await admin('comments')).stdout).toContain('Bo: This waits');
});

test('[O8] a cookie lives through one rotation of the secret, and not through two', async () => {
  await admin('thread', 'rotated');
  const visitor = new Visitor(server.origin);
  await visitor.post('rotated', written);
  const mine = async () => (await visitor.page('rotated')).comments.length;
  for (const seen of [1, 0]) {
    expect((await admin('rotate-cookie-secret')).stdout).toBe('a new key signs\n');
    expect(await mine()).toBe(seen);
  }
});

test('[H1] what visitors ask for is described, too', async () => {
  const { paths, components } = (await raw(server.origin, 'GET', '/openapi.json')).json as {
    paths: Record<string, object>;
    components: { schemas: Record<string, object> };
  };
  expect(Object.keys(paths['/public/{thread}'] ?? {})).toEqual(['get', 'post']);
  expect(paths['/public/{thread}/{comment}']).toMatchObject({
    post: { responses: { 200: {}, 204: {}, 303: {}, 422: {}, default: {} } },
  });
  expect(components.schemas['AuthorAct']).toMatchObject({
    oneOf: [{ properties: { act: { const: 'edit' } } }, { properties: { act: { const: 'delete' } } }],
  });
});
