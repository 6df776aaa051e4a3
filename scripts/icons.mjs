// Draws the icons of the installed app from its mark: node scripts/icons.mjs (on the pinned Node). They lie in the repository,
// because a build has no browser.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import provideBrowser, { browserLaunch } from '../test/support/browser.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'src/web/app/public/icons');
const mark = fs.readFileSync(path.join(root, 'src/web/app/mark.svg'), 'base64');
const PAPER = '#efece6';

// A mask may cut off all but a circle of four fifths; without paper the mark stands alone.
const icons = [
  { name: 'icon-192.png', size: 192, part: 1, paper: 'transparent' },
  { name: 'icon-512.png', size: 512, part: 1, paper: 'transparent' },
  { name: 'maskable-192.png', size: 192, part: 0.66, paper: PAPER },
  { name: 'maskable-512.png', size: 512, part: 0.66, paper: PAPER },
  { name: 'apple-touch-icon.png', size: 180, part: 0.76, paper: PAPER },
];

await provideBrowser();
const browser = await chromium.launch(browserLaunch());
const page = await browser.newPage();
for (const { name, size, part, paper } of icons) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${paper}">
       <img width="${size * part}" height="${size * part}" src="data:image/svg+xml;base64,${mark}">`,
  );
  await page.screenshot({ path: path.join(folder, name), omitBackground: true });
}
await browser.close();
