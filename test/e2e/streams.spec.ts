import { readFileSync } from 'node:fs';
import { type Locator, type Page, expect, test } from '@playwright/test';
import { setFollowers } from '../../src/protocol/api/streams.ts';
import { reporter } from '../support/machine.ts';
import { newSender } from '../support/sender.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { expectSound } from './support/looks.ts';
import { payloads } from './support/payloads.ts';
import { createAccount, fillAccount, logIn, profile } from './support/people.ts';
import { quickPages } from './support/quickBuild.ts';
import { workOf } from './support/work.ts';
import { watchForHarm } from './support/worlds.ts';

// What machines report, as people see it: a real server, machines that send by HTTP, browsers.

const SOAK = Boolean(process.env['WAXWING_SOAK']);
/** Records of the long stream, how often it is scrolled on, and how long the page may work for a frame of that, milliseconds. */
const MANY = SOAK ? 100_000 : 8000;
const FRAMES = 240;
const FRAME = 25;

let server: TestServer;
let page: Page;
const report = reporter(() => server.origin);
test.beforeAll(async ({ browser }) => {
  server = await bootServer({ pages: quickPages() });
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  page = await profile(browser, server.origin);
  await page.goto(server.setupLink ?? '');
  await fillAccount(page, 'amara');
});
test.afterAll(() => server.close());

const button = (name: string, on: Page = page) => on.getByRole('button', { name, exact: true });
const records = (on: Page = page) => on.getByRole('listbox', { name: 'Records' });
const record = (text: string | RegExp, on: Page = page) => records(on).getByRole('option').filter({ hasText: text });
const row = (machine: string, on: Page = page) => on.getByRole('list').getByRole('link', { name: new RegExp(machine) });
const streams = (on: Page = page) => on.getByRole('navigation').getByRole('link', { name: 'Streams' });

/** The admin says who follows, as the page would. */
async function follow(machine: string, ...add: string[]): Promise<void> {
  const path = setFollowers.path.replace(':machine', machine);
  const answer = await page.request.post(path, { data: { add, remove: [] }, headers: { origin: server.origin } });
  expect(answer.status(), await answer.text()).toBe(200);
}

const open = async (machine: string, on: Page = page): Promise<void> => {
  await streams(on).click();
  await row(machine, on).click();
  await expect(on.getByRole('heading', { name: machine, exact: true })).toBeVisible();
};

/** Escape is pressed in the moment in which `row`, which has the focus, goes. */
const escapeWhenGone = (row: Locator): Promise<void> =>
  row.evaluate((element) => {
    const observer = new MutationObserver(() => {
      if (element.isConnected) return;
      observer.disconnect();
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });

test('[F2] [F7] a machine reports for the first time: it is there, live, and who follows is said', async ({
  browser,
}) => {
  await streams().click();
  await expect(page.getByText('No machine has reported yet')).toBeVisible();
  await report('dale', 'Hail Dale!', { message: 'disk is nearly full', level: 'warning' });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Not followed' })).toBeVisible();
  await row('dale').click();
  await expect(page.getByText('The server can read what machines send.')).toBeVisible();
  await expect(record('Hail Dale!')).toBeVisible();
  await button('Follow').click();
  await expect(button('Follow')).toBeHidden();
  await report('dale', { message: 'disk is full', level: 'error' });
  await expect(record('disk is full')).toContainText('error');
  await expectSound(page, 'stream');

  const bram = await profile(browser, server.origin);
  await createAccount(bram, 'bram');
  await button('Followers').click();
  await page.getByLabel('Add somebody').fill('nobody-at-all');
  await button('Add').click();
  await expect(page.getByText('Nobody here is called "nobody-at-all".')).toBeVisible();
  await page.getByLabel('Add somebody').fill('@bram');
  await button('Add').click();
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveText([/amara/, /bram/]);
  await page.keyboard.press('Escape');
  await expect(page.getByText('You and 1 other').first()).toBeVisible();
  await report('dale', 'for two');
  await open('dale', bram);
  await expect(record('for two', bram)).toBeVisible();
  await button('Followers', bram).click();
  await expect(bram.getByLabel('Add somebody')).toBeHidden();
  await button('Stop following', bram).click();
  await expect(bram.getByText('There is no such stream for you')).toBeVisible();
  await bram.close();
});

test('[F4] what is read on the phone is read on the desktop', async ({ browser }) => {
  await report('bell', 'first');
  await follow('bell', 'amara');
  const phone = await profile(browser, server.origin, { viewport: { width: 390, height: 844 } });
  await logIn(phone, 'amara');
  await streams().click();
  await streams(phone).click();
  await expect(row('bell', phone)).toBeVisible();
  await report('bell', 'second', 'third');
  await expect(row('bell')).toContainText(/[23] unread/);
  await row('bell', phone).click();
  await expect(record('third', phone)).toBeVisible();
  await expect(phone.getByRole('heading', { name: 'Streams', exact: true })).toBeHidden();
  await expect(row('bell')).not.toContainText('unread');
  await button('Back to the streams', phone).click();
  await expect(phone.getByRole('heading', { name: 'Streams', exact: true })).toBeVisible();
  await phone.close();
});

test('[F9] [F10] [F11] searched, narrowed by level and time, counted, paused, copied, downloaded', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const hour = 3_600_000;
  const now = Date.now();
  await report(
    'mill',
    ...Array.from({ length: 40 }, (_, index) => ({
      message: `grain ${index} weighed`,
      level: 'info',
      at: now - 30 * hour + index,
    })),
    ...Array.from({ length: 30 }, (_, index) => ({
      message: `flour ${index} packed`,
      level: 'info',
      at: now - hour / 3 + index,
    })),
    { message: 'the belt is torn', level: 'error', at: now - 1000 },
  );
  await follow('mill', 'amara');
  await open('mill');
  await expect(record('the belt is torn')).toBeVisible();
  await expect(page.getByText(/31 records in 24 hours · .* per hour · 1 error/)).toBeVisible();

  await page.keyboard.press('/');
  await expect(page.getByLabel('Search', { exact: true })).toBeFocused();
  await page.keyboard.type('weigh');
  await expect(records().locator('mark').first()).toHaveText('weigh');
  await expect(records().getByRole('option').first()).toHaveAttribute('aria-setsize', '40');
  await page.getByLabel('Search', { exact: true }).fill('');
  await page.getByLabel('Level', { exact: true }).selectOption('error');
  await expect(records().getByRole('option')).toHaveText([/the belt is torn/]);
  await expect(page.getByText(/^Whole stream: 31 records in 24 hours/)).toBeVisible();
  await record('the belt is torn').click();
  await button('Show in the stream').click();
  await expect(record('flour 29 packed')).toBeVisible();
  await expect(record('the belt is torn')).toHaveAttribute('aria-selected', 'true');
  await page.getByLabel('Time', { exact: true }).selectOption('60');
  await expect(records().getByRole('option').first()).toHaveAttribute('aria-setsize', '31');
  await page
    .getByRole('toolbar', { name: 'Records over time' })
    .getByRole('button', { name: /1 error$/ })
    .click();
  await expect(records().getByRole('option').last()).toContainText('the belt is torn');
  await expect(records().getByRole('option')).toHaveCount(1);

  const href = await page.getByRole('link', { name: 'Download' }).getAttribute('href');
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const file = readFileSync(await (await waiting).path(), 'utf8');
  expect(
    file
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message),
  ).toEqual(['the belt is torn']);
  expect(href).toContain('from=');

  await page.getByLabel('Search', { exact: true }).fill('elephants');
  await button('Show all records').click();
  await expect(record('the belt is torn')).toBeVisible();
  await button('Pause').click();
  await report('mill', 'more flour', 'more grain');
  await expect(button('Jump to the newest, 2 new records')).toBeVisible();
  await expect(record('more grain')).toHaveCount(0);
  await button('Jump to the newest, 2 new records').click();
  await expect(record('more grain')).toBeVisible();
  await records().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+ArrowUp');
  await button('Copy').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n').map((line) => line.split('\t').slice(1))).toEqual([
    ['-', 'more flour'],
    ['-', 'more grain'],
  ]);
});

test('[F9] [F10] a time from and to is chosen, and a time that ends now passes', async () => {
  const now = Date.now();
  const MINUTE = 60_000;
  const ages = [180, 120, 119, 59, 30, 0];
  await report('clockwork', ...ages.map((age) => ({ message: `tick ${age} ago`, at: now - age * MINUTE - 1000 })));
  await follow('clockwork', 'amara');
  await page.clock.install();
  await open('clockwork');
  const time = page.getByLabel('Time', { exact: true });
  await time.selectOption('From … to …');
  const sheet = page.getByRole('dialog', { name: 'Time' });
  await sheet.getByLabel('From', { exact: true }).fill(minuteOf(now - 60 * MINUTE));
  await sheet.getByLabel('To', { exact: true }).fill(minuteOf(now - 130 * MINUTE));
  await button('Show').click();
  await expect(sheet.getByText('The end has to be after the beginning.')).toBeVisible();
  await sheet.getByLabel('From', { exact: true }).fill(minuteOf(now - 130 * MINUTE));
  await sheet.getByLabel('To', { exact: true }).fill(minuteOf(now - 110 * MINUTE));
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  await expect(records().getByRole('option')).toHaveText([/tick 120 ago/, /tick 119 ago/]);
  await expect(page.getByText(/^2 records · .* · no errors$/)).toBeVisible();

  await time.selectOption('Last hour');
  await expect(records().getByRole('option')).toHaveText([/tick 59 ago/, /tick 30 ago/, /tick 0 ago/]);
  await expect(page.getByText(/^3 records · /)).toBeVisible();
  const kept = await record('tick 30 ago').elementHandle();
  await pass(10 * MINUTE);
  await expect(records().getByRole('option')).toHaveText([/tick 30 ago/, /tick 0 ago/]);
  await expect(page.getByText(/^2 records · /)).toBeVisible();
  expect(await kept?.evaluate((element) => element.isConnected)).toBe(true);
  await pass(60 * MINUTE);
  await expect(page.getByText('Nothing fits.')).toBeVisible();
  await expect(page.getByText(/^0 records/)).toBeVisible();
});

/** In the page; what it does every few seconds it does once more at the end. */
async function pass(milliseconds: number): Promise<void> {
  await page.clock.fastForward(milliseconds);
  await page.clock.runFor(10_000);
}

/** As the field of a browser takes it; the browsers here live in UTC. */
const minuteOf = (at: number): string => new Date(at).toISOString().slice(0, 16);

test('[F13] [F14] a rule turns a record into a message in the inbox, and that leads back to the record', async () => {
  await report('furnace', ...Array.from({ length: 60 }, (_, index) => `round ${index + 1}`));
  await follow('furnace', 'amara');
  await open('furnace');
  await button('Alerts').click();
  await button('Add alert').click();
  await expect(page.getByText('Say what the record has to contain.')).toBeVisible();
  await page.getByLabel('Words', { exact: true }).fill('too hot');
  await button('Add alert').click();
  await expect(page.getByRole('dialog').getByText('When a record contains “too hot”')).toBeVisible();
  await page.getByLabel('Tell all followers').selectOption('silence');
  await button('Add alert').click();
  const remove = page.getByRole('dialog').getByRole('button', { name: 'Remove: When nothing came for 30 minutes' });
  await escapeWhenGone(remove);
  await remove.click();
  await expect(page.getByRole('dialog')).toBeHidden();

  await report('furnace', { message: 'round 61: TOO HOT', level: 'error' });
  await report('furnace', ...Array.from({ length: 60 }, (_, index) => `round ${index + 62}`));
  await page.getByRole('navigation').getByRole('link', { name: 'Inbox' }).click();
  const alerts = page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: /furnace/ });
  await expect(alerts).toContainText('round 61: TOO HOT');
  await expect(alerts).toContainText('1 unread');
  await alerts.click();
  const alert = page.getByRole('log', { name: 'Messages' }).getByRole('article');
  await expect(alert).toContainText('Contains “too hot”');
  await expect(page.getByText('nobody can write to it')).toBeVisible();
  await expect(alerts).not.toContainText('unread');
  await alert.getByRole('link', { name: 'Show in the stream' }).click();
  await expect(page.getByRole('heading', { name: 'furnace', exact: true })).toBeVisible();
  await expect(record('round 61: TOO HOT')).toBeInViewport();
  await expect(record('round 61: TOO HOT')).toHaveAttribute('aria-selected', 'true');
});

test('[I11] [F17] what is sealed is opened on the device, in the stream and in the inbox', async () => {
  const sender = newSender(() => server.origin);
  const asked = { act: 'token', name: 'cellar', label: 'test' };
  const { token } = (await server.admin({ act: 'machine', asked })) as { token: string };
  expect((await sender.pipe(token, '--as', 'cellar', '--enrol')).status).toBe(0);
  await follow('cellar', 'amara');
  expect((await sender.pipe('', '--as', 'cellar', '--sealed', '--level', 'error', 'water on the floor')).status).toBe(
    0,
  );
  sender.remove();
  await open('cellar');
  await expect(record('water on the floor')).toContainText('Sealed');
  await page.getByRole('navigation').getByRole('link', { name: 'Inbox' }).click();
  await page
    .getByRole('list', { name: 'Conversations' })
    .getByRole('link', { name: /cellar/ })
    .click();
  await expect(page.getByRole('log', { name: 'Messages' }).getByRole('article')).toContainText('water on the floor');
});

test('of a window that becomes larger nothing is left to jump to', async () => {
  await report('lamp', ...Array.from({ length: 14 }, (_, index) => `flash ${index + 1}`));
  await follow('lamp', 'amara');
  await open('lamp');
  await expect(record('flash 14')).toBeInViewport();
  await page.setViewportSize({ width: 390, height: 700 });
  await expect(record('flash 14')).toBeInViewport();
  await expect(record(/flash 1$/)).not.toBeInViewport();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(record(/flash 1$/)).toBeInViewport();
  await expect(button('Jump to the newest')).toBeHidden();
});

test('with the keyboard alone, from the list into a record and back', async () => {
  await report('tower', 'one', 'two', `three\n${'a long line of many words '.repeat(60)}`);
  await follow('tower', 'amara');
  await open('tower');
  await expect(record('three')).toBeVisible();
  await records().focus();
  await page.keyboard.press('ArrowUp');
  await expect(record('three')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('many words');
  await page.keyboard.press('ArrowUp');
  await expect(sheet.locator('pre')).toHaveText('two');
  await expect(sheet).toContainText('Number2');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(records()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(record('one')).toHaveAttribute('aria-selected', 'true');
});

test('[M56] what machines send is text, whatever it looks like', async ({ browser }) => {
  const reader = await profile(browser, server.origin);
  const harm = await watchForHarm(reader);
  await logIn(reader, 'amara');
  await report('mallory', ...payloads.map((message) => ({ message, level: message.slice(0, 20) })), 'the end');
  await follow('mallory', 'amara');
  await open('mallory', reader);
  await expect(record('the end', reader)).toBeVisible();
  await records(reader).focus();
  for (let index = payloads.length; index > 0; index -= 4) {
    for (let step = 0; step < 4; step += 1) await reader.keyboard.press('ArrowUp');
  }
  await reader.keyboard.press('Home');
  await reader.keyboard.press('Enter');
  await expect(reader.getByRole('dialog').locator('pre')).toHaveText(payloads[0] ?? '');
  expect(await reader.locator('script:not([src]), iframe, [onerror], [onload]').count()).toBe(0);
  expect(harm).toEqual([]);
  await reader.close();
});

test(`[F5] ${MANY} records: to the top, to the middle and through them, and frames stay short`, async () => {
  for (let sent = 0; sent < MANY; sent += 1000) {
    await report(
      'river',
      ...Array.from({ length: 1000 }, (_, index) => ({ message: `wave ${sent + index + 1}`, level: 'info' })),
    );
  }
  await follow('river', 'amara');
  await open('river');
  await expect(record(`wave ${MANY}`)).toBeVisible();
  await records().focus();
  await page.keyboard.press('Home');
  await expect(record(/wave 1$/)).toBeInViewport();
  await records().evaluate((log) => log.scrollTo({ top: log.scrollHeight / 2 }));
  await expect(record(new RegExp(`wave ${MANY / 2}$`))).toBeVisible();
  // As a wheel turns, and as a scrollbar is dragged: every frame shows other rows then.
  for (const step of [300, (await records().evaluate((log) => log.scrollHeight)) / FRAMES]) {
    const work = await workOf(page);
    const drawn = await scrolled(step);
    const perFrame = (await work()) / FRAMES;
    console.log(`${MANY} records, scrolled by ${Math.round(step)} px: ${perFrame.toFixed(1)} ms of work a frame`);
    expect(perFrame).toBeLessThan(FRAME);
    expect(drawn).toBeLessThan(120);
  }
  await records().press('PageUp');
  await records().press('PageUp');
  await button('Jump to the newest').click();
  await expect(record(`wave ${MANY}`)).toBeInViewport();
});

/** Goes down from the top, a step a frame. Answers the most rows that there were. */
function scrolled(step: number): Promise<number> {
  return records().evaluate(
    async (log, { frames, pixels }) => {
      let drawn = 0;
      for (let turn = 0; turn <= frames; turn += 1) {
        log.scrollTop = pixels * turn;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        drawn = Math.max(drawn, log.querySelectorAll('[role=option]').length);
      }
      return drawn;
    },
    { frames: FRAMES, pixels: step },
  );
}
