import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followChain, random } from '../contract/world.suite.ts';
import { openSqliteStore } from './open.ts';

const writer = fileURLToPath(new URL('durability.writer.suite.ts', import.meta.url));

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-kill-'));
});

afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes until `acknowledged` answers have been read, then is killed; all that it said before it died. */
async function killedAfter(acknowledged: number): Promise<{ seq: number; hash: string }[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', writer, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: { seq: number; hash: string }[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [seq, hash] = line.split(' ');
    said.push({ seq: Number(seq), hash: hash ?? '' });
    if (said.length === acknowledged) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return said;
}

test('a process killed while it writes has lost nothing that it acknowledged', async () => {
  const acknowledged = new Map<number, string>();
  for (const count of [300, 1100, 40]) {
    const said = await killedAfter(count);
    expect(said.length).toBeGreaterThanOrEqual(count);
    for (const { seq, hash } of said) {
      expect(acknowledged.has(seq)).toBe(false);
      acknowledged.set(seq, hash);
    }
    const store = await openSqliteStore({ folder, random });
    const stored = await store.log.entries(1, { after: 0, limit: 1_000_000 });
    const hashes = new Map(stored.map(({ seq, hash }) => [seq, Buffer.from(hash).toString('hex')]));
    expect([...acknowledged].filter(([seq, hash]) => hashes.get(seq) !== hash)).toEqual([]);
    await followChain(store, 1);
    await store.close();
  }
});
