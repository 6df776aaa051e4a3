import { type Page, expect, test } from '@playwright/test';
import { handClock } from '../support/handClock.ts';
import { reporter } from '../support/machine.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { conversations, createAccount, fillAccount, messages, profile } from './support/people.ts';
import { quickPages } from './support/quickBuild.ts';

// Who is told what of a machine, as people see it. The server's clock goes as clocks do, and half an hour at once.

const MINUTE = 60_000;
const clock = handClock(Date.now());
const report = reporter(
  () => server.origin,
  async (name) => {
    const asked = { act: 'token', name, label: 'for a year' };
    return ((await server.admin({ act: 'machine', asked })) as { token: string }).token;
  },
);

let server: TestServer;
let page: Page;
let going: ReturnType<typeof setInterval>;
test.beforeAll(async ({ browser }) => {
  let last = Math.floor(performance.now());
  going = setInterval(() => {
    const now = Math.floor(performance.now());
    clock.advance(now - last);
    last = now;
  }, 20);
  server = await bootServer({ pages: quickPages(), clock });
  page = await profile(browser, server.origin);
  await page.goto(server.setupLink ?? '');
  await fillAccount(page, 'amara');
});
test.afterAll(async () => {
  await server.close();
  clearInterval(going);
});

const button = (name: string | RegExp, on: Page = page) => on.getByRole('button', { name, exact: true });
const goTo = (name: string, on: Page = page) => on.getByRole('navigation').getByRole('link', { name }).click();
const row = (machine: string, on: Page = page) => on.getByRole('list').getByRole('link', { name: new RegExp(machine) });
const alertsOf = (machine: string, on: Page = page) => conversations(on).getByRole('link', { name: machine });

async function open(machine: string, on: Page = page): Promise<void> {
  await goTo('Streams', on);
  await row(machine, on).click();
  await expect(on.getByRole('heading', { name: machine, exact: true })).toBeVisible();
}

async function addRule(kind: 'contains' | 'silence', words: string): Promise<void> {
  await page.getByLabel('Tell all followers').selectOption(kind);
  await page.getByLabel(kind === 'contains' ? 'Words' : 'Minutes', { exact: true }).fill(words);
  await button('Add alert').click();
  await expect(page.getByRole('dialog').getByRole('listitem').filter({ hasText: words })).toBeVisible();
}

test('[F16] a machine that falls silent for half an hour is told once, and again only after it has spoken', async () => {
  await report('pump', 'drop 1');
  await open('pump');
  await button('Alerts').click();
  await addRule('silence', '30');
  await page.keyboard.press('Escape');
  await report('pump', 'drop 2');
  await goTo('Inbox');
  await expect(alertsOf('pump')).toBeHidden();
  clock.advance(29 * MINUTE);
  await report('pump', 'drop 3');
  clock.advance(29 * MINUTE);
  await expect(alertsOf('pump')).toBeHidden();
  clock.advance(MINUTE);
  await expect(alertsOf('pump')).toContainText('Nothing came for 30 minutes');
  await expect(alertsOf('pump')).toContainText('1 unread');
  await alertsOf('pump').click();
  const told = messages(page).getByRole('article');
  await expect(told).toHaveText([/Nothing came for 30 minutes/]);
  clock.advance(35 * MINUTE);
  await report('pump', 'drop 4');
  await expect(told).toHaveCount(1);
  clock.advance(31 * MINUTE);
  await expect(told).toHaveCount(2);
});

test('[F3] open to everyone: those who are there follow, and those who come later; closed again, nobody else reads', async ({
  browser,
}) => {
  await report('bell', 'one');
  const bram = await profile(browser, server.origin);
  await createAccount(bram, 'bram');
  await goTo('Streams', bram);
  await expect(row('bell', bram)).toBeHidden();
  await open('bell');
  await button('Followers').click();
  await page.getByText('Everyone', { exact: true }).click();
  await expect(page.getByRole('switch', { name: 'Everyone' })).toBeChecked();
  await expect(row('bell', bram)).toBeVisible();
  const noor = await profile(browser, server.origin);
  await createAccount(noor, 'noor');
  await goTo('Streams', noor);
  await report('bell', 'two');
  for (const each of [bram, noor]) await expect(row('bell', each)).toContainText('two');
  await page.getByText('Everyone', { exact: true }).click();
  await expect(page.getByRole('switch', { name: 'Everyone' })).not.toBeChecked();
  for (const each of [bram, noor]) await expect(row('bell', each)).toBeHidden();
  await page.keyboard.press('Escape');
  await bram.context().close();
  await noor.context().close();
});

test('what is removed by the keyboard leaves the focus beside it, and with the last one in the sheet', async () => {
  await report('wheel', 'turn');
  await open('wheel');
  await button('Alerts').click();
  for (const words of ['one', 'two', 'three']) await addRule('contains', words);
  const remove = (words: string) => button(`Remove: When a record contains “${words}”`);
  await remove('two').focus();
  await page.keyboard.press('Enter');
  await expect(remove('two')).toBeHidden();
  await expect(remove('three')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(remove('one')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is none yet.')).toBeVisible();
  await expect(page.getByRole('dialog')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('where motion is not wanted nothing moves', async ({ browser }) => {
  const calm = await profile(browser, server.origin, { reducedMotion: 'reduce' });
  await createAccount(calm, 'lena');
  await report('loom', ...Array.from({ length: 200 }, (_, index) => `thread ${index + 1}`));
  await open('loom');
  await button('Followers').click();
  await page.getByLabel('Add somebody').fill('lena');
  await page.keyboard.press('Enter');
  await expect(
    page
      .getByRole('dialog')
      .getByText('@lena')
      .or(page.getByText('lena', { exact: true })),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await open('loom', calm);
  const list = calm.getByRole('listbox', { name: 'Records' });
  await list.focus();
  await calm.keyboard.press('Home');
  await calm.evaluate(() => {
    const moved: string[] = [];
    Object.assign(globalThis, { moved });
    const note = ({ type, target }: Event): void => {
      const longest = (target as Element)
        .getAnimations()
        .map((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0));
      if (Math.max(0, ...longest) > 1) moved.push(`${type} of ${(target as Element).className}`);
    };
    for (const type of ['animationstart', 'transitionrun']) addEventListener(type, note, true);
  });
  await calm.getByLabel('Search', { exact: true }).fill('nothing like it');
  await expect(calm.getByText('Nothing fits.')).toBeVisible();
  await button('Show all records', calm).click();
  await list.getByRole('option').first().click();
  await expect(calm.getByRole('dialog', { name: 'Record' })).toBeVisible();
  await calm.keyboard.press('Escape');
  await list.focus();
  await calm.keyboard.press('Home');
  await button('Jump to the newest', calm).click();
  await expect(list.getByRole('option').last()).toBeInViewport();
  await button('Followers', calm).click();
  await calm.keyboard.press('Escape');
  expect(await calm.evaluate(() => (globalThis as unknown as { moved: string[] }).moved)).toEqual([]);
  await calm.context().close();
});
