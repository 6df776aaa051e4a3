import { type Page, expect, test } from '@playwright/test';
import { exportThread, ReviewedComment } from '../../src/protocol/api/threads.ts';
import { sanitise, sanitiseText } from '../../src/protocol/commentFields.ts';
import { Submission } from '../../src/protocol/comments.ts';
import { limits } from '../../src/protocol/limits.ts';
import { type Block, type Inline, parseMarkup } from '../../src/protocol/markup.ts';
import { renderFeed } from '../../src/server/doors/public/feed.ts';
import { wordsFor } from '../../src/server/doors/public/language.ts';
import { renderPage } from '../../src/server/doors/public/page.ts';
import { systemClock } from '../../src/server/system.ts';
import { contact } from '../support/contactVisitor.ts';
import { injections } from '../support/injections.ts';
import { Visitor } from '../support/visitor.ts';
import { article, type CommentsWorld, commentsWorld, tag } from './support/otherSite.ts';
import { conversations, createAccount, logIn, messages, profile } from './support/people.ts';
import { asShown } from './support/reading.ts';
import { watchForHarm } from './support/worlds.ts';

// [004.2] What visitors write is text wherever it shows: whatever is tried, in every field, nothing runs, loads or leads away.

/** As many as one page shows. */
const BATCH = limits.topCommentsPage;
const SOAK = Boolean(process.env['WAXWING_SOAK']);
/** Of those that are told one after another in an inbox, a part; all of them in the soak. */
const isTried = (_: unknown, index: number): boolean => SOAK || index % 8 === 0;

interface Batch {
  readonly thread: string;
  readonly title: string;
  readonly written: readonly Submission[];
}

let world: CommentsWorld;
let batches: readonly Batch[];
let thought = 0;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  world = await commentsWorld({ clock: { ...systemClock, now: () => systemClock.now() + thought } });
  const all = injections.map(submissionOf);
  batches = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => ({
    thread: `payloads-${index}`,
    title: titleOf(injections.slice(index * BATCH).join(' ')),
    written: all.slice(index * BATCH, (index + 1) * BATCH),
  }));
  await Promise.all(batches.map(post));
});
test.afterAll(() => world.close());

/** The same in every field, as far as the field takes it. */
function submissionOf(text: string): Submission {
  const short = Array.from(text).slice(0, limits.visitorName).join('');
  const local = text.replaceAll(/[^a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]/g, '').slice(0, 60);
  return Submission.parse({ name: short, surname: short, email: `${local || 'x'}@example.org`, message: text });
}

/** As an admin may call a thread. */
const titleOf = (text: string): string => sanitiseText(text, 'one').slice(0, limits.threadTitle).toWellFormed().trim();

async function post(batch: Batch): Promise<void> {
  await postWaiting(batch);
  await world.approve(batch.thread);
}

async function postWaiting({ thread, title, written }: Batch): Promise<void> {
  await world.thread(thread, 'approval', { title });
  const visitor = new Visitor(world.server.origin);
  for (const submission of written) {
    const { status, text } = await visitor.post(thread, submission);
    if (status !== 201) throw new Error(`${submission.message}: ${text}`);
  }
}

interface Shown {
  readonly name: string;
  readonly message: string;
}

/** What is to be read of each: all of it, but for what the writing of emphasis, code and links takes. */
function expected({ written }: Batch): Shown[] {
  return written.map(sanitise).map(({ name, surname, message }) => ({
    name: `${name} ${surname}`,
    message: plain(parseMarkup(message)),
  }));
}

const plain = (nodes: readonly (Block | Inline)[]): string =>
  nodes.map((node) => ('text' in node ? node.text : 'children' in node ? plain(node.children) : '')).join('');

const harmless = (harm: readonly string[], ...known: string[]): string[] =>
  harm.filter((what) => !known.some((start) => what.startsWith(start)));

test('[004.2] there are more than 500, and nearly all are shown to the letter', () => {
  expect(injections.length).toBeGreaterThan(500);
  const otherwise = batches.flatMap((batch) => {
    const shown = expected(batch);
    return batch.written.map(sanitise).filter(({ message }, index) => shown[index]?.message !== message);
  });
  expect(otherwise.length).toBeLessThan(injections.length / 20);
  for (const { message } of otherwise) expect(message).toMatch(/[*_`>[]/);
});

test('[M56] [004.2] on the page without JavaScript', async ({ page }) => {
  const harm = await watchForHarm(page);
  for (const batch of batches) {
    const address = `${world.server.origin}/public/${batch.thread}`;
    await page.goto(address);
    const shown = await page.locator('article').evaluateAll((articles) =>
      articles.map((one) => ({
        name: one.querySelector('header strong')?.textContent,
        message: one.querySelector('.message')?.textContent,
      })),
    );
    expect(shown).toEqual(expected(batch));
    expect(await page.locator('title, h1').allTextContents()).toEqual([batch.title, batch.title]);
    expect(await foreignParts(page)).toEqual([]);
    expect(page.url()).toBe(address);
  }
  expect(harm).toEqual([]);
});

/** Elements and attributes that only a payload would bring. */
function foreignParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const own =
      'a article blockquote body br button code details div em form h1 h2 head header html input label li link main meta nav ol p pre span strong summary textarea time title';
    const elements = Array.from(document.querySelectorAll('*'));
    const strange = elements.filter(
      (one) => !own.split(' ').includes(one.localName) || one.closest('svg, math') !== null,
    );
    const attributes = elements.flatMap((one) =>
      Array.from(one.attributes).filter(({ name }) => /^on|^style$|^src/.test(name)),
    );
    const links = Array.from(document.links).filter(({ protocol }) => !/^https?:$/.test(protocol));
    const recommended = Array.from(document.querySelectorAll('.message a:not([rel="nofollow ugc noopener"])'));
    return [...strange, ...links, ...recommended]
      .map((one) => one.outerHTML)
      .concat(attributes.map(({ name }) => name));
  });
}

test('[M56] [004.2] in titles of threads, on their pages and in their feeds', async ({ page }) => {
  const titles = injections.map(titleOf).filter((title) => title !== '');
  const about = { thread: 'titles', mode: 'comments', policy: 'open', order: 'oldest', count: 0 } as const;
  const documents = titles.map((title) => {
    const shown = { ...about, title, comments: [], next: null, more: [], form: null };
    return [renderPage({ page: shown, words: wordsFor('en') }), renderFeed(shown, 'http://localhost')] as const;
  });
  const found = await page.evaluate((all) => {
    const parser = new DOMParser();
    const read = (text: string, type: DOMParserSupportedType, names: string) =>
      Array.from(parser.parseFromString(text, type).querySelectorAll(names), (one) => one.textContent);
    const elements = (text: string) =>
      Array.from(parser.parseFromString(text, 'text/html').querySelectorAll('*'), (one) => one.localName).join(' ');
    return all.map(([html, feed]) => ({
      elements: elements(html),
      titles: [...read(html, 'text/html', 'title, h1'), ...read(feed, 'application/xml', 'feed > title')],
    }));
  }, documents);
  expect(found.map((one) => one.titles)).toEqual(titles.map((title) => [title, title, title]));
  expect(new Set(found.map((one) => one.elements)).size).toBe(1);
});

test('[M56] [004.2] in what an admin takes away as JSON: every line is JSON, and says what was written', async () => {
  for (const { thread, title, written } of batches) {
    const kept = await world.admin.http.raw('GET', `${exportThread.path}?thread=${thread}`);
    const lines = kept.text
      .trimEnd()
      .split('\n')
      .map((line) => ReviewedComment.parse(JSON.parse(line)));
    expect(lines).toMatchObject(
      written.map(sanitise).map(({ name, surname, email, message }) => ({ title, name, surname, email, message })),
    );
  }
});

test('[M56] [004.2] in the fields of a form that comes back, and in what its address says', async ({ page }) => {
  const harm = await watchForHarm(page);
  await world.thread('typed');
  const address = `${world.server.origin}/public/typed`;
  for (let at = 0; at < injections.length; at += 100) {
    const text = injections
      .slice(at, at + 100)
      .join(' ')
      .replaceAll('\0', '');
    await page.goto(address);
    for (const field of ['name', 'surname', 'email', 'message']) await page.locator(`#${field}`).fill(text);
    const [answer] = await Promise.all([page.waitForResponse(address), page.locator('#form button').click()]);
    expect(answer.status()).toBe(422);
    for (const field of ['name', 'surname', 'email', 'message'])
      expect(await page.locator(`#${field}`).inputValue()).toBe(text);
    expect(await foreignParts(page)).toEqual([]);
  }
  for (const text of injections.slice(0, SOAK ? 100 : 12)) {
    const query = new URLSearchParams({ reply: text, done: text }).toString();
    await page.goto(`${address}?${query}`, { waitUntil: 'commit' });
    expect(await foreignParts(page)).toEqual([]);
  }
  expect(harmless(harm, 'console: Failed to load resource: the server responded with a status of 422')).toEqual([]);
});

test('[M56] [004.2] in the feed, even for a reader that takes its HTML as it is', async ({ page }) => {
  const harm = await watchForHarm(page);
  await page.goto(`${world.server.origin}/public/typed`);
  const reader = await page.context().newPage();
  const harmOfReader = await watchForHarm(reader);
  for (const batch of batches) {
    const { text } = await new Visitor(world.server.origin).ask('GET', `/public/${batch.thread}/feed`);
    const shown = await reader.evaluate((xml) => {
      const feed = new DOMParser().parseFromString(xml, 'application/xml');
      if (feed.querySelector('parsererror')) throw new Error(feed.documentElement.textContent);
      return Array.from(feed.querySelectorAll('entry')).map((entry) => {
        const article = document.createElement('article');
        article.innerHTML = entry.querySelector('content')?.textContent ?? '';
        document.body.replaceChildren(article);
        return { name: entry.querySelector('author > name')?.textContent, message: article.textContent };
      });
    }, text);
    expect(shown).toEqual(expected(batch).toReversed());
  }
  await reader.close();
  expect([...harm, ...harmOfReader]).toEqual([]);
});

test('[M56] [004.2] under an article of another site, by the tag', async ({ page }) => {
  const harm = await watchForHarm(page);
  for (const batch of batches) {
    const address = world.site.put(`/${batch.thread}`, article({ body: tag(world.server.origin, batch.thread) }));
    await page.goto(address);
    const articles = page.locator('ol.top > li > article');
    await expect(articles).toHaveCount(batch.written.length);
    const shown = await articles.evaluateAll((all) =>
      all.map((one) => ({
        name: one.querySelector('.author')?.textContent,
        message: one.querySelector('.text')?.textContent,
      })),
    );
    expect(shown).toEqual(expected(batch));
    expect(page.url()).toBe(address);
  }
  expect(harmless(harm, `request: ${world.site.origin}/`, 'console: Failed to load resource')).toEqual([]);
});

test('[M56] [004.2] before their reviewers: in the inbox, and in the queue with e-mail addresses', async ({
  browser,
}) => {
  const origin = `http://localhost:${world.server.port}`;
  await createAccount(await profile(browser, origin), 'nia');
  await world.server.admin({ act: 'promote', name: 'nia' });
  const page = await profile(browser, origin);
  const harm = await watchForHarm(page);
  await logIn(page, 'nia');
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  const told = new Set<string>();
  let seen = 0;
  const tried = batches.filter(isTried);
  for (const [index, batch] of tried.entries()) {
    const { written } = batch;
    await postWaiting({ ...batch, thread: `inbox-${index}` });
    const last = sanitise(written.at(-1) ?? submissionOf(''));
    const line = `${last.name} ${last.surname}: ${last.message}`;
    await expect(conversations(page).getByRole('listitem').first()).toContainText(line.slice(0, 60));
    if (index === 0) await conversations(page).getByRole('link').first().click();
    for (const { name, surname, message } of written.map(sanitise))
      told.add(
        JSON.stringify([`${name} ${surname} on ${batch.title}`, message.slice(0, limits.noticeText).toWellFormed()]),
      );
    // So high that all of a batch is in sight; only now, since every notice would paint it anew.
    await page.setViewportSize({ width: 1200, height: 10_000 });
    await expect(async () => {
      await messages(page).evaluate((log) => log.scrollTo({ top: log.scrollHeight }));
      const newest = messages(page).getByRole('article').last();
      expect(await newest.textContent()).toContain(last.message.slice(0, 60));
    }).toPass();
    const notices = await messages(page)
      .getByRole('article')
      .evaluateAll((all) =>
        all.map((one) => [one.querySelector('bdi')?.textContent ?? '', one.querySelector('p[dir=auto]')?.textContent]),
      );
    seen += notices.length;
    expect(notices.map((one) => JSON.stringify(one)).filter((one) => !told.has(one))).toEqual([]);
    await page.setViewportSize({ width: 1200, height: 800 });
  }
  expect(seen).toBeGreaterThan(tried.flatMap(({ written }) => written).length / 2);
  for (const { thread, written } of batches) {
    const place = `/comments?thread=${thread}&state=approved`;
    await page.goto(place);
    const list = page.getByRole('list', { name: 'Comments' });
    await expect(list.getByRole('article')).toHaveCount(written.length);
    const shown = await list.getByRole('article').evaluateAll((all) =>
      all.map((one) => ({
        label: one.getAttribute('aria-label'),
        head: Array.from(one.querySelectorAll('header > span')).map((part) => part.textContent),
        message: one.querySelector('p[dir=auto]')?.textContent,
      })),
    );
    const all = written.map(sanitise).toReversed();
    expect(shown.map(({ head, message }) => ({ head, message }))).toEqual(
      all.map(({ name, surname, email, message }) => ({ head: [`${name} ${surname}`, email], message })),
    );
    expect(new URL(page.url()).pathname).toBe('/comments');
  }
  const names = await page.locator('section[aria-labelledby=public-heading] li bdi').allTextContents();
  for (const { title } of batches) expect(names).toContain(title);
  expect(harm).toEqual([]);
});

test('[M56] [004.2] in a contact form: before those who answer, and in the answer behind the private link', async ({
  browser,
}) => {
  const origin = `http://localhost:${world.server.port}`;
  const page = await profile(browser, origin);
  const harm = await watchForHarm(page);
  await createAccount(page, 'oda');
  const title = titleOf(injections.join(' '));
  await world.thread('contact', 'open', { mode: 'contact', title, answerers: ['oda'] });
  const visitor = await browser.newPage();
  const harmOfVisitor = await watchForHarm(visitor);
  const asHandsDo = { advance: (time: number) => void (thought += time) };
  for (const [index, message] of longTexts().entries()) {
    const fields = submissionOf(injections[index * 7] ?? '');
    const { name, surname, email } = sanitise(fields);
    const link = await contact(new Visitor(origin), asHandsDo, 'contact', { name, surname, email, message });
    await page.goto(`/c/${link.conversation}`);
    await expect(page.locator('#conversation-heading')).toHaveText(`${name} ${surname}`);
    await expect(page.getByText(email, { exact: true })).toBeVisible();
    const said = messages(page).locator('article > div[dir=auto]');
    await expect(said).toHaveCount(1);
    // Lines and points are elements of their own: between them stand no line breaks, and dashes are drawn.
    const bare = (text: string) => asShown(text).replaceAll(/\s+|^- /gm, '');
    await expect.poll(async () => bare((await said.textContent()) ?? '')).toBe(bare(message));
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill(message);
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(said).toHaveCount(2);
    await expect(page.getByText('Sent', { exact: true })).toBeVisible();

    const secret = Buffer.from(link.secret).toString('base64url');
    await visitor.goto(`${origin}/contact/${link.conversation}#${secret}`);
    await expect(visitor.getByRole('article')).toHaveCount(2);
    expect(await visitor.locator('h1').allTextContents()).toEqual([title]);
    expect(await visitor.locator('article p').allTextContents()).toEqual([message, message]);
  }
  await visitor.goto(`${origin}/public/contact`);
  await expect(visitor.locator('h2').first()).toHaveText(title);
  await visitor.close();
  expect([...harm, ...harmOfVisitor]).toEqual([]);
});

/** All of them, as many in one text as it holds. */
function longTexts(): string[] {
  const texts: string[] = [];
  for (const injection of injections) {
    const longer = sanitiseText(`${texts.at(-1) ?? ''}\n${injection}`, 'many');
    if (texts.length > 0 && Array.from(longer).length < limits.comment) texts[texts.length - 1] = longer;
    else texts.push(sanitiseText(injection, 'many'));
  }
  return texts;
}
