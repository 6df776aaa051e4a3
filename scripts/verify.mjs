// Everything that CI checks, in one go. Runs on the pinned Node. The last line counts the tests.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { handOver } from '../bin/hand-over.mjs';
import { failedFiles, pageResults, unitResults } from './results.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const UNIT_RESULTS = '.cache/vitest.json';
const SECOND_UNIT_RESULTS = '.cache/vitest-second.json';
const PAGE_RESULTS = '.cache/playwright.json';
const bin = (name) => path.join('node_modules', '.bin', name);

const temporary = fs.mkdtempSync(path.join(inMemory() ?? os.tmpdir(), 'waxwing-verify-'));
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));

let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (stopped = true));

const failedSteps = [];
const counts = { passed: 0, failed: 0, skipped: 0 };
const unsteady = [];

fs.mkdirSync('.cache', { recursive: true });
for (const results of [UNIT_RESULTS, SECOND_UNIT_RESULTS, PAGE_RESULTS]) fs.rmSync(results, { force: true });

await step('format', bin('oxfmt'), ['--check']);
await step('lint', bin('oxlint'), ['--type-aware', '--deny-warnings']);
await step('types', 'scripts/typecheck.mjs', []);
const built = await step('build', 'scripts/build.mjs', []);
if (!(await unitTests('tests', UNIT_RESULTS)) && (await passAtSecondTry())) {
  failedSteps.splice(failedSteps.indexOf('tests'), 1);
}
if (built) {
  // What it makes of the sources it would keep among temporary files, which are gone by the next time.
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: PAGE_RESULTS, PWTEST_CACHE_DIR: path.resolve('.cache/playwright') };
  await step('pages', bin('playwright'), ['test', '--pass-with-no-tests', '--reporter=list,json'], env);
} else {
  failedSteps.push('pages (nothing built to look at)');
}

count(UNIT_RESULTS, (results) => unitResults(results, readResults(SECOND_UNIT_RESULTS)));
count(PAGE_RESULTS, pageResults);
const mayNotSkip = Boolean(process.env.CI || process.env.WAXWING_NO_SKIPS);
if (mayNotSkip && counts.skipped > 0) failedSteps.push(`${counts.skipped} skipped, which is a failure here`);
if (counts.passed + counts.failed === 0) failedSteps.push('no test ran');
if (unsteady.length > 0) console.log(`\nunsteady: passed only at the second try\n  ${unsteady.join('\n  ')}`);
if (failedSteps.length > 0) console.log(`\nverify: failed: ${failedSteps.join(', ')}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = failedSteps.length > 0 || counts.failed > 0 ? 1 : 0;

/** Runs a program on this Node and says how long it took; what comes after runs all the same, so that one sees it all. */
async function step(name, program, args, env = {}) {
  if (stopped) {
    failedSteps.push(`${name} (stopped before)`);
    return false;
  }
  console.log(`\n== ${name}`);
  const started = performance.now();
  const status = await handOver(process.execPath, [program, ...args], {
    env: { ...process.env, TMPDIR: temporary, ...env },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  if (status !== 0) failedSteps.push(name);
  return status === 0;
}

/**
 * Where temporary files cost no disk: thousands of small databases and browsers' profiles are written, and each commit waits.
 * Undefined where the machine has no such place, little room in it, or does not run what lies there.
 */
function inMemory() {
  const folder = '/dev/shm';
  if (process.env.WAXWING_SOAK || !fs.existsSync('/proc/mounts')) return undefined;
  const mounts = fs.readFileSync('/proc/mounts', 'utf8').split('\n');
  const options = mounts.map((mount) => mount.split(' ')).findLast(([, place]) => place === folder)?.[3];
  if (options === undefined || options.split(',').includes('noexec')) return undefined;
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize > 2 ** 31 ? folder : undefined;
}

function unitTests(name, results, files = []) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  return step(name, bin('vitest'), ['run', '--passWithNoTests', ...reporters, ...files]);
}

/** In CI the files in which a test failed run once more, by themselves, so that a busy machine is told from a fault. */
async function passAtSecondTry() {
  const files = process.env.CI ? failedFiles(readResults(UNIT_RESULTS) ?? { testResults: [] }) : [];
  return files.length > 0 && (await unitTests('tests, a second time', SECOND_UNIT_RESULTS, files));
}

function count(file, countsOf) {
  const results = readResults(file);
  if (results === undefined) return;
  const { passed, failed, skipped, unsteady: names } = countsOf(results);
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  unsteady.push(...names.map((name) => name.replace(`${root}/`, '')));
}

function readResults(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}
