// Builds dist/: the command as dist/waxwing.mjs and the pages as dist/web. Runs on the pinned Node.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import server from '../vite.server.config.ts';
import { app, contact, contactPage, embed, news, serviceWorker } from '../vite.web.config.ts';
import { fingerprint, markBuilt, markUnbuilt } from './sources.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const started = performance.now();
const sources = fingerprint();
markUnbuilt();
fs.rmSync('dist/waxwing', { recursive: true, force: true });

await buildIfThere('src/web/app/index.html', app);
const kept = filesIn('dist/web');
await buildIfThere('src/web/app/notices/news.worker.ts', news);
const [added = ''] = filesIn('dist/web').find(([address]) => !kept.some(([before]) => before === address)) ?? [];
await buildIfThere('src/web/service/service.worker.ts', serviceWorker(kept, added, sources.slice(0, 16)));
await buildIfThere('src/web/embed/embed.ts', embed);
await buildIfThere('src/web/embed/contact/contact.ts', contact);
await buildIfThere('src/web/embed/contact/page.ts', contactPage);
await buildIfThere('src/cli/main.ts', server);

markBuilt(sources);
console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);

async function buildIfThere(source, config) {
  // What it warns of is decided: the size that matters has a budget of its own, and Node's crypto is not for pages.
  if (fs.existsSync(source)) await build({ configFile: false, logLevel: 'error', ...config });
}

/** The files of the app, by address, with what `integrity` takes. */
function filesIn(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [`/${path.relative(folder, file)}`, integrityOf(fs.readFileSync(file))]);
}

function integrityOf(bytes) {
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}
