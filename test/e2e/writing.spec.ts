import { expect, test, type Page } from '@playwright/test';
import { injections } from '../support/injections.ts';
import { serveGallery } from '../support/gallery/serve.ts';
import { asShown } from './support/reading.ts';
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

test('keys mark what is selected, undo takes it back, and what is sent shows it', async ({ page }) => {
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
});

test('[M56] whatever others write is text wherever it shows: messages with marks, quotes, previews, alerts, names', async ({
  page,
}) => {
  const harm = await watchForHarm(page);
  await page.addInitScript(() => Object.assign(window, { scene: 'surfaces' }));
  await page.goto(gallery.address);
  // The marks are found once what finds them is here.
  const show = (texts: readonly string[]) =>
    page.evaluate((all) => (window as unknown as { show: (those: readonly string[]) => void }).show(all), texts);
  await show(['**here**']);
  await expect(page.locator('[data-surface=message] strong').first(), harm.join()).toBeVisible();
  const some = process.env['WAXWING_SOAK'] ? injections : injections.filter((_, index) => index % 6 === 0);
  const marked = some.flatMap((text, index) => (index % 4 === 0 ? [`**x ${text} x**`, `- ${text}\n- b`] : [text]));
  for (let from = 0; from < marked.length; from += 300) {
    const texts = marked.slice(from, from + 300);
    await show(texts);
    const seen = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[data-text]')].map((section) => {
        const of = (surface: string) =>
          section.querySelector<HTMLElement>(`[data-surface=${surface}]`)?.textContent ?? '';
        return {
          message: section.querySelector('[data-surface=message] article > div[dir=auto]')?.textContent ?? '',
          preview: of('preview'),
          room: of('room'),
          reply: of('reply'),
          quote: section.querySelector('[data-surface=message] article > button')?.textContent ?? '',
          comment: of('comment'),
          alert: of('alert'),
          event: of('event'),
          name: of('name'),
        };
      }),
    );
    const line = (text: string) => asShown(text.slice(0, 600)).replaceAll(/\s+/g, ' ').trim();
    for (const [index, text] of texts.entries()) {
      const words = seen[index]!;
      expect(words.message.replaceAll(/\s+/g, '')).toBe(listless(asShown(text)).replaceAll(/\s+/g, ''));
      for (const where of ['preview', 'room', 'reply', 'quote'] as const)
        expect(words[where], where).toContain(line(text));
      for (const where of ['comment', 'alert', 'event', 'name'] as const) expect(words[where], where).toContain(text);
    }
    const wrong = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          '[data-text] :is(script, iframe, img, object, embed, form, style, link, base, meta), a[href]',
        ),
      ]
        .map((element) => element.getAttribute('href') ?? element.outerHTML)
        .filter((address) => !/^(https?:|mailto:|\/(c|rooms|comments|streams|u)\b)/.test(address)),
    );
    expect(wrong).toEqual([]);
  }
  await expect(page).toHaveURL(new RegExp(`^${gallery.address}/?$`));
  expect(harm).toEqual([]);
});

/** A list draws its dashes; they are no words. */
const listless = (words: string): string =>
  words.endsWith('\n- b') ? words.replace(/^- /, '').replace(/\n- b$/, 'b') : words;
