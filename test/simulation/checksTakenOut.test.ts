import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type Check, checks } from './support/checks.ts';

const SEEDS = 300;
const program = fileURLToPath(new URL('support/weakened.ts', import.meta.url));

async function firstBroken({ file, edits }: Pick<Check, 'file' | 'edits'>, seeds = SEEDS): Promise<string | null> {
  const { WAXWING_SEED: _, ...env } = process.env;
  const asked = JSON.stringify({ file, edits, seeds });
  const { stdout } = await promisify(execFile)(process.execPath, [program, asked], { env });
  return (JSON.parse(stdout) as { broken: string | null }).broken;
}

test('with everything in its place no history breaks', async () => {
  expect(await firstBroken({ file: 'src/crypto/message.ts', edits: [] }, 30)).toBe(null);
}, 120_000);

test.concurrent.each(checks)(
  'a history breaks without the check of $name',
  async (check) => {
    expect(await firstBroken(check)).toMatch(check.noticed);
  },
  300_000,
);
