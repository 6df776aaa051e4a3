import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Page, expect, test } from '@playwright/test';
import { handClock } from '../support/handClock.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { newOther } from './support/headless.ts';
import { conversations, createAccount, messages, profile, send } from './support/people.ts';

// The pictures of the README: a morning of a few people, on a server whose clock stands where the story has it. They
// are written with WAXWING_PICTURES=1 and are the same each time.

const root = fileURLToPath(new URL('../..', import.meta.url));
const MORNING = Date.UTC(2026, 10, 20, 7, 12);
const minutes = 60_000;

let server: TestServer;
const clock = handClock(MORNING);
test.beforeAll(async () => {
  server = await bootServer({ clock: told(), pages: `${root}dist/web` });
});
test.afterAll(() => server.close());

/** The story's time for what the server writes down; the time of day for what it waits for. */
function told() {
  return {
    now: () => clock.now(),
    after(milliseconds: number, callback: () => void) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}

test('a morning in the inbox', async ({ browser }) => {
  const page = await profile(browser, server.origin, {
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  await createAccount(page, 'amara');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Display name').fill('Amara');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.getByRole('link', { name: 'Inbox' }).click();
  const people = {
    bram: 'Bram Kessler',
    lena: 'Lena Nord',
    tomas: 'Tomas Vik',
    'ines.r': 'Ines Roth',
    'noor.haddad': 'Noor Haddad',
  };
  const [bram, lena, tomas, ines, noor] = await Promise.all(
    Object.entries(people).map(([username, name]) => newOther(server.origin, username, name)),
  );
  if (!bram || !lena || !tomas || !ines || !noor) throw new Error('somebody is missing');
  const open = async (name: string, text: string): Promise<void> => {
    await conversations(page).getByText(name).click();
    await expect(messages(page).getByText(text)).toBeVisible();
    await expect(conversations(page).getByRole('link', { name: new RegExp(`${name}.*unread`) })).toHaveCount(0);
  };

  await tomas.say('amara', 'The frames are at the workshop, ready from Monday.');
  await open('Tomas Vik', 'The frames are at the workshop');
  clock.advance(25 * minutes);
  await ines.say('amara', 'Do you ship the small ladder to Bergen as well?');
  await open('Ines Roth', 'Do you ship');
  await sendRead(page, 'We do, it takes four days.', ines);
  clock.advance(44 * minutes);
  await lena.say('amara', 'Could we look at the orchard on Thursday instead?');
  await open('Lena Nord', 'Could we look');
  await sendRead(page, 'I moved it to Thursday.', lena);
  clock.advance(41 * minutes);
  const talk = await bram.say('amara', 'Morning! Did the notary get back to you?');
  await open('Bram Kessler', 'Morning!');
  clock.advance(8 * minutes);
  await sendRead(page, 'Yes, five minutes ago. All three pages need initials.', bram);
  clock.advance(1 * minutes);
  await bram.reply(talk, 'Yes, five minutes ago. All three pages need initials.', 'Good. I have mine here already.');
  await expect(messages(page).getByText('Good. I have mine here already.')).toBeVisible();
  await messages(page).getByText('Good. I have mine').hover();
  await page
    .getByRole('article')
    .filter({ hasText: 'Good. I have mine' })
    .getByRole('button', { name: 'Reply' })
    .click();
  await sendRead(page, 'They also asked for the original of page two.', bram);
  await page.getByRole('link', { name: 'Inbox' }).click();

  clock.advance(14 * minutes);
  await noor.say('amara', 'Saturday works for me. Who brings the cake?');
  clock.advance(16 * minutes);
  await bram.say('amara', 'Here it is, I found it between the old letters.', 'No hurry, tonight is fine.');
  clock.advance(2 * minutes);
  await page.clock.setFixedTime(clock.now());
  await page.reload();
  // Nobody looks: what is new stays new while the picture is taken.
  await page.evaluate(() => Object.defineProperty(document, 'hasFocus', { value: () => false }));
  await conversations(page).getByText('Bram Kessler').click();
  await expect(messages(page).getByText('2 new')).toBeVisible();
  await expect(page).toHaveTitle('(3) Waxwing');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await picture(page, 'inbox');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect(page.getByRole('button', { name: 'Back to the inbox' })).toBeVisible();
  await picture(page, 'phone-dark');
  for (const one of [bram, lena, tomas, ines, noor]) one.close();
});

async function sendRead(page: Page, text: string, by: Awaited<ReturnType<typeof newOther>>): Promise<void> {
  await send(page, text);
  await by.read(await by.say('amara'), text);
  const sent = messages(page).getByRole('article').filter({ hasText: text }).last();
  await expect(sent.getByText('Read', { exact: true })).toBeVisible();
}

async function picture(page: Page, name: string): Promise<void> {
  const image = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  expect(image.length).toBeGreaterThan(10_000);
  if (!process.env['WAXWING_PICTURES']) return;
  mkdirSync(`${root}docs/pictures`, { recursive: true });
  await page.screenshot({ path: `${root}docs/pictures/${name}.png`, animations: 'disabled', caret: 'hide' });
}
