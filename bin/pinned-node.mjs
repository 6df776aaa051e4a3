// Which Node runs Waxwing: the one that the lockfile pins, else this one if it is new enough. No dependencies, runs on Node 20.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export const NEEDED_MAJOR = 26;

/** The pinned Node's path, or this process's own when there is none for the platform and it is new enough, else undefined. */
export function findNode() {
  return pinnedNode() ?? (majorOf(process.version) >= NEEDED_MAJOR ? process.execPath : undefined);
}

export function missingNode() {
  return (
    `Waxwing runs on Node ${NEEDED_MAJOR} or newer, and brings none for ${process.platform}-${process.arch}: ` +
    `this is Node ${process.version}. Install Node ${NEEDED_MAJOR} and try again.`
  );
}

/** Why that Node does not run on this machine, in one line; null when it does. */
export function faultOf(node) {
  const { status, stderr, error } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (status === 0) return null;
  if (stderr?.includes('libatomic')) {
    return 'Node needs a system library that is missing here: run "apt-get install libatomic1" (or your system\'s like) and try again.';
  }
  return `${node} does not run here: ${error?.message ?? stderr.trim()}`;
}

function pinnedNode() {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve(`node-${process.platform}-${process.arch}/package.json`);
    const binary = path.join(path.dirname(manifest), 'bin', 'node');
    return fs.existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function majorOf(version) {
  return Number(version.slice(1).split('.')[0]);
}
