import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { kilobytes } from './support/numbers.ts';
import type { Row } from './support/row.ts';

const WEB = fileURLToPath(new URL('../dist/web/', import.meta.url));
const GOAL = 200 * 1024;

/** What the browser has to load and run before anybody sees anything: the scripts that the page itself names. */
export function page(): Row[] {
  if (!fs.existsSync(`${WEB}index.html`)) throw new Error('nothing is built: npm run build');
  const html = fs.readFileSync(`${WEB}index.html`, 'utf8');
  const scripts = html.matchAll(/<(?:script|link rel="modulepreload")[^>]+(?:src|href)="\/([^"]+\.js)"/g);
  const bytes = [...scripts].map(([, name = '']) => gzipSync(fs.readFileSync(WEB + name), { level: 9 }).length);
  const sum = bytes.reduce((total, each) => total + each, 0);
  return [
    {
      what: "the app's first script, gzip",
      ours: kilobytes(sum),
      floor: `${kilobytes(GOAL)} the goal itself`,
      ratio: sum / GOAL,
      goal: `<= ${kilobytes(GOAL)}`,
      met: bytes.length > 0 && sum <= GOAL,
    },
  ];
}
