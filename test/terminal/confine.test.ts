import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const attacker = fileURLToPath(new URL('breakOut.ts', import.meta.url));

test('[001.17] confined to a folder, no code changes anything outside: files, databases, links, programs, threads', () => {
  const folders = ['inside', 'outside'].map((name) => mkdtempSync(path.join(tmpdir(), `waxwing-${name}-`)));
  const [inside = '', outside = ''] = folders;
  writeFileSync(path.join(outside, 'theirs'), 'theirs');
  const { stdout, stderr } = spawnSync(process.execPath, [attacker, inside, outside], { encoding: 'utf8' });
  const { isConfined, worked } = JSON.parse(stdout || `{"isConfined":${JSON.stringify(stderr)}}`) as {
    isConfined: string;
    worked: string[];
  };
  const left = { files: readdirSync(outside), theirs: readFileSync(path.join(outside, 'theirs'), 'utf8') };
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  if (isConfined === 'unconfined') return void process.stdout.write('skipped: needs Landlock\n');
  expect(isConfined).toBe('confined');
  expect(worked).toEqual(['inside: a file', 'inside: a database', 'inside: /dev/null', 'outside: reading']);
  expect(left).toEqual({ files: ['theirs'], theirs: 'theirs' });
});
