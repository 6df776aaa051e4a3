// Does every attack of test/mallory/attacks.ts and writes into SECURITY.md what came of it. Runs on the pinned Node.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { attacks } from '../test/mallory/attacks.ts';
import { attackFiles, testsOf, withTable } from '../test/mallory/support/table.ts';

const ATTACK = String.raw`\[M\d\d\]`;
const UNIT_RESULTS = '.cache/mallory.json';
const PAGE_RESULTS = '.cache/mallory-pages.json';

fs.mkdirSync('.cache', { recursive: true });
for (const results of [UNIT_RESULTS, PAGE_RESULTS]) fs.rmSync(results, { force: true });

const files = attackFiles();
const pages = files.filter((file) => file.endsWith('.spec.ts'));
run('vitest', [
  'run',
  ...files.filter((file) => !pages.includes(file)),
  '-t',
  ATTACK,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${UNIT_RESULTS}`,
]);
run('playwright', ['test', ...pages, '--grep', ATTACK, '--reporter=list,json'], {
  PLAYWRIGHT_JSON_OUTPUT_FILE: PAGE_RESULTS,
});

const tests = testsOf(read(UNIT_RESULTS), read(PAGE_RESULTS));
fs.writeFileSync('SECURITY.md', withTable(fs.readFileSync('SECURITY.md', 'utf8'), attacks, tests));
const failed = tests.filter(({ passed }) => !passed);
for (const { file, title } of failed) console.log(`failed: ${file} ${title}`);
console.log(`${tests.length - failed.length} attacks failed, as they should; ${failed.length} did not`);
process.exitCode = failed.length > 0 || tests.length === 0 ? 1 : 0;

function run(program, args, env = {}) {
  spawnSync(process.execPath, [`node_modules/.bin/${program}`, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
}

function read(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}
