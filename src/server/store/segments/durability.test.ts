import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../system.ts';
import { segmentsUnderTest, type SegmentsUnderTest } from './underTest.suite.ts';
import { verifySegments } from './verify.ts';

const ROUNDS = process.env['WAXWING_SOAK'] ? 200 : 6;
const writer = fileURLToPath(new URL('durability.writer.suite.ts', import.meta.url));

const began = systemClock.now();

let under: SegmentsUnderTest;
beforeEach(() => {
  under = segmentsUnderTest();
});
afterEach(() => under.discard());

/** Writes until so many answers have been read, then is killed; all that it said before it died. */
async function killedAfter(acknowledged: number, round: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', writer, under.folder, `${round}`, `${began}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === acknowledged) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return said;
}

test(
  '[002.5] a process killed while it writes has lost nothing that it acknowledged, and nothing is there twice',
  async () => {
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round++) {
      const count = 50 + ((round * 7919) % 2500);
      const said = await killedAfter(count, round);
      expect(said.length).toBeGreaterThanOrEqual(count);
      for (const line of said) {
        const [machine = '', seq = '', id = ''] = line.split('|');
        expect(acknowledged.has(`${machine} ${seq}`)).toBe(false);
        acknowledged.set(`${machine} ${seq}`, id);
      }
    }
    expect((await verifySegments(under.folder)).problems).toEqual([]);
    const store = await under.open();
    const ids = new Set<string>();
    for (const machine of await store.machines()) {
      for (let after = 0; ;) {
        const page = await store.read(machine, { after, limit: 5000 });
        if (page.length === 0) break;
        for (const { seq, id } of page) {
          after += 1;
          expect(seq).toBe(after);
          expect(ids.has(`${machine} ${id}`)).toBe(false);
          ids.add(`${machine} ${id}`);
          const expected = acknowledged.get(`${machine} ${seq}`);
          if (expected !== undefined && expected !== id) throw new Error(`${machine} ${seq} is another record`);
          acknowledged.delete(`${machine} ${seq}`);
        }
      }
    }
    expect([...acknowledged]).toEqual([]);
    expect(under.reports).toEqual([]);
    await store.close();
  },
  ROUNDS * 20_000,
);
