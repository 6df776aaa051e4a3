import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../scripts', import.meta.url));

test('nothing is installed through a link: npm would empty the folder that it points to', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-install-'));
  const [clone, others] = [path.join(folder, 'clone'), path.join(folder, 'others')];
  cpSync(scripts, path.join(clone, 'scripts'), { recursive: true });
  mkdirSync(others);
  writeFileSync(path.join(clone, 'package-lock.json'), '{}');
  writeFileSync(path.join(others, 'kept'), 'as it was');
  symlinkSync(others, path.join(clone, 'node_modules'));
  const npm = path.join(clone, 'npm.mjs');
  writeFileSync(npm, "import { writeFileSync } from 'node:fs'; writeFileSync('ran', '');");
  const install = "const { install } = await import('./scripts/install.mjs'); process.exitCode = install();";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', install], {
    cwd: clone,
    env: { ...process.env, npm_execpath: npm, npm_node_execpath: process.execPath },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^waxwing: node_modules is a link to [^\n]+\n$/);
  expect(existsSync(path.join(clone, 'ran'))).toBe(false);
  expect(readFileSync(path.join(others, 'kept'), 'utf8')).toBe('as it was');
  rmSync(folder, { recursive: true });
});
