// Installs what the lockfile names, once for every change of it. No dependencies, runs on Node 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.waxwing-installed');
const lock = path.join(root, '.waxwing-install.lock');
const LONGEST_INSTALL_MS = 15 * 60_000;

/** Holds the lock while `work` runs, so that two starts at a time do not install or build over each other. */
export function alone(work) {
  takeLock();
  try {
    return work();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

/** Returns npm's exit status, 0 if there was nothing to do. Call it while alone. */
export function install() {
  const wanted = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  if (isInstalled(wanted)) return 0;
  if (fs.lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const place = fs.readlinkSync(modules);
    process.stderr.write(
      `waxwing: node_modules is a link to ${place}, which installing would empty: remove the link, or install there\n`,
    );
    return 1;
  }
  process.stderr.write('waxwing: installing what the lockfile names (once, about half a minute)\n');
  // npm deletes node_modules first, and with it the pinned Node: npm itself has to run on the machine's own.
  const [command, ...before] = process.env.npm_execpath
    ? [process.env.npm_node_execpath ?? process.execPath, process.env.npm_execpath]
    : ['npm'];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const { status, error } = spawnSync(command, [...before, ...args], { cwd: root, stdio: 'inherit' });
  if (error) process.stderr.write(`waxwing: cannot run npm: ${error.message}\n`);
  if (status === 0) fs.writeFileSync(stamp, wanted);
  return status ?? 1;
}

function isInstalled(wanted) {
  try {
    return fs.readFileSync(stamp, 'utf8') === wanted;
  } catch {
    return false;
  }
}

function takeLock() {
  for (let waited = false; ; waited = true) {
    try {
      fs.mkdirSync(lock);
      fs.writeFileSync(path.join(lock, 'owner'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale()) {
      breakLock();
    } else {
      if (!waited) process.stderr.write('waxwing: another start is installing or building; waiting for it\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    }
  }
}

/** Moves the lock aside before removing it: of several that find it stale, one succeeds. */
function breakLock() {
  const aside = `${lock}.${process.pid}`;
  try {
    fs.renameSync(lock, aside);
    fs.rmSync(aside, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function isStale() {
  const age = Date.now() - (fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > LONGEST_INSTALL_MS) return true;
  try {
    process.kill(Number(fs.readFileSync(path.join(lock, 'owner'), 'utf8')), 0);
    return false;
  } catch (error) {
    // Between making the folder and naming its owner there is a moment without a name.
    return error.code === 'ESRCH' || (error.code === 'ENOENT' && age > 5_000);
  }
}
