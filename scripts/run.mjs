// What `npm start`, `npm test`, `npm run soak`, `npm run mallory`, `npm run pictures` and `npm run bench` run: from a bare clone, on the machine's Node 20 or
// newer, without dependencies. Installs and builds what is missing, then hands over to the pinned Node.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { handOver } from '../bin/hand-over.mjs';
import { faultOf, findNode, missingNode } from '../bin/pinned-node.mjs';
import { alone, install } from './install.mjs';
import { isBuilt } from './sources.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const [, , what, ...options] = process.argv;
const tasks = { start, test, soak, mallory, pictures, bench };
process.exitCode = await run(tasks[what]);

async function run(task) {
  if (task === undefined) return fail(`usage: node scripts/run.mjs ${Object.keys(tasks).join('|')}`, 2);
  const status = alone(install);
  if (status !== 0) return status;
  const node = findNode();
  if (node === undefined) return fail(missingNode());
  const fault = faultOf(node);
  if (fault !== null) return fail(fault);
  return task(node);
}

function start(node) {
  const status = alone(() => (isBuilt() ? 0 : stepStatus(node, ['scripts/build.mjs'])));
  if (status !== 0) return status;
  return continueWith(node, ['--disable-warning=ExperimentalWarning', 'dist/waxwing.mjs', 'serve', ...options]);
}

function test(node, env = {}) {
  const status = alone(() => stepStatus(node, ['test/support/browser.ts']));
  if (status !== 0) return status;
  return continueWith(node, ['scripts/verify.mjs', ...options], env);
}

function soak(node) {
  return test(node, { WAXWING_SOAK: '1' });
}

function mallory(node) {
  return inBrowsers(node, 'scripts/mallory.mjs');
}

function pictures(node) {
  return inBrowsers(node, 'scripts/pictures.mjs');
}

function inBrowsers(node, script) {
  const status = alone(() => stepStatus(node, ['test/support/browser.ts']) || stepStatus(node, ['scripts/build.mjs']));
  if (status !== 0) return status;
  return continueWith(node, ['--disable-warning=ExperimentalWarning', script, ...options]);
}

function bench(node) {
  if (!fs.existsSync('bench/main.ts')) return fail('there is nothing to measure in bench/');
  return continueWith(node, ['bench/main.ts', ...options]);
}

function stepStatus(node, args) {
  return spawnSync(node, args, { stdio: 'inherit', env: environment(node) }).status ?? 1;
}

function continueWith(node, args, env = {}) {
  return handOver(node, args, { env: { ...environment(node), ...env }, stopWithParent: true });
}

/** The pinned Node comes first, for everything that is started by name. */
function environment(node) {
  const first = [path.resolve('node_modules/.bin'), path.dirname(node)];
  return { ...process.env, PATH: [...first, process.env.PATH].join(path.delimiter) };
}

function fail(message, status = 1) {
  process.stderr.write(`waxwing: ${message}\n`);
  return status;
}
