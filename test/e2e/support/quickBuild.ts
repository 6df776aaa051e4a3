import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { quickCost } from '../../support/quickCost.mjs';
import { rewrite, withItsHashes } from './builds.ts';

// What most page tests look at is the build with one thing changed: its pages stretch passwords for next to nothing. That is
// half a second of work at every registration and log-in, done in earnest where the app is looked at as it ships:
// journeys.spec.ts, installed.spec.ts and terminal.spec.ts.

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const PLACE = 'WAXWING_QUICK_BUILD';
const IN_EARNEST = '`memory-constrained`';

/** Before all page tests: makes it, and answers how to remove it. */
export default function makeQuickBuild(): () => void {
  // Within the project: the command takes its packages from there.
  const folder = path.join(dist, `../.cache/quick-${process.pid}`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.cpSync(dist, folder, { recursive: true });
  const scripts = fs.globSync('web/assets/*.js', { cwd: folder });
  const stretching = scripts.filter((file) => fs.readFileSync(path.join(folder, file), 'utf8').includes(IN_EARNEST));
  if (stretching.length === 0) throw new Error('no script of the pages stretches passwords as expected');
  for (const file of stretching) {
    rewrite(path.join(folder, file), (text) => text.replaceAll(IN_EARNEST, JSON.stringify(quickCost)));
  }
  withItsHashes(path.join(folder, 'web'));
  process.env[PLACE] = folder;
  return () => fs.rmSync(folder, { recursive: true, force: true });
}

/** The pages of the quick build. */
export const quickPages = (): string => inQuickBuild('web');
/** The command of the quick build, which serves these pages. */
export const quickProgram = (): string => inQuickBuild('waxwing.mjs');

function inQuickBuild(name: string): string {
  const folder = process.env[PLACE];
  if (folder === undefined) throw new Error('playwright.config.ts makes the quick build before the tests');
  return path.join(folder, name);
}
