import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, type Page, chromium } from '@playwright/test';
import { PASSWORD } from '../test/e2e/support/people.ts';
import { newOther } from '../test/e2e/support/headless.ts';
import { bootServer } from '../test/support/server.ts';
import { at, median, megabytes } from './support/numbers.ts';
import type { Row } from './support/row.ts';
import { browserLaunch } from '../test/support/browser.ts';
import { IN_PAGE, seed } from './support/seed.ts';

const WEB = fileURLToPath(new URL('../dist/web', import.meta.url));
const ROUNDS = 5;
const KEYS = 60;
const FRAMES = 400;
const TURN = 400;

/**
 * The app as somebody uses it whose longest conversation has `count` messages: opened, switched to and from, written in,
 * scrolled, with a link to the other end of it.
 */
export async function app(count: number): Promise<Row[]> {
  const server = await bootServer({ pages: WEB });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-app-'));
  const others = await Promise.all(['gil', 'hana', 'iris'].map((name) => newOther(server.origin, name)));
  try {
    const [, hana, iris] = others;
    if (!hana || !iris) throw new Error('somebody is missing');
    const long = await hana.say('gil', 'the first');
    const short = await iris.say('gil', 'a short one');
    await logInOnce(folder, server.origin);
    const browser = await open(folder, server.origin);
    const seeding = await browser.newPage();
    await seeding.goto('/theme.js');
    console.error(`  ${count} messages are put into the browser's storage`);
    const { oldest } = await seed(seeding, long, count);
    await browser.close();
    return await measured({ folder, origin: server.origin, long, short, oldest, count });
  } finally {
    for (const other of others) other.close();
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

interface Talk {
  readonly folder: string;
  readonly origin: string;
  readonly long: string;
  readonly short: string;
  readonly oldest: string;
  readonly count: number;
}

async function measured({ folder, origin, long, short, oldest, count }: Talk): Promise<Row[]> {
  const cold: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const browser = await open(folder, origin);
    cold.push(await opening(await browser.newPage(), `/c/${long}`));
    await browser.close();
  }
  const browser = await open(folder, origin);
  const page = await browser.newPage();
  await opening(page, `/c/${long}`);
  const warm: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const beside = await browser.newPage();
    warm.push(await opening(beside, `/c/${long}`));
    await beside.close();
  }
  await page.bringToFront();
  const switches: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const conversation of [short, long]) switches.push(await going(page, `/c/${conversation}`));
  }
  const led: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    led.push(await going(page, `/c/${long}/m/${oldest}`));
    await going(page, `/c/${short}`);
  }
  await going(page, `/c/${long}`);
  const strokes = await typed(page);
  const frames = await scrolled(page);
  const heap = await page.evaluate<number>('performance.memory.usedJSHeapSize');
  await browser.close();
  const of = `${count.toLocaleString('en')} messages`;
  return [
    row(`${of}: open, cold`, cold, 2000),
    row(`${of}: open, warm`, warm, 1000),
    row(`${of}: switch conversation`, switches, 200),
    row(`${of}: a link to the oldest`, led, 300),
    row(`${of}: keystroke to paint`, strokes, 50),
    row(`${of}: frame while scrolling`, frames, 50, 0.99),
    {
      what: `${of}: frames over 50 ms, of ${frames.length}`,
      ours: `${frames.filter((frame) => frame > 50).length}`,
      floor: '',
      ratio: frames.filter((frame) => frame > 50).length / frames.length,
      goal: '<= 1 %',
      met: frames.filter((frame) => frame > 50).length <= frames.length / 100,
    },
    {
      what: `${of}: memory of the page`,
      ours: megabytes(heap),
      floor: '',
      ratio: heap / (100 * 1024 * 1024),
      goal: '<= 100 MB',
      met: heap <= 100 * 1024 * 1024,
    },
  ];
}

/** The median, or another share of them, in milliseconds, beside its goal. */
function row(what: string, times: readonly number[], goal: number, share = 0.5): Row {
  const value = share === 0.5 ? median(times) : at(times, share);
  const ours = `${value.toFixed(0)} ms (${share === 0.5 ? '' : 'p99, '}${Math.max(...times).toFixed(0)} at most)`;
  return { what, ours, floor: '', ratio: value / goal, goal: `<= ${goal} ms`, met: value <= goal };
}

async function open(folder: string, baseURL: string): Promise<BrowserContext> {
  const browser = await chromium.launchPersistentContext(folder, {
    ...browserLaunch(),
    baseURL,
    viewport: { width: 1280, height: 800 },
  });
  await browser.addInitScript(IN_PAGE + WATCH);
  return browser;
}

async function logInOnce(folder: string, origin: string): Promise<void> {
  const browser = await open(folder, origin);
  const page = await browser.newPage();
  await page.goto('/');
  await page.getByLabel('Username').fill('gil');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('list', { name: 'Conversations' }).getByText('iris').waitFor();
  await page.getByRole('list', { name: 'Conversations' }).getByText('hana').waitFor();
  await browser.close();
}

/** Milliseconds from the beginning of the page to the paint of the conversation where it opens. */
async function opening(page: Page, to: string): Promise<number> {
  await page.goto(to, { waitUntil: 'commit' });
  return page.evaluate(`standing(${JSON.stringify(to)})`);
}

/** Milliseconds from the change of the address within the app to the paint. */
const going = (page: Page, to: string): Promise<number> => page.evaluate(`going(${JSON.stringify(to)})`);

async function typed(page: Page): Promise<number[]> {
  await page.getByRole('textbox', { name: 'Message' }).focus();
  await page.evaluate('strokesBegin()');
  for (let key = 0; key < KEYS; key++) await page.keyboard.type('waxwing '[key % 8] ?? ' ');
  const strokes = await page.evaluate<number[]>('strokes');
  for (let key = 0; key < KEYS; key++) await page.keyboard.press('Backspace');
  return strokes;
}

/** Milliseconds of each frame while the log goes up by so many pixels a frame. */
const scrolled = (page: Page): Promise<number[]> => page.evaluate(`scrolled(${FRAMES}, ${TURN})`);

/** What measures in the page, by its own clock. */
const WATCH = `
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const painted = async () => {
    await frame();
    await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
    return performance.now();
  };
  const log = () => document.querySelector('[role=log]:not([data-opening])');
  const stands = (to) => {
    const [, , id, , key] = to.split('/');
    if (key) return document.querySelector('[data-message="' + key + '"][data-highlighted]') !== null;
    const isOpen = document.querySelector('a[aria-current=page][href="/c/' + id + '"]') !== null;
    return isOpen && log()?.querySelector('article') != null;
  };
  globalThis.standing = async (to) => {
    while (!stands(to)) await frame();
    return painted();
  };
  globalThis.going = async (to) => {
    const begun = performance.now();
    history.pushState(null, '', to);
    await frame();
    return (await standing(to)) - begun;
  };
  globalThis.strokesBegin = () => {
    globalThis.strokes = [];
    addEventListener('keydown', async ({ timeStamp }) => strokes.push((await painted()) - timeStamp), true);
  };
  globalThis.scrolled = async (frames, turn) => {
    const times = [];
    let before = await frame();
    for (let count = 0; count < frames; count++) {
      log().scrollBy(0, -turn);
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  };
`;
