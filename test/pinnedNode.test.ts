import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { faultOf } from '../bin/pinned-node.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-node-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(lines: string): string {
  const file = path.join(folder, 'node');
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
}

test('a Node that runs has no fault', () => {
  expect(faultOf(process.execPath)).toBeNull();
});

test('a Node that cannot be loaded for want of a system library says what to install', () => {
  const node = program('echo "error while loading shared libraries: libatomic.so.1: cannot open" >&2\nexit 127');
  expect(faultOf(node)).toMatch(/^[^\n]*apt-get install libatomic1[^\n]*$/);
});

test('any other fault is told in the words of the system', () => {
  expect(faultOf(program('echo "bad luck" >&2\nexit 1'))).toContain('bad luck');
  expect(faultOf(path.join(folder, 'missing'))).toContain('missing');
});
