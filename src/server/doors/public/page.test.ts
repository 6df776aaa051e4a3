import { describe, expect, test } from 'vitest';
import type { Comment, ThreadPage } from '../../../protocol/comments.ts';
import { renderFeed } from './feed.ts';
import { wordsFor } from './language.ts';
import { messageHtml } from './markupHtml.ts';
import { renderPage } from './page.ts';
import type { PageView } from './view.ts';

const at = Date.UTC(2026, 10, 20, 9, 30);
const id = (letter: string): string => letter.repeat(22);

const comment = (changed: Partial<Comment> = {}): Comment => ({
  comment: id('a'),
  parent: null,
  name: 'Ada Lovelace',
  message: 'Hello *there*',
  at,
  editedAt: null,
  editableUntil: null,
  waiting: false,
  ...changed,
});

const threadPage = (changed: Partial<ThreadPage> = {}): ThreadPage => ({
  thread: 'guestbook',
  title: 'Guest book',
  mode: 'comments',
  policy: 'approval',
  count: 1,
  order: 'oldest',
  comments: [comment()],
  next: null,
  more: [],
  form: { token: 'a.token', bits: 16 },
  ...changed,
});

const rendered = (changed: Partial<ThreadPage> = {}, view: Partial<PageView> = {}): string =>
  renderPage({ page: threadPage(changed), words: wordsFor('en'), ...view });

describe('a page of a thread', () => {
  test('[004.1] has the comments with their times, the form with its token, and nothing of another server', () => {
    const page = rendered();
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('<h1 dir="auto">Guest book</h1>');
    expect(page).toContain('<p>Hello <em>there</em></p>');
    expect(page).toContain('<time datetime="2026-11-20T09:30:00.000Z">');
    expect(page).toContain('name="token" value="a.token"');
    expect(page).not.toMatch(/<script|\sstyle=|<style|\son[a-z]+=|(src|href)="(https?:)?\/\//);
  });

  test('[004.1] nests answers to three, and only those above the last may be answered', () => {
    const answers = ['b', 'c'].map((letter, index) => comment({ comment: id(letter), parent: id('ab'[index] ?? '') }));
    const page = rendered({ comments: [comment(), ...answers] });
    expect(page.match(/<ol class="comments">/g)).toHaveLength(3);
    expect(page.match(/reply=[a-c]{22}/g)).toEqual([`reply=${id('a')}`, `reply=${id('b')}`]);
  });

  test('[004.1] the form answers the comment that was asked for, and one that is not there is none', () => {
    expect(rendered({}, { replyTo: id('a') })).toContain(`name="parent" value="${id('a')}"`);
    for (const replyTo of [id('z'), '"><b>', '']) expect(rendered({}, { replyTo })).not.toContain('name="parent"');
  });

  test('[004.1] what is wrong stands at its field, what was typed is kept, and the first wrong field has the focus', () => {
    const typed = { name: 'Ada "A" <b>', surname: '', email: 'ada@', message: '\n</textarea><b>&amp;' };
    const page = rendered({}, { refused: { typed, problems: { email: 'not_an_address', message: 'too_long' } } });
    expect(page).toContain('<title>Please check what you wrote - Guest book</title>');
    expect(page).toContain('value="Ada &quot;A&quot; &lt;b&gt;"');
    expect(page).toContain('>\n\n&lt;/textarea&gt;&lt;b&gt;&amp;amp;</textarea>');
    expect(page).toContain('aria-describedby="email-problem email-hint" aria-invalid="true" autofocus');
    expect(page).toContain('aria-describedby="message-problem message-hint" aria-invalid="true"');
    expect(page.match(/autofocus/g)).toHaveLength(1);
    expect(page).toContain('Please write at most 10000 characters.');
  });

  test('[004.1] its author may change it, and nobody else', () => {
    expect(rendered()).not.toContain('<details');
    const page = rendered({ comments: [comment({ editableUntil: at + 1, waiting: true })] });
    expect(page).toContain(`action="/public/guestbook/${id('a')}"`);
    expect(page).toContain('name="act" value="delete"');
    expect(page).toContain('Waits for approval. Only you see it.');
  });

  test('[004.1] a change that was not taken is still there, with what is wrong', () => {
    const page = rendered(
      { comments: [comment({ editableUntil: at + 1 })] },
      { refusedEdit: { comment: id('a'), typed: ' ', problem: 'required' } },
    );
    expect(page).toContain('<details open>');
    expect(page).toContain(`aria-describedby="edit-${id('a')}-problem"`);
  });

  test('[004.1] a place that only holds answers says so', () => {
    const page = rendered({ comments: [comment({ name: '', message: '' })] });
    expect(page).toContain('This comment is no longer here.');
    expect(page).not.toContain('?reply=');
  });

  test('[004.1] is empty, closed, or thanks for a comment, in words', () => {
    expect(rendered({ count: 0, comments: [] })).toContain('No comments yet.');
    const closed = rendered({ policy: 'closed', form: null });
    expect(closed).toContain('No more comments are taken here.');
    expect(closed).not.toContain('<form');
    expect(closed).not.toContain('?reply=');
    expect(rendered({}, { done: 'waiting' })).toContain(
      'Thank you. Your comment is shown after somebody has looked at it.',
    );
  });

  test('[004.1] leads to the next page and to the other order', () => {
    const page = rendered({ order: 'newest', next: id('b') });
    expect(page).toContain(`href="/public/guestbook?order=newest&amp;after=${id('b')}"`);
    expect(page).toContain('<a href="/public/guestbook"');
  });

  test('[U1] without JavaScript a contact form says that it needs it, and has no field', () => {
    const page = rendered({ mode: 'contact', comments: [] });
    expect(page).toContain('Without it, nothing is sent.');
    expect(page).not.toMatch(/<form|<input|<textarea/);
  });

  test('[004.5] nobody sees or hears the field for programs', () => {
    expect(rendered()).toMatch(/class="trap" aria-hidden="true">[^]*name="website" tabindex="-1" autocomplete="off"/);
  });

  test('[004.2] the address of a page is a title and a path, whatever it holds', () => {
    const thread = `https://example.org/a"><b>?c='d'&e`;
    const page = rendered({ thread, title: '' });
    expect(page).toContain('example.org/a%22%3E%3Cb%3E?c=%27d%27&amp;e');
    expect(page).toContain('action="/public/https%3A%2F%2Fexample.org%2Fa%22%3E%3Cb%3E%3Fc%3D&#39;d&#39;%26e"');
  });
});

describe('the language of a page', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de-CH,de;q=0.9,en;q=0.8', 'de'],
    ['it, fr;q=0.5, es;q=0.7', 'es'],
    ['FR-ca', 'fr'],
    ['de;q=0, es', 'es'],
    ['*', 'en'],
    ['__proto__, constructor', 'en'],
    [`${'a,'.repeat(5000)}de`, 'de'],
  ])('[004.1] for %j is %s', (header, language) => {
    expect(wordsFor(header).language).toBe(language);
  });
});

test('[004.1] links of visitors are recommended by nobody', () => {
  expect(messageHtml('see https://e.org/?a=1&b="2"').source).toBe(
    '<p>see <a href="https://e.org/?a=1&amp;b=" rel="nofollow ugc noopener">https://e.org/?a=1&amp;b=</a>&quot;2&quot;</p>',
  );
});

describe('the feed', () => {
  test('[004.1] has the newest first, and nothing that only its author sees', () => {
    const feed = renderFeed(
      threadPage({
        comments: [
          comment(),
          comment({ comment: id('b'), at: at + 1 }),
          comment({ comment: id('c'), waiting: true }),
          comment({ comment: id('d'), message: '' }),
        ],
      }),
      'https://w.example',
    );
    expect(feed.match(/<id>[^<]+<\/id>/g)).toEqual([
      '<id>https://w.example/public/guestbook</id>',
      `<id>https://w.example/public/guestbook#c-${id('b')}</id>`,
      `<id>https://w.example/public/guestbook#c-${id('a')}</id>`,
    ]);
    expect(feed).toContain('<updated>2026-11-20T09:30:00.001Z</updated>');
    expect(feed).toContain('&lt;p&gt;Hello &lt;em&gt;there&lt;/em&gt;&lt;/p&gt;');
  });

  test('[004.2] is XML, whatever people write', () => {
    const feed = renderFeed(
      threadPage({
        title: 'a]]><b>\0\uFFFE',
        comments: [comment({ name: '\x1B<x>&"', message: '\uD800]]></content>' })],
      }),
      'https://w.example',
    );
    expect(feed).toContain('<title>a]]&gt;&lt;b&gt;</title>');
    expect(feed).toContain('<name>&lt;x&gt;&amp;&quot;</name>');
    expect(feed).toContain('&lt;p&gt;\uFFFD]]&amp;gt;&amp;lt;/content&amp;gt;&lt;/p&gt;');
  });
});
