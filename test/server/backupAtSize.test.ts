import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clock } from '../../src/server/core/ports.ts';
import { systemClock, systemRandom } from '../../src/server/system.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/open.ts';
import { newKey, waxwing } from '../support/backups.ts';
import { newMember } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer } from '../support/server.ts';

const SOAK = process.env['WAXWING_SOAK'] !== undefined;
const MEBIBYTES = SOAK ? 1024 : 8;
/** What the server's own thread may be held up by it, and what a restore may take, in milliseconds. A busy machine adds its own. */
const [LAG, RESTORE] = SOAK ? [50, 60_000] : [1000, 60_000];

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-size-'));
const data = path.join(work, 'data');

beforeAll(async () => {
  const server = await bootServer({ data });
  for (const name of ['amara', 'bram']) await newMember(server.origin, name);
  await server.close();
  await fill();
});
afterAll(() => fs.rmSync(work, { recursive: true, force: true }));

/** What waits for a minute, as the first backup does, begins at once. */
const hasty: Clock = {
  now: () => systemClock.now(),
  after: (milliseconds, callback) => systemClock.after(milliseconds === 60_000 ? 100 : milliseconds, callback),
};

/** A conversation that takes so much on the disk. */
async function fill(): Promise<void> {
  const store = await openSqliteStore({ folder: data, random: systemRandom });
  const [amara, bram] = await store.accounts.list();
  const conversation = Buffer.from(systemRandom(32)).toString('base64url');
  const sides = { starter: amara!.no, other: bram!.no };
  await store.conversations.createDirect({ conversation, ...sides, sealed: false, at: 0 });
  const { log } = (await store.conversations.members(conversation))!;
  const whose = { log, account: amara!.no, device: null, counts: true, epochHash: null, empties: null };
  const entry = () => ({ ...whose, messageId: systemRandom(16), payload: systemRandom(2000), at: 0 });
  const entries = (MEBIBYTES * 1024 * 1024) / 2048;
  for (let made = 0; made < entries; made += 512)
    await Promise.all(Array.from({ length: 512 }, () => store.log.append(entry())));
  await store.close();
}

test(`[000.9] [M45] ${MEBIBYTES} MiB: the server goes on while it backs itself up, and is back from it within a minute`, async () => {
  const { recipient, identityFile } = await newKey(work);
  const server = await bootServer({ data, clock: hasty, flags: { 'backup-recipient': recipient } });
  const folder = path.join(data, 'backups');
  const made = (): string | undefined => fs.readdirSync(folder).find((name) => name.endsWith('.age'));
  let writes = 0;

  /** What the server's thread was held up by at most while it wrote one thing after another; in milliseconds. */
  async function lagUntil(done: () => boolean): Promise<number> {
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    for (; !done(); writes++) expect((await raw(server.origin, 'GET', '/readyz')).status).toBe(200);
    delays.disable();
    return delays.max / 1e6;
  }

  const began = performance.now();
  const lag = await lagUntil(() => made() !== undefined);
  const took = performance.now() - began;
  const meanwhile = writes;
  const idle = await lagUntil(() => writes >= 2 * meanwhile);
  await server.close();

  const file = path.join(folder, made()!);
  const restoring = performance.now();
  const restored = await waxwing('restore', file, '--identity-file', identityFile, '--data', path.join(work, 'back'));
  const back = performance.now() - restoring;
  process.stdout.write(
    `${MEBIBYTES} MiB: backed up in ${took.toFixed(0)} ms beside ${meanwhile} writes, held up for ${lag.toFixed(0)} ms at most (${idle.toFixed(0)} ms without), restored in ${back.toFixed(0)} ms\n`,
  );
  expect(restored).toMatchObject({ status: 0, stderr: '' });
  expect(meanwhile).toBeGreaterThan(0);
  expect(lag).toBeLessThan(Math.max(LAG, 2 * idle));
  expect(back).toBeLessThan(RESTORE);
});
