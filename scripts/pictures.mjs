// Every page and state in its looks, as `npm run pictures` has them: pictures, and sheets of them for looking at. Runs on the
// pinned Node; it is no test, though the tests take the pictures.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { browserLaunch } from '../test/support/browser.ts';

/** Where tests leave their pictures: a folder for each look. */
const FOLDERS = { 'test-results/pictures': 'the app', 'test-results/real': 'with a server behind it' };
/** Tests that look at pages. */
const SPECS = fs
  .globSync('test/e2e/*.spec.ts')
  .filter((file) => fs.readFileSync(file, 'utf8').includes('/support/looks.ts'));
const ROWS = 3;
const HEIGHT = 330;

const { status } = spawnSync(process.execPath, ['node_modules/.bin/playwright', 'test', ...SPECS], {
  stdio: 'inherit',
  env: { ...process.env, WAXWING_PICTURES: '1' },
});

const browser = await chromium.launch(browserLaunch());
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
for (const [folder, what] of Object.entries(FOLDERS)) {
  const looks = fs.existsSync(folder) ? foldersIn(folder) : [];
  const names = [...new Set(looks.flatMap((look) => picturesIn(path.join(folder, look))))].toSorted((one, other) =>
    one.localeCompare(other),
  );
  for (let row = 0; row < names.length; row += ROWS) {
    const some = names.slice(row, row + ROWS);
    const sheet = path.join(folder, `sheet-${String(row / ROWS + 1).padStart(2, '0')}.png`);
    await page.setContent(some.map((name) => rowOf(folder, looks, name)).join(''));
    await page.screenshot({ path: sheet, fullPage: true });
    console.log(`${sheet}: ${what}, ${some.join(', ')}`);
  }
}
await browser.close();
process.exitCode = status ?? 1;

function foldersIn(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

function picturesIn(folder) {
  return fs.readdirSync(folder).filter((name) => name.endsWith('.png'));
}

/** One state in all its looks, beside each other. */
function rowOf(folder, looks, name) {
  const files = looks.map((look) => path.join(folder, look, name)).filter((file) => fs.existsSync(file));
  const images = files.map(
    (file) => `<img height="${HEIGHT}" src="data:image/png;base64,${fs.readFileSync(file, 'base64')}">`,
  );
  return `<figure style="margin:8px 0;font:13px sans-serif"><figcaption>${name}</figcaption>${images.join(' ')}</figure>`;
}
