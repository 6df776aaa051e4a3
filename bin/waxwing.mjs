#!/usr/bin/env node
// The command `waxwing`, from any Node 20 or newer: hands over to the pinned Node and to what was built, else to the sources.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { handOver } from './hand-over.mjs';
import { faultOf, findNode, missingNode } from './pinned-node.mjs';

const CANNOT_LOAD = 127;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.exitCode = await main();

async function main() {
  if (!fs.existsSync(path.join(root, 'node_modules')) && inClone()) return fail('not installed yet');
  const node = findNode();
  if (node === undefined) return fail(missingNode());
  const entry = await chooseEntry();
  if (entry === undefined) return fail('not built yet');
  const status = await handOver(node, ['--disable-warning=ExperimentalWarning', entry, ...process.argv.slice(2)]);
  // What the system answers when a program cannot even be loaded; it has said why in words of its own.
  const fault = status === CANNOT_LOAD ? faultOf(node) : null;
  return fault === null ? status : fail(fault);
}

/** What was built, unless this is a clone whose sources have changed since. */
async function chooseEntry() {
  const built = path.join(root, 'dist/waxwing.mjs');
  const source = path.join(root, 'src/cli/main.ts');
  if (!inClone()) return fs.existsSync(built) ? built : undefined;
  const { isBuilt } = await import('../scripts/sources.mjs');
  if (isBuilt()) return built;
  return fs.existsSync(source) ? source : undefined;
}

function inClone() {
  return fs.existsSync(path.join(root, 'scripts/sources.mjs'));
}

function fail(what) {
  const advice = what.endsWith('yet') ? `: run "npm start" or "npm ci && npm run build" in ${root}` : '';
  process.stderr.write(`waxwing: ${what}${advice}\n`);
  return 1;
}
