import { expect, type Page, test } from '@playwright/test';
import { Visitor, written } from '../support/visitor.ts';
import { expectSound, violations } from './support/looks.ts';
import {
  article,
  articleOf,
  comments,
  type CommentsWorld,
  commentsWorld,
  expectWritten,
  mainForm,
  tag,
  write,
} from './support/otherSite.ts';

// The tag on pages of every kind: strict, foreign to it, dark, from right to left, without a server, without JavaScript.

let world: CommentsWorld;
test.beforeAll(async () => {
  world = await commentsWorld();
});
test.afterAll(() => world.close());

const conversation = [
  { name: 'Mara', message: 'We replaced ours *last* spring, see https://example.org/pumps for how.' },
  { name: 'Jonas', message: '> last spring\n\nHow long did it take? `pumpctl --dry-run` said an hour.' },
  { name: 'نور', message: 'شكرا على المقال، كان مفيدا جدا.' },
];

/** A thread with something in it. */
async function livelyThread(key: string): Promise<void> {
  await world.thread(key);
  const visitor = new Visitor(`http://localhost:${world.server.port}`);
  for (const said of conversation) await visitor.post(key, { ...written, surname: '', ...said });
  await world.approve(key);
}

/** What the page's policy has refused so far. */
const reports = (page: Page) => page.evaluate(() => (window as { refused?: string[] }).refused ?? []);

async function openStrict(page: Page, key: string, policy: string): Promise<void> {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(window, { refused });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
  });
  const html = `<!doctype html><html lang="en"><head><title>Strict</title></head><body>${tag(world.server.origin, key)}</body></html>`;
  await page.goto(world.site.put(`/${key}`, html, { 'content-security-policy': policy }));
}

test('a page with a strict policy of its own: scripts and requests to the server are all it has to allow', async ({
  page,
}) => {
  await livelyThread('strict');
  const { origin } = world.server;
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; base-uri 'none'; form-action 'none'`;
  await openStrict(page, 'strict', `${policy}; require-trusted-types-for 'script'; trusted-types 'none'`);
  await expect(page.getByText('We replaced ours')).toBeVisible();
  expect(await reports(page)).toEqual([]);
  expect(await page.locator('.main > span').evaluate((found) => getComputedStyle(found).fontWeight)).toBe('700');
  // Without a worker the proof is worked out between other things.
  await write(mainForm(page), 'Strict but fair.');
  await expectWritten(page, 'Strict but fair.');
  expect(new Set(await reports(page))).toEqual(new Set(['trusted-types']));
});

test('a page that also allows the worker gets not one report', async ({ page }) => {
  await world.thread('kind');
  const { origin } = world.server;
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; worker-src blob:`;
  await openStrict(page, 'kind', `${policy}; require-trusted-types-for 'script'; trusted-types waxwing-embed`);
  const worker = page.waitForEvent('worker');
  await write(mainForm(page), 'Kind.');
  await worker;
  await expectWritten(page, 'Kind.');
  expect(await reports(page)).toEqual([]);
});

test('a page that allows no worker and has no Trusted Types goes without it', async ({ page }) => {
  await world.thread('workless');
  const { origin } = world.server;
  await openStrict(page, 'workless', `default-src 'none'; script-src ${origin}; connect-src ${origin}`);
  await write(mainForm(page), 'No worker.');
  await expectWritten(page, 'No worker.');
});

test('[M60] [O4] a site that the thread does not name gets one plain line and nothing of it', async ({ page }) => {
  await world.thread('private', 'open', { sites: [] });
  await page.goto(world.site.put('/private', article({ body: tag(world.server.origin, 'private') })));
  await expect(comments(page)).toHaveText(/^The comments cannot be shown just now\.Try again/);
  await expect(page.getByRole('form')).toHaveCount(0);
});

test('[M60] what is posted to a page with the tag, and to the app, is not listened to', async ({ page }) => {
  await livelyThread('posted');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const address of [
    world.site.put('/posted', article({ body: tag(world.server.origin, 'posted') })),
    world.server.origin,
  ]) {
    await page.goto(address);
    await expect(page.getByRole('heading').first()).toBeVisible();
    const before = await page.locator('body').innerText();
    asked.length = 0;
    await page.evaluate(async () => {
      const told = [
        'logout',
        { type: 'height', height: 1e6 },
        { op: 'send', text: '<b>' },
        { origin: '*', token: 'x' },
        null,
      ];
      for (const one of told) window.postMessage(one, '*');
      await new Promise(requestAnimationFrame);
    });
    expect(await page.locator('body').innerText()).toBe(before);
    expect(asked).toEqual([]);
  }
});

test('[O2] no thread, or comments off: nothing is shown, and no place is kept', async ({ page }) => {
  await world.thread('switched');
  const address = world.site.put('/switched', article({ body: tag(world.server.origin, 'switched') }));
  await page.goto(world.site.put('/none', article({ body: tag(world.server.origin, 'no-such-thread') })));
  await expect(page.locator('waxwing-comments')).toBeHidden();
  await page.goto(address);
  await expect(mainForm(page)).toBeVisible();
  await world.server.admin({ act: 'set', switch: 'public-comments', on: false });
  await page.reload();
  await expect(page.locator('waxwing-comments')).toBeHidden();
  await world.server.admin({ act: 'set', switch: 'public-comments', on: true });
});

test('a closed thread says so and is read on', async ({ page }) => {
  await world.thread('closed', 'closed');
  await page.goto(world.site.put('/closed', article({ body: tag(world.server.origin, 'closed') })));
  await expect(page.getByText('Comments are closed.')).toBeVisible();
  await expect(page.getByText('Yours would be the first.')).toBeHidden();
  expect((await page.locator('waxwing-comments').boundingBox())?.height).toBeLessThan(120);
  await expect(page.getByRole('form')).toHaveCount(0);
});

test('while the server cannot be reached, what was typed stays and there is a way on', async ({ page }) => {
  await livelyThread('down');
  await page.goto(world.site.put('/down', article({ body: tag(world.server.origin, 'down') })));
  await expect(page.getByText('We replaced ours')).toBeVisible();
  await page.context().setOffline(true);
  await write(mainForm(page), 'Is anybody there?');
  await expect(page.getByRole('status')).toHaveText('You are offline. What you wrote is still here.');
  await expect(mainForm(page).getByLabel('Message')).toHaveValue('Is anybody there?');
  await expect(mainForm(page).getByLabel('Message')).toBeFocused();
  await page.context().setOffline(false);
  const broken = (url: URL): boolean => url.pathname.startsWith('/public/');
  await page.route(broken, (route) => route.fulfill({ status: 503, body: 'gone fishing' }));
  await mainForm(page).getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status')).toHaveText(/^This could not be sent just now/);
  await page.reload();
  await expect(page.getByRole('paragraph').getByText('The comments cannot be shown just now.')).toBeVisible();
  await page.unroute(broken);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(mainForm(page).getByLabel('Message')).toHaveValue('Is anybody there?');
  await page.keyboard.press('Tab');
  await mainForm(page).getByRole('button', { name: 'Send' }).click();
  await expectWritten(page, 'Is anybody there?');
});

test("with the keyboard alone: write, send, answer, change one's mind", async ({ page }) => {
  await livelyThread('keys');
  await page.goto(world.site.put('/keys', article({ body: tag(world.server.origin, 'keys') })));
  await expect(page.getByText('We replaced ours')).toBeVisible();
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const type = (text: string) => page.keyboard.type(text);
  await press('Tab');
  await type('Ada');
  await press('Tab', 'Tab');
  await type('ada@example.org');
  await press('Tab');
  await type('By hand.');
  // The field that nobody sees is not on the way.
  await press('Tab');
  await expect(page.getByRole('button', { name: 'Send' })).toBeFocused();
  await press('Shift+Tab', 'Control+Enter');
  await expectWritten(page, 'By hand.');
  await press('Tab');
  await expect(articleOf(page, 'By hand.').getByRole('button', { name: 'Reply' })).toBeFocused();
  await press('Enter');
  const reply = page.getByRole('form', { name: 'Reply to Ada' });
  await expect(reply.getByLabel('Message')).toBeFocused();
  await press('Escape');
  await expect(reply).toHaveCount(0);
  await expect(articleOf(page, 'By hand.').getByRole('button', { name: 'Reply' })).toBeFocused();
  await press('Enter');
  await type('To myself.');
  await press('Control+Enter');
  await expectWritten(page, 'To myself.');
});

test("without JavaScript the snippet leads to the thread's own page", async ({ browser }) => {
  await livelyThread('plain');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(world.site.put('/plain', article({ body: tag(world.server.origin, 'plain') })));
  await page.getByRole('link', { name: 'Comments' }).click();
  await expect(page).toHaveURL(`${world.server.origin}/public/plain`);
  await expect(page.getByText('We replaced ours')).toBeVisible();
  await context.close();
});

/** How much of the page has moved by itself (Cumulative Layout Shift), looked at for as long as the page has loaded. */
async function shiftOf(page: Page, address: string): Promise<number> {
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(window, { seen });
    const add = ({ value }: { value: number }) => (seen.shift += value);
    const observer = new PerformanceObserver((list) =>
      (list.getEntries() as unknown as { value: number }[]).forEach(add),
    );
    observer.observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(address);
  // As people come: what is nearly in sight is there by then.
  await page.locator('waxwing-comments').evaluate((found) => {
    window.scrollTo(0, found.getBoundingClientRect().top - window.innerHeight - 300);
  });
  await expect(page.getByText('We replaced ours')).toBeVisible();
  await page.locator('waxwing-comments').scrollIntoViewIfNeeded();
  // Shifts are told with the frame after they were drawn.
  return page.evaluate(async () => {
    for (let frames = 0; frames < 5; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return (window as unknown as { seen: { shift: number } }).seen.shift;
  });
}

test('what it loads moves nothing that is in sight', async ({ browser }) => {
  await livelyThread('still');
  const { origin } = world.server;
  const long = `<p>${'The pump is thirty years old. '.repeat(400)}</p>`;
  const kept = `<script src="${origin}/embed.js" async></script><waxwing-comments data-thread="still"></waxwing-comments>`;
  const head = article({ body: kept, style: 'waxwing-comments { display: block; min-height: 100vh }' });
  const snippet = tag(origin, 'still');
  const pages = {
    '/still-long': [article({ body: long + snippet }), 0.001],
    '/still-kept': [
      head.replace(/(<script.*?<\/script>)(.*)/, '$2').replace('</head>', `${kept.split('<waxwing')[0]}</head>`),
      0.001,
    ],
    // Just below a few lines, with a footer in sight: far below the 0.1 that counts as good.
    '/still-short': [article({ body: snippet }), 0.05],
  } as const;
  for (const [path, [html, most]] of Object.entries(pages)) {
    const page = await browser.newPage();
    expect(await shiftOf(page, world.site.put(path, html)), path).toBeLessThanOrEqual(most);
    await page.close();
  }
});

test.describe('as it looks', () => {
  test('at home on a light and on a dark page, on a desk and on a phone, and axe has nothing against it', async ({
    page,
  }) => {
    await livelyThread('looks');
    await page.goto(world.site.put('/looks', article({ body: tag(world.server.origin, 'looks') })));
    await expect(page.getByText('We replaced ours')).toBeVisible();
    await expectSound(page, 'embed');
    await mainForm(page).getByRole('button', { name: 'Send' }).click();
    await expect(page.getByText('Write a message.')).toBeVisible();
    await articleOf(page, 'شكرا على المقال، كان مفيدا جدا.').getByRole('button', { name: 'Reply' }).click();
    await expectSound(page, 'embed-problems');
  });

  for (const theme of ['light', 'dark'])
    test(`${theme} because the tag says so`, async ({ page }) => {
      await livelyThread(`theme-${theme}`);
      const snippet = tag(world.server.origin, `theme-${theme}`, `data-theme="${theme}"`);
      await page.goto(world.site.put(`/theme-${theme}`, article({ body: snippet })));
      await expect(page.getByText('We replaced ours')).toBeVisible();
      await expectSound(page, `embed-${theme}`);
    });

  test('in the colour that the page has for what matters', async ({ page }) => {
    await livelyThread('accent');
    const style = 'waxwing-comments { --waxwing-accent: #ffd500 }';
    await page.goto(world.site.put('/accent', article({ body: tag(world.server.origin, 'accent'), style })));
    const send = mainForm(page).getByRole('button', { name: 'Send' });
    await expect(send).toHaveCSS('background-color', 'rgb(255, 213, 0)');
    expect(await violations(page, ['color-contrast'])).not.toContainEqual(expect.stringContaining('Send'));
  });

  test('on a page whose type and colours are its own, from right to left', async ({ page }) => {
    await livelyThread('rtl');
    const style =
      'body { background: #123 !important; color: #cde !important; font: 20px/1.8 serif; text-align: center }';
    const body = tag(world.server.origin, 'rtl');
    await page.goto(world.site.put('/rtl', article({ body, style, lang: 'ar', dir: 'rtl' })));
    await expect(page.getByText('We replaced ours')).toBeVisible();
    const form = await mainForm(page).getByLabel('Name', { exact: true }).boundingBox();
    const mail = await mainForm(page).getByLabel('E-mail').boundingBox();
    expect(form?.x).toBeGreaterThan(mail?.x ?? 0);
    expect(
      await page
        .locator('.text')
        .first()
        .evaluate((found) => getComputedStyle(found).fontSize),
    ).toBe('20px');
    expect(await violations(page, null)).toEqual([]);
    if (process.env['WAXWING_PICTURES'])
      await page.screenshot({ path: 'test-results/real/embed-rtl.png', fullPage: true });
  });

  const languages = { de: 'Nachricht', fr: 'Message', es: 'Mensaje', 'de-CH': 'Nachricht', it: 'Message' };
  for (const [lang, message] of Object.entries(languages))
    test(`in the page's language, ${lang}`, async ({ page }) => {
      await livelyThread(`words-${lang.toLowerCase()}`);
      const key = `words-${lang.toLowerCase()}`;
      await page.goto(world.site.put(`/${key}`, article({ lang, body: tag(world.server.origin, key) })));
      await expect(page.getByText('We replaced ours')).toBeVisible();
      await expect(page.getByLabel(message)).toBeVisible();
      const time = page.locator('time').first();
      const year = new Intl.DateTimeFormat(lang === 'it' ? 'en' : lang, { dateStyle: 'full', timeZone: 'UTC' });
      await expect(time).toHaveAttribute('title', new RegExp(year.format(Date.now()).split(' ')[0] ?? ''));
      await expect(page.locator('section')).toHaveAttribute('lang', lang === 'it' ? 'en' : lang.slice(0, 2));
    });
});
