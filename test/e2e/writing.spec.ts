import fs from 'node:fs';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { injections } from '../support/injections.ts';
import { serveGallery } from '../support/gallery/serve.ts';
import type { Stage } from '../support/gallery/surfaces/Stage.tsx';
import { watchForHarm } from './support/worlds.ts';

// What the box does in which one writes, and what shows what others wrote; with a client that only pretends.

let gallery: Awaited<ReturnType<typeof serveGallery>>;
test.beforeAll(async () => {
  gallery = await serveGallery();
});
test.afterAll(() => gallery.close());

const box = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });
const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true });
const messages = (page: Page) => page.getByRole('log', { name: 'Messages' });

test('keys mark what is selected, undo takes it back, and what is sent shows it; an address reads as it leads', async ({
  page,
}) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await box(page).fill('On Friday');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Control+b');
  await expect(box(page)).toHaveValue('On **Friday**');
  await page.keyboard.press('Control+i');
  await expect(box(page)).toHaveValue('On ***Friday***');
  await page.keyboard.press('Control+z');
  await expect(box(page)).toHaveValue('On **Friday**');
  await page.keyboard.press('End');
  await page.keyboard.type(', ');
  await page.keyboard.press('Control+Shift+x');
  await page.keyboard.type('early');
  await expect(box(page)).toHaveValue('On **Friday**, ~~early~~');
  await page.keyboard.press('Enter');
  await expect(messages(page).locator('strong', { hasText: 'Friday' })).toBeVisible();
  await expect(messages(page).locator('s', { hasText: 'early' })).toBeVisible();
  await expect(page.getByRole('link', { name: /You: On Friday, early/ })).toBeVisible();
  // Turned around it would read https://bank.example and lead elsewhere.
  await box(page).fill('\u202Ehttps://elsewhere.example/elpmaxe.knab//:sptth');
  await page.keyboard.press('Enter');
  const reads = await messages(page)
    .getByRole('link', { name: 'elsewhere.example' })
    .evaluate(({ firstChild: text }) => {
      const left = (at: number): number => {
        const letter = document.createRange();
        letter.setStart(text as Text, at);
        letter.setEnd(text as Text, at + 1);
        return letter.getBoundingClientRect().left;
      };
      return left(0) < left(8);
    });
  expect(reads).toBe(true);
});

test('[003.5] before it is sent it is said how much fits, and what is too long cannot be sent', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await box(page).fill('a'.repeat(1024 * 1024 - 15_000));
  await expect(page.getByText('About 15,000 characters left', { exact: true })).toBeVisible();
  await expect(send(page)).toBeEnabled();
  // A browser that is asked to find this out by itself is busy with a text of this length for many seconds.
  await expect(box(page)).toHaveAttribute('dir', 'ltr');
  await page.goto(`${gallery.address}/c/contact-vera`);
  await box(page).fill('a'.repeat(32 * 1024 + 20));
  await expect(page.getByText('About 20 characters too long for one message. Send it in parts.')).toBeVisible();
  await expect(send(page)).toBeDisabled();
});

test('where Ctrl+Enter sends, Enter begins a line', async ({ page }) => {
  await page.goto(`${gallery.address}/settings`);
  await page.getByRole('radio', { name: 'Ctrl+Enter sends', exact: true }).check();
  await page.goto(`${gallery.address}/c/with-bram`);
  await box(page).fill('one');
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  await expect(box(page)).toHaveValue('one\ntwo');
  await page.keyboard.press('Control+Enter');
  await expect(box(page)).toHaveValue('');
  await expect(messages(page).getByText('one two')).toBeVisible();

  // Also where one says a message anew.
  await page.getByRole('article').filter({ hasText: 'original of page two' }).focus();
  await page
    .getByRole('article')
    .filter({ hasText: 'original of page two' })
    .getByRole('button', { name: 'Edit' })
    .click();
  const edit = page.getByRole('textbox', { name: 'Editing' });
  await edit.fill('one');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('two');
  await expect(edit).toHaveValue('one\n**two**');
  await page.keyboard.press('Control+Enter');
  await expect(messages(page).locator('strong', { hasText: 'two' })).toBeVisible();
});

const SOAK = Boolean(process.env['WAXWING_SOAK']);
/** Each surface meets one in so many of the texts, and each text another of the surfaces; in the soak all meet all. */
const SPREAD = SOAK ? 1 : 80;
/** So many at a time: of sheets no page holds hundreds. */
const AT_A_TIME = 40;

/** The texts, and some of them with marks around them. */
const marked = injections.flatMap((text, index) =>
  index % 4 === 0 ? [text, `**x ${text} x**`, `- ${text}\n- b`] : [text],
);
const stageOf = (page: Page) => ({
  surfaces: () => page.evaluate(() => (window as unknown as { stage: Stage }).stage.surfaces),
  examine: (name: string, texts: readonly string[]) =>
    page.evaluate(([surface, some]) => (window as unknown as { stage: Stage }).stage.examine(surface, some), [
      name,
      texts,
    ] as const),
  exported: (texts: readonly string[]) =>
    page.evaluate((all) => (window as unknown as { stage: Stage }).stage.exported(all), texts),
});

test('[M56] whatever others write is text wherever it shows, and nothing comes of it', async ({ page }) => {
  if (SOAK) test.setTimeout(3_600_000);
  const harm = await watchForHarm(page);
  await page.clock.setFixedTime(Date.UTC(2026, 10, 21, 12));
  await page.addInitScript(() => Object.assign(window, { scene: 'surfaces' }));
  await page.goto(gallery.address);
  const stage = stageOf(page);
  const surfaces = await stage.surfaces();
  let tried = 0;
  for (const [place, { name, reads }] of surfaces.entries()) {
    const texts = (reads ? marked : injections).filter((_, index) => (index + place) % SPREAD === 0);
    for (let from = 0; from < texts.length; from += AT_A_TIME)
      expect.soft(await stage.examine(name, texts.slice(from, from + AT_A_TIME))).toEqual([]);
    tried += texts.length;
  }
  await expectReadable(await stage.exported(injections), page.context());
  console.log(`${surfaces.length} surfaces, ${injections.length} texts, ${tried} times one on the other`);
  await expect(page).toHaveURL(new RegExp(`^${gallery.address}/?$`));
  expect(harm).toEqual([]);
});

/** What one takes away is opened from a file: it says what was said, and there is nothing else in it. */
async function expectReadable(exported: { page: string; json: string }, context: BrowserContext): Promise<void> {
  const { conversations } = JSON.parse(exported.json) as { conversations: [{ name: string; messages: object[] }] };
  expect(conversations[0]).toMatchObject({
    name: injections.join(' '),
    messages: injections.map((text) => ({ text, from: { displayName: text } })),
  });
  const file = test.info().outputPath('export.html');
  fs.writeFileSync(file, exported.page);
  const page = await context.newPage();
  const harm = await watchForHarm(page);
  await page.goto(`file://${file}`);
  const parts = await page
    .locator('article')
    .evaluateAll((all) =>
      all.map((one) => ['b', 'blockquote', 'p', 'small'].map((part) => one.querySelector(part)?.textContent)),
    );
  // A zero is no letter of HTML.
  const written = injections.map((text) => text.replaceAll('\0', ''));
  expect(parts).toEqual(written.map((text) => [text, text, text, `🎉 ${text}`]));
  const all = written.join(' ');
  expect(await page.locator('h1, h2').allTextContents()).toEqual([`Conversations of ${all}`, all]);
  const made = await page.evaluate(() => [
    ...new Set([...document.querySelectorAll('*')].map((each) => each.localName)),
  ]);
  expect(made.toSorted()).toEqual(
    words('article b blockquote body h1 h2 h3 head header html meta p section small style time title'),
  );
  expect(harm.filter((what) => what !== `request: file://${file}`)).toEqual([]);
  await page.close();
}

const words = (text: string): string[] => text.split(' ');
