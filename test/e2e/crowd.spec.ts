import { type Browser, type Page, expect, test } from '@playwright/test';
import { connectCrowd, saying, seatCrowd } from '../support/crowd.ts';
import { createAccount, messages, profile, send } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';
import { workOf } from './support/work.ts';

/** How many are online beside the people with browsers; full size in the soak. */
const SOAK = process.env['WAXWING_SOAK'] !== undefined;
const CROWD = SOAK ? 5000 : 80;
const WITH_BROWSERS = SOAK ? ['amara', 'phoebe', 'bram', 'cato', 'dora', 'eva'] : ['amara', 'phoebe', 'bram'];
/** What the crowd says in a second, and for how long. */
const A_SECOND = 5;
const SECONDS = SOAK ? 10 : 5;
/** Milliseconds that a page may work while the crowd talks. */
const MOST_WORK = (SECONDS * 1000) / 4;

const phone = { width: 390, height: 844 };

test('[003.8] a lobby with a crowd in it stays smooth in browsers and on a phone', async ({ browser }) => {
  test.setTimeout(300_000);
  const server = await crowded();
  const lines = await connectCrowd(server.origin, server.seats);
  const people: Page[] = [];
  for (const username of WITH_BROWSERS) {
    people.push(await inLobby(browser, server.origin, username));
  }
  const [amara, phoebe, bram] = people;
  if (!amara || !bram || !phoebe) throw new Error('nobody came');
  const all = CROWD + people.length;
  await expect(amara.getByText(`${all} people, ${all} online`).first()).toBeVisible();

  const works = await Promise.all(people.map(workOf));
  const conversation = await lobbyOf(amara);
  for (let second = 0; second < SECONDS; second++) {
    for (let each = 0; each < A_SECOND; each++) {
      const at = second * A_SECOND + each;
      lines[at % lines.length]?.write(saying(conversation, `crowd ${at}`, at));
      await amara.waitForTimeout(1000 / A_SECOND);
    }
  }
  await send(bram, 'Can you hear me in all this?');
  for (const page of [amara, phoebe]) {
    await expect(messages(page).getByText('Can you hear me in all this?')).toBeVisible();
  }
  await expect(messages(amara).getByText(`crowd ${A_SECOND * SECONDS - 1}`, { exact: true })).toBeVisible();
  const worked = await Promise.all(works.map((work) => work()));
  console.log(`a crowd talks for ${SECONDS} s: the pages work for ${worked.map(Math.round).join(', ')} ms`);
  for (const work of worked) expect(work).toBeLessThan(MOST_WORK);

  await amara.getByRole('button', { name: 'Who is online' }).click();
  await expect(amara.getByRole('dialog')).toContainText(`${all.toLocaleString('en')} people online`);
  expect(await amara.getByRole('dialog').getByRole('listitem').count()).toBeLessThan(60);
  for (const line of lines) line.close();
  await server.close();
});

interface Crowded extends RunningServer {
  readonly seats: ReturnType<typeof seatCrowd>;
}

/** A server with seats for the crowd in its store. */
async function crowded(): Promise<Crowded> {
  const first = await runServer();
  await first.kill('SIGTERM');
  const seats = seatCrowd(first.data, CROWD);
  const flags = ['--connections', String(CROWD * 10)];
  return { ...(await runServer({ data: first.data, flags })), seats };
}

async function inLobby(browser: Browser, origin: string, username: string): Promise<Page> {
  const page = await profile(browser, origin);
  if (username === 'phoebe') await page.setViewportSize(phone);
  await createAccount(page, username);
  await page.getByRole('navigation').getByRole('link', { name: 'Rooms' }).click();
  await page.getByRole('list', { name: 'Rooms', exact: true }).getByRole('link', { name: /lobby/ }).click();
  await expect(page.getByLabel('Message', { exact: true })).toBeVisible();
  return page;
}

const lobbyOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const { rooms } = (await (await fetch('/api/v1/rooms')).json()) as {
      rooms: { room: string; conversation: string }[];
    };
    return rooms.find(({ room }) => room === 'lobby')?.conversation ?? '';
  });
