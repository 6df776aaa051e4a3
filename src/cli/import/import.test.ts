import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { readDisqus } from './disqus.ts';
import { textOfHtml } from './htmlText.ts';
import { imported, type Found } from './imported.ts';
import { readIsso } from './isso.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-import-'));
afterEach(() => {
  for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name));
});

function fileOf(content: string): string {
  const file = path.join(folder, 'export.xml');
  fs.writeFileSync(file, content);
  return file;
}

const post = (id: number, more: string, thread = 1): string =>
  `<post dsq:id="${id}"><id/><createdAt>2014-03-0${id}T10:00:00Z</createdAt>${more}<thread dsq:id="${thread}"/></post>`;

const author =
  '<author><email>ada@example.org</email><name>Ada &amp; Co</name><isAnonymous>true</isAnonymous></author>';

const disqus = `<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://disqus.com/api/schemas/1.0/disqus.xsd">
<category dsq:id="9"><forum>f</forum><title>General</title></category>
<thread dsq:id="1"><id>a</id><forum>f</forum><category dsq:id="9"/><link>https://example.org/a</link><title>About A</title><message/><createdAt>2014-01-01T00:00:00Z</createdAt><author><name>Owner</name></author></thread>
<thread dsq:id="2"><id>b</id><link>https://example.org/b#top</link><title/></thread>
${post(1, `<message><![CDATA[<p>Hello <b>there</b>, see <a href="https://example.org/?a=1&amp;b=2" rel="x">this</a>.</p><p>1 &lt; 2<br>3</p>]]></message>${author}<isDeleted>false</isDeleted><isSpam>false</isSpam>`)}
${post(2, `<message>spam</message>${author}<isSpam>true</isSpam>`)}
${post(3, `<message>gone</message>${author}<isDeleted>true</isDeleted><parent dsq:id="1"/>`)}
${post(4, `<message>An answer to what is gone</message><author><username>bob</username></author><isDeleted>false</isDeleted><parent dsq:id="3"/>`)}
${post(5, `<message>&lt;p&gt;Waits&lt;/p&gt;</message>${author}<isApproved>false</isApproved>`, 2)}
</disqus>`;

describe('Disqus', () => {
  test('[004.1] threads by the address of their page; words, names, addresses and times of comments', async () => {
    const [a, b] = (await readDisqus(fileOf(disqus))).map((thread) => imported(thread, 'disqus'));
    expect(a).toMatchObject({
      thread: 'https://example.org/a',
      title: 'About A',
      comments: [
        {
          parent: null,
          name: 'Ada & Co',
          email: 'ada@example.org',
          message: 'Hello **there**, see [this](https://example.org/?a=1&b=2).\n\n1 < 2\n3',
          at: Date.UTC(2014, 2, 1, 10),
          state: 'approved',
        },
        { parent: a?.comments[0]?.comment, name: 'bob', email: '', message: 'An answer to what is gone' },
      ],
    });
    expect(a?.comments).toHaveLength(2);
    expect(b).toMatchObject({ thread: 'https://example.org/b', comments: [{ message: 'Waits', state: 'pending' }] });
  });

  test('[004.1] the same export twice has the same ids, and another source has others', async () => {
    const [thread] = await readDisqus(fileOf(disqus));
    const ids = (source: string) => thread && imported(thread, source)?.comments.map(({ comment }) => comment);
    expect(ids('disqus')).toEqual(ids('disqus'));
    expect(ids('isso')?.filter((id) => ids('disqus')?.includes(id))).toEqual([]);
    for (const id of ids('disqus') ?? []) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  test.each([
    ['', 'no export'],
    ['not xml', 'no export'],
    ['<disqus><thread></disqus>', 'no export'],
    ['<html></html>', 'it has no <disqus>'],
    ['<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><disqus><thread>&b;</thread></disqus>', 'no export'],
    ['<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><disqus><thread>&a;</thread></disqus>', 'no export'],
  ])('[004.1] a file that is none is refused: %s', async (content, complaint) => {
    await expect(readDisqus(fileOf(content))).rejects.toThrow(complaint);
  });
});

describe('Isso', () => {
  test('[004.1] its database is read, and stays as it is', () => {
    const file = path.join(folder, 'comments.db');
    const database = new DatabaseSync(file);
    database.exec(`
      CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
      CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL,
        modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR,
        likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
      INSERT INTO threads VALUES (1, '/blog/a.html', 'A'), (2, '/blog/b?c=d', NULL);
      INSERT INTO comments VALUES
        (1, 1, NULL, 1400000000.25, NULL, 1, '192.0.2.0', 'First *one*', 'Ada', 'ada@example.org', NULL, 0, 0, x'00', 0),
        (1, 2, 1, 1400000001, NULL, 1, '192.0.2.0', 'Second', NULL, NULL, NULL, 0, 0, x'00', 0),
        (1, 3, NULL, 1400000002, NULL, 4, '', '', NULL, NULL, NULL, 0, 0, x'00', 0),
        (2, 4, NULL, 1400000003, NULL, 2, '192.0.2.0', 'Waits', 'Bob', 'no address', NULL, 0, 0, x'00', 0);`);
    database.close();
    const before = fs.readFileSync(file);
    const [a, b] = readIsso(file, 'https://example.org').map((thread) => imported(thread, 'isso'));
    expect(a).toMatchObject({
      thread: 'https://example.org/blog/a.html',
      title: 'A',
      comments: [
        { parent: null, name: 'Ada', email: 'ada@example.org', message: 'First *one*', at: 1400000000250 },
        { parent: a?.comments[0]?.comment, name: 'Anonymous', email: '', message: 'Second', state: 'approved' },
      ],
    });
    expect(a?.comments).toHaveLength(2);
    expect(b).toMatchObject({
      thread: 'https://example.org/blog/b?c=d',
      comments: [{ name: 'Bob', email: '', state: 'pending' }],
    });
    expect(fs.readFileSync(file).equals(before)).toBe(true);
  });

  test('[004.1] a file that is none is refused', () => {
    expect(() => readIsso(fileOf('not a database at all'), 'https://example.org')).toThrow('no database of Isso');
    expect(() => readIsso(path.join(folder, 'missing.db'), 'https://example.org')).toThrow('no database of Isso');
  });
});

describe('a comment from elsewhere', () => {
  const found = (id: string, parent: string | null, changed: Partial<Found> = {}): Found => ({
    id,
    parent,
    name: 'Ada',
    email: 'ada@example.org',
    message: id,
    at: Number(id.slice(1)),
    state: 'approved',
    ...changed,
  });
  const of = (...comments: Found[]) =>
    imported({ page: 'https://example.org/', title: '', comments }, 'x')?.comments ?? [];
  const answered = (...comments: Found[]) => {
    const all = of(...comments);
    return all.map(({ message, parent }) => [message, all.find(({ comment }) => comment === parent)?.message ?? null]);
  };

  test('[004.1] stands at most three deep, below what was there before it', () => {
    const chain = [found('c1', null), found('c2', 'c1'), found('c3', 'c2'), found('c4', 'c3'), found('c5', 'c4')];
    expect(answered(...chain.toReversed())).toEqual([
      ['c1', null],
      ['c2', 'c1'],
      ['c3', 'c2'],
      ['c4', 'c2'],
      ['c5', 'c2'],
    ]);
  });

  test('[004.1] that answers itself, its own answer or nobody answers none', () => {
    expect(answered(found('c1', 'c2'), found('c2', 'c1'), found('c3', 'c3'), found('c4', 'c9'))).toEqual([
      ['c1', null],
      ['c2', 'c1'],
      ['c3', null],
      ['c4', null],
    ]);
  });

  test('[004.1] is sanitised and cut to the limits', () => {
    const [one] = of(
      found('c1', null, { name: `\u202E${'x'.repeat(500)}`, message: `\0${'😀'.repeat(limits.comment + 1)}\uD800` }),
    );
    expect(Array.from(one?.name ?? '')).toHaveLength(limits.visitorName);
    expect(Array.from(one?.message ?? '')).toHaveLength(limits.comment);
    expect([one?.name.endsWith('…'), one?.message.endsWith('…')]).toEqual([true, true]);
    expect(of(found('c1', null, { message: ' \0 ' }))).toEqual([]);
  });

  test.each(['', 'javascript:alert(1)', 'file:///etc/passwd', '/a', `https://example.org/${'a'.repeat(600)}`])(
    '[004.1] of a page that has no address is left out: %.30s',
    (page) => {
      expect(imported({ page, title: '', comments: [] }, 'x')).toBeNull();
    },
  );
});

describe('HTML as text', () => {
  test.each([
    ['a<br/>b<br>c', 'a\nb\nc'],
    ['<p>a</p>\n<p>b</p>', 'a\n\nb'],
    ['<blockquote>a<br>b</blockquote>c', '> a\n> b\n\nc'],
    ['<pre><code>a</code></pre>', '```\n`a`\n```'],
    ['<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
    ['<i>a</i> <u>b</u>', '*a* b'],
    ['<a href="javascript:alert(1)">a</a>', 'a'],
    ["<a class='x' href='https://e.org/'>a</a>", '[a](https://e.org/)'],
    ['&lt;script&gt; &amp;amp; &#39; &#x27; &nope; &#x110000;', "<script> &amp; ' ' &nope; &#x110000;"],
    ['a < b > c <3', 'a < b > c <3'],
    ['<script>alert(1)</script>', 'alert(1)'],
  ])('[004.1] %s', (source, text) => {
    expect(textOfHtml(source)).toBe(text);
  });

  test('[004.1] in time that grows with its length', () => {
    const start = performance.now();
    for (const piece of ['<', '<a', '<a ', '&', '&#', '<p>', '<blockquote>', '</a>', '\n', '> \n'])
      textOfHtml(piece.repeat(20_000));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
