// Checks every world by itself: what a world does not declare, its files cannot use.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

const worlds = ['neutral', 'node', 'web', 'worker', 'browser-tests'];
const failed = (await Promise.all(worlds.map(check))).includes(false);
process.exitCode = failed ? 1 : 0;

/** All beside each other, and each with one checker: several of them would each infer anew what they share. */
async function check(world) {
  const args = [tsc, '-p', `tsconfig.${world}.json`, '--checkers', '1'];
  const { error, stdout, stderr } = await ran(args);
  const nothingThereYet = stdout.includes('error TS18003');
  if (!error || nothingThereYet) return true;
  console.error(`typecheck: ${world}\n${stdout}${stderr}`);
  return false;
}

function ran(args) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: Infinity };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
  });
}
