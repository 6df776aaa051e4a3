import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { type Check, checks } from './support/checks.ts';

const SEEDS = 300;
const PROGRAMS = 2;
const program = fileURLToPath(new URL('support/weakened.ts', import.meta.url));

type Weakening = Pick<Check, 'file' | 'edits' | 'seed'>;

/** For each of them: what the first history that breaks without it says. */
async function firstBroken(weakenings: readonly Weakening[], seeds = SEEDS): Promise<(string | null)[]> {
  const { WAXWING_SEED: _, ...env } = process.env;
  const asked = JSON.stringify({
    seeds,
    weakenings: weakenings.map(({ file, edits, seed }) => ({ file, edits, seed })),
  });
  const args = ['--disable-warning=ExperimentalWarning', program, asked];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { broken: string | null }).broken);
}

const said = new Map<string, string | null>();
beforeAll(async () => {
  const parts = Array.from({ length: PROGRAMS }, (_, part) => checks.filter((_, index) => index % PROGRAMS === part));
  const all = await Promise.all(parts.map((part) => firstBroken(part)));
  for (const [part, some] of parts.entries())
    for (const [index, { name }] of some.entries()) said.set(name, all[part]?.[index] ?? null);
}, 600_000);

test('with everything in its place no history breaks', async () => {
  expect(await firstBroken([{ file: 'src/crypto/message.ts', edits: [], seed: 1 }], 30)).toEqual([null]);
});

test.each(checks)('a history breaks without the check of $name', ({ name, noticed }) => {
  expect(said.get(name)).toMatch(noticed);
});
