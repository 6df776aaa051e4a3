import { expect, test, type Page } from '@playwright/test';
import { serveGallery } from '../support/gallery/serve.ts';

// What the box does in which one writes; with a client that only pretends.

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
  await box(page).fill('a'.repeat(1024 * 1024 + 20));
  await expect(page.getByText('About 20 characters too long for one message. Send it in parts.')).toBeVisible();
  await expect(send(page)).toBeDisabled();
  await page.goto(`${gallery.address}/c/contact-vera`);
  await box(page).fill('a'.repeat(32 * 1024 + 1));
  await expect(page.getByText('About 1 character too long for one message.')).toBeVisible();
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
