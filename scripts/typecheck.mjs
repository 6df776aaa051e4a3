// Checks every world by itself: what a world does not declare, its files cannot use.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

let failed = false;
for (const world of ['neutral', 'node', 'web', 'worker', 'browser-tests']) {
  const options = { cwd: root, encoding: 'utf8' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', `tsconfig.${world}.json`], options);
  const nothingThereYet = stdout.includes('error TS18003');
  if (status === 0 || nothingThereYet) continue;
  failed = true;
  console.error(`typecheck: ${world}\n${stdout}${stderr}`);
}
process.exitCode = failed ? 1 : 0;
