// Tells whether what lies in dist/ was built from the sources as they are now. No dependencies, runs on Node 20.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamp = path.join(root, 'dist/.built');
const INPUTS = [
  'src',
  'package.json',
  'package-lock.json',
  'vite.web.config.ts',
  'vite.server.config.ts',
  'scripts/build.mjs',
];

export function isBuilt() {
  try {
    return fs.readFileSync(stamp, 'utf8') === fingerprint();
  } catch {
    return false;
  }
}

export function markBuilt(of = fingerprint()) {
  fs.writeFileSync(stamp, of);
}

export function markUnbuilt() {
  fs.rmSync(stamp, { force: true });
}

/** A hash of the contents of everything that the build reads. */
export function fingerprint() {
  const hash = createHash('sha256');
  for (const input of INPUTS) addTo(hash, input);
  return hash.digest('hex');
}

function addTo(hash, name) {
  const absolute = path.join(root, name);
  const kind = fs.statSync(absolute, { throwIfNoEntry: false });
  if (kind === undefined || /\.(test|suite)\.tsx?$/.test(name)) return;
  if (kind.isDirectory()) {
    for (const child of fs.readdirSync(absolute).sort()) addTo(hash, `${name}/${child}`);
  } else {
    hash.update(`${name}\0${kind.size}\0`).update(fs.readFileSync(absolute));
  }
}
