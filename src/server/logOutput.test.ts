import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLogOutput } from './logOutput.ts';

const { O_NONBLOCK, O_RDWR } = fs.constants;

/** A pipe that somebody holds and does not read. */
function unreadPipe(): number {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  execFileSync('mkfifo', [path.join(folder, 'log')]);
  const pipe = fs.openSync(path.join(folder, 'log'), O_RDWR | O_NONBLOCK);
  onTestFinished(() => {
    fs.closeSync(pipe);
    fs.rmSync(folder, { recursive: true });
  });
  return pipe;
}

test('[001.15] whoever does not read the log holds up nobody, and later sees how much was left out', async () => {
  const pipe = unreadPipe();
  const output = openLogOutput(pipe);
  for (let number = 1; number <= 3000; number++) output.write(`${JSON.stringify({ number, is: 'x'.repeat(500) })}\n`);

  let text = '';
  const part = Buffer.alloc(1024 * 1024);
  await expect
    .poll(() => {
      try {
        text += part.toString('utf8', 0, fs.readSync(pipe, part));
      } catch {
        // There is nothing more yet.
      }
      return text.includes('left out');
    })
    .toBe(true);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { number?: number; lines?: number });
  const last = lines.at(-1);
  expect(lines.slice(0, -1).map(({ number }) => number)).toEqual(lines.slice(0, -1).map((_line, at) => at + 1));
  expect(last?.lines).toBe(3000 - (lines.length - 1));
  expect(text.length).toBeLessThan(1024 * 1024 + 1024);
});
