import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Page, expect, test } from '@playwright/test';
import { handClock } from '../support/handClock.ts';
import { bearer, post } from '../support/machine.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { Visitor, written } from '../support/visitor.ts';
import { newOther } from './support/headless.ts';
import { article, commentsWorld, tag } from './support/otherSite.ts';
import { conversations, createAccount, messages, pressTool, profile, send } from './support/people.ts';
import { quickPages } from './support/quickBuild.ts';

// The pictures of the README: a morning of a few people, on a server whose clock stands where the story has it. They
// are written with WAXWING_PICTURES=1 and are the same each time.

const root = fileURLToPath(new URL('../..', import.meta.url));
const MORNING = Date.UTC(2026, 10, 20, 7, 12);
const minutes = 60_000;

let server: TestServer;
const clock = handClock(MORNING);
test.beforeAll(async () => {
  server = await bootServer({ clock: told(), pages: quickPages() });
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
  await page.getByRole('button', { name: 'Save', exact: true }).click();
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
  await pressTool(page.getByRole('article').filter({ hasText: 'Good. I have mine' }), 'Reply');
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

test('[F5] [F10] machines that report, and one that is short of room', async ({ browser }) => {
  const page = await profile(browser, server.origin, {
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  await createAccount(page, 'amara.m');
  const report = async (machine: string, records: readonly object[]): Promise<void> => {
    const asked = { act: 'token', name: machine, label: 'picture' };
    const { token } = (await server.admin({ act: 'machine', asked })) as { token: string };
    await server.admin({ act: 'machine', asked: { act: 'follow', name: machine, add: ['amara.m'] } });
    const headers = { 'content-type': 'application/x-ndjson', ...bearer(token) };
    const lines = records.map((record) => JSON.stringify(record)).join('\n');
    expect((await post(server.origin, '/ingest/records', lines, { headers })).status).toBe(200);
  };
  const open = (machine: string) => page.getByRole('list', { name: 'Streams' }).getByText(machine).click();
  const { dump, others } = reports(clock.now());
  await page.getByRole('link', { name: 'Streams' }).click();
  for (const [machine, records] of [['db-backup', dump.slice(0, -3)], ...Object.entries(others)] as const) {
    await report(machine, records);
    await open(machine);
    await expect(page.getByRole('listbox').getByRole('option').last()).toBeVisible();
    await expect(page.getByRole('navigation').getByText('unread record')).toHaveCount(0);
  }
  // Nobody looks: what is new stays new while the picture is taken.
  await page.evaluate(() => Object.defineProperty(document, 'hasFocus', { value: () => false }));
  await report('db-backup', dump.slice(-3));
  await report('print-server', [{ at: clock.now() - 4 * minutes, level: 'error', message: 'tray 2 is empty' }]);
  await page.clock.setFixedTime(clock.now());
  await page.reload();
  await page.evaluate(() => Object.defineProperty(document, 'hasFocus', { value: () => false }));
  await open('db-backup');
  await expect(page.getByRole('listbox').getByRole('option').last()).toContainText('no space left');
  await expect(page.getByText('3 new', { exact: true })).toBeVisible();
  await expect(page.getByText(/480 records in 24 hours/)).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await picture(page, 'streams');
});

test('[004.1] comments below an article of somebody else', async ({ browser }) => {
  const world = await commentsWorld({ clock: told(), pages: quickPages() });
  const origin = `http://localhost:${world.server.port}`;
  await world.thread('ladders');
  const say = async (name: string, message: string, parent = ''): Promise<string> => {
    const { json } = await new Visitor(origin).post('ladders', { ...written, name, surname: '', message, parent });
    await world.approve('ladders');
    clock.advance(47 * minutes);
    return (json as { comment: string }).comment;
  };
  const first = await say(
    'Ines Roth',
    'Which wood did you take for the rungs? Ours were *beech*, and gave way after ten years.',
  );
  const second = await say(
    'Tomas Vik',
    'Ash, split and not sawn. There is a drawing at https://example.org/ladders.',
    first,
  );
  await say('Ines Roth', 'Thank you, that helps a lot!', second);
  await say('Lena Nord', '> The top rung is the one that breaks.\n\nIn our orchard it was always the third.');
  const style = 'body { background: #f7f3ea; color: #2b2a26; font-family: "DejaVu Serif", serif }';
  const page = await profile(browser, world.site.origin, { viewport: { width: 1280, height: 1180 } });
  await page.clock.setFixedTime(clock.now());
  await page.goto(
    world.site.put(
      '/ladders',
      article({
        body: tag(origin, 'ladders'),
        style,
        title: 'How we build ladders',
        text: 'Two poles, eight rungs and no glue: a ladder for the orchard takes a morning, and lasts as long as its weakest rung.',
      }),
    ),
  );
  await expect(page.getByRole('article')).toHaveCount(4);
  await picture(page, 'comments');
  await world.close();
});

/** What a few machines have sent until then, the last of it just now. */
function reports(now: number) {
  const usual = [
    ['info', 'checkpoint complete: wrote 112 buffers; 0 files added, 1 recycled; write=11.2 s'],
    ['info', 'connection authorized: user=orchard database=shop'],
    ['debug', 'automatic vacuum of table "baskets": pages: 0 removed, 318 remain'],
    ['info', 'archived write-ahead log file 0000000100000A3F000000C8'],
    ['info', 'replication slot "cellar" is 0 bytes behind'],
    ['warning', 'disk /dev/sda1 is 91 % full'],
    ['info', 'nightly dump finished, 41 GB in 18 min'],
  ] as const;
  const dump = Array.from({ length: 480 }, (_, index) => {
    const [level, message] = usual[(index * 5 + (index >> 3)) % usual.length] ?? usual[0];
    const back = 480 - index;
    // More came in the evening, and again towards the morning.
    return { at: now - Math.round(back * 2.95 * minutes * (0.6 + 0.4 * Math.cos(back / 60) ** 2)), level, message };
  }).toSorted((a, b) => a.at - b.at);
  const full = 'could not extend file "base/16384/24601": no space left on device';
  for (const index of [12, 13, 200, 201, 202, 471, 477, 479])
    Object.assign(dump[index] ?? {}, { level: 'error', message: full });
  const others = {
    'cellar-pump': [{ at: now - 190 * minutes, message: 'pressure 2.1 bar, 41 l in the last hour' }],
    greenhouse: [{ at: now - 26 * 60 * minutes, level: 'warn', message: 'humidity 38 %, vents closed' }],
    'print-server': [{ at: now - 900 * minutes, level: 'notice', message: 'tray 2 is nearly empty' }],
  };
  return { dump, others };
}

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
