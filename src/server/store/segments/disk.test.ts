import fs from 'node:fs';
import type { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { disk, withFile, type DiskFile } from './disk.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-disk-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What the system was asked for when the file was opened, of proc(5). */
function flagsOf(file: DiskFile): number {
  const { fd } = file as Awaited<ReturnType<typeof open>>;
  const [, flags = ''] = /^flags:\s*(\d+)$/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
  return Number.parseInt(flags, 8);
}

test('[002.5] what is written to a file that is open to write is on the disk when the write has ended', async () => {
  const file = path.join(folder, 'day.jsonl');
  fs.writeFileSync(file, '');
  const synced = await withFile(disk.open(file, 'write'), async (opened) => flagsOf(opened) & fs.constants.O_DSYNC);
  expect(synced).toBe(fs.constants.O_DSYNC);
});
