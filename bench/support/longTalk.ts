import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium } from '@playwright/test';
import { newOther } from '../../test/e2e/support/headless.ts';
import { PASSWORD } from '../../test/e2e/support/people.ts';
import { browserLaunch } from '../../test/support/browser.ts';
import { bootServer } from '../../test/support/server.ts';
import { indexed } from './screen.ts';
import { IN_PAGE, seed } from './seed.ts';
import { WATCH } from './watch.ts';

const WEB = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** Somebody who is logged in in a browser's profile and has a conversation of many messages, and another that is short. */
export interface LongTalk {
  /** A browser of its own on that profile. */
  readonly open: () => Promise<BrowserContext>;
  readonly long: string;
  readonly short: string;
  /** One of the first messages of the long one. */
  readonly oldest: string;
  readonly count: number;
  end(): Promise<void>;
}

/** All of the messages are in the browser's storage, and in its index of words. */
export async function longTalk(count: number, pages = WEB): Promise<LongTalk> {
  const server = await bootServer({ pages });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-app-'));
  const open = () => launched(folder, server.origin);
  const others = await Promise.all(['gil', 'hana', 'iris'].map((name) => newOther(server.origin, name)));
  const end = async (): Promise<void> => {
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [, hana, iris] = others;
    if (!hana || !iris) throw new Error('somebody is missing');
    const long = await hana.say('gil', 'the first');
    const short = await iris.say('gil', 'a short one');
    await logInOnce(await open());
    const browser = await open();
    const page = await browser.newPage();
    await page.goto('/theme.js');
    console.error(`  ${count} messages are put into the browser's storage, and into its index`);
    const { oldest } = await seed(page, long, count);
    await page.goto('/');
    await indexed(page, count);
    await browser.close();
    return { open, long, short, oldest, count, end };
  } catch (error) {
    await end();
    throw error;
  } finally {
    for (const other of others) other.close();
  }
}

async function launched(folder: string, baseURL: string): Promise<BrowserContext> {
  const browser = await chromium.launchPersistentContext(folder, {
    ...browserLaunch(),
    baseURL,
    viewport: { width: 1280, height: 800 },
  });
  await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
  await browser.addInitScript(IN_PAGE + WATCH);
  return browser;
}

async function logInOnce(browser: BrowserContext): Promise<void> {
  const page = await browser.newPage();
  await page.goto('/');
  await page.getByLabel('Username').fill('gil');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('list', { name: 'Conversations' }).getByText('iris').waitFor();
  await page.getByRole('list', { name: 'Conversations' }).getByText('hana').waitFor();
  await browser.close();
}
