import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StreamStore } from '../../core/ports.ts';
import { NOON, record, seqs } from './contract.suite.ts';
import { disk as systemDisk, type Disk, type DiskFile } from './disk.ts';
import { segmentsUnderTest, type SegmentsUnderTest } from './underTest.suite.ts';
import { verifySegments } from './verify.ts';

type Fault = 'write' | 'short write' | 'datasync' | 'syncFolder' | 'truncate' | 'open' | 'makeFolder';

/** What fails now. */
const faults = new Set<Fault>();
const failing = (fault: Fault, code = 'EIO'): void => {
  if (faults.has(fault)) throw Object.assign(new Error(`${code}: ${fault}`), { code });
};

/** A disk that fails when it is told to. */
const disk: Disk = {
  ...systemDisk,
  async open(file, how) {
    if (how !== 'read') failing('open');
    return faulty(await systemDisk.open(file, how), how === 'write');
  },
  async makeFolder(folder) {
    failing('makeFolder', 'ENOSPC');
    return systemDisk.makeFolder(folder);
  },
  async syncFolder(folder) {
    failing('syncFolder');
    return systemDisk.syncFolder(folder);
  },
};

/** @param synced each write of its own accord: then a failed sync is a failed write, whose bytes are there already */
const faulty = (file: DiskFile, synced: boolean): DiskFile => ({
  async write(buffer, offset, length, position) {
    failing('write', 'ENOSPC');
    if (!faults.has('short write')) {
      const written = await file.write(buffer, offset, length, position);
      if (synced) failing('datasync');
      return written;
    }
    if (length <= 60) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    return file.write(buffer, offset, Math.ceil(length / 2), position);
  },
  async datasync() {
    failing('datasync');
    return file.datasync();
  },
  async truncate(length) {
    failing('truncate');
    return file.truncate(length);
  },
  read: (...given) => file.read(...given),
  stat: () => file.stat(),
  close: () => file.close(),
});

let under: SegmentsUnderTest;
let store: StreamStore;
beforeEach(async () => {
  faults.clear();
  under = segmentsUnderTest({ disk });
  store = await under.open();
});
afterEach(async () => {
  faults.clear();
  await store.close();
  under.discard();
});

const all = async (): Promise<string[]> =>
  (await store.read('dale', { after: 0, limit: 1000 })).map(({ seq, message }) => `${seq} ${message}`);

/** Nothing is acknowledged while that fails, and all goes on when it is over, from where it was. */
async function expectNoAck(fault: Fault): Promise<void> {
  const before = await all();
  faults.add(fault);
  const refused = Array.from({ length: 10 }, (_, at) =>
    store.append('dale', [record(`lost ${at}`, { id: `lost ${at}` }), record('and more')]),
  );
  for (const each of refused) await expect(each).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'failed' });
  await expect(store.append('dale', [record('again')])).rejects.toMatchObject({ reason: 'failed' });
  expect(await all()).toEqual(before);
  expect(await store.head('dale')).toBe(before.length);
  faults.clear();
  const seq = before.length + 1;
  expect(await store.append('dale', [record('back', { id: 'lost 3' })])).toEqual([{ seq, repeated: false }]);
  expect(await all()).toEqual([...before, `${seq} back`]);
  expect((await verifySegments(under.folder)).problems).toEqual([]);
}

test.each(['write', 'short write', 'datasync'] as const)(
  '[002.5] a failing %s acknowledges nothing, leaves nothing, and is over by itself',
  async (fault) => {
    await store.append('dale', [record('first', { id: 'first' })]);
    await expectNoAck(fault);
    await store.close();
    store = await under.open();
    expect(await all()).toEqual(['1 first', '2 back']);
  },
);

test.each(['write', 'short write', 'datasync', 'syncFolder', 'open'] as const)(
  '[002.5] the same with %s at the first record of a machine',
  async (fault) => {
    await expectNoAck(fault);
  },
);

test.each(['write', 'short write', 'datasync', 'syncFolder', 'open'] as const)(
  '[002.5] the same with %s at the first record of a day, and nothing of it comes back on the next',
  async (fault) => {
    await store.append('dale', [record('first')]);
    under.now = NOON + 86_400_000;
    await expectNoAck(fault);
    faults.add(fault);
    under.now = NOON + 2 * 86_400_000;
    await expect(store.append('dale', [record('x')])).rejects.toMatchObject({ reason: 'failed' });
    faults.clear();
    under.now = NOON + 3 * 86_400_000;
    expect(seqs(await store.append('dale', [record('later')]))).toEqual([3]);
    await store.close();
    store = await under.open();
    expect(await all()).toEqual(['1 first', '2 back', '3 later']);
  },
);

test('[002.5] what a failed write left has to be cut off before anything is taken again', async () => {
  await store.append('dale', [record('first')]);
  faults.add('datasync');
  await expect(store.append('dale', [record('lost')])).rejects.toMatchObject({ reason: 'failed' });
  faults.delete('datasync');
  faults.add('truncate');
  await expect(store.append('dale', [record('not yet')])).rejects.toMatchObject({ reason: 'failed' });
  await expect(store.append('dale', [record('nor now')])).rejects.toMatchObject({ reason: 'failed' });
  faults.clear();
  expect(seqs(await store.append('dale', [record('now')]))).toEqual([2]);
  expect(await all()).toEqual(['1 first', '2 now']);
});

test('[002.5] what a dead process wrote is made durable before a repeat of it is acknowledged', async () => {
  await store.append('dale', [record('first', { id: 'first' })]);
  await store.close();
  faults.add('datasync');
  store = await under.open();
  const repeat = [record('first', { id: 'first' })];
  await expect(store.append('dale', repeat)).rejects.toMatchObject({ reason: 'failed' });
  faults.clear();
  expect(await store.append('dale', repeat)).toEqual([{ seq: 1, repeated: true }]);
});

test('[002.5] a machine whose file cannot be written holds up no other', async () => {
  await store.append('gale', [record('first')]);
  await store.append('gale', [record('with the file open')]);
  faults.add('open');
  const answers = await Promise.allSettled(['dale', 'gale'].map((machine) => store.append(machine, [record('x')])));
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('[002.5] a disk without room for a folder says so to whoever writes and to whoever reads', async () => {
  faults.add('makeFolder');
  await expect(store.append('dale', [record('x')])).rejects.toMatchObject({ reason: 'failed' });
  await expect(all()).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'failed' });
  faults.clear();
  expect(await all()).toEqual([]);
  expect(seqs(await store.append('dale', [record('x')]))).toEqual([1]);
});
