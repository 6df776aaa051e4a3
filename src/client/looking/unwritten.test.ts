import { expect, test } from 'vitest';
import { MemoryStorages } from '../../../test/support/device.ts';
import { Unwritten } from './unwritten.ts';

const bytes = (value: number) => new Uint8Array([value]);
const all = ['a', 'z'] as const;

test('what is written is there for whoever wrote it, in its place, and nothing of it lies there afterwards', async () => {
  const storages = new MemoryStorages();
  const lying = await storages.open('one');
  await lying.write({ put: ['b', 'd', 'f'].map((key, index) => [key, bytes(index)] as const) });
  const before = await lying.range(...all);

  const unwritten = new Unwritten((name) => storages.open(name));
  const seen = await unwritten.open('one');
  await seen.write({
    put: [
      ['c', bytes(7)],
      ['d', bytes(8)],
      ['x', bytes(9)],
    ],
    remove: ['b', 'x'],
  });
  await seen.write({ put: [['g', bytes(6)]], remove: ['x'] });
  expect(await Promise.all(['b', 'c', 'd', 'f', 'x'].map((key) => seen.get(key)))).toEqual([
    undefined,
    bytes(7),
    bytes(8),
    bytes(2),
    undefined,
  ]);
  const keysOf = async (...asked: Parameters<typeof seen.range>) => (await seen.range(...asked)).map(([key]) => key);
  expect(await keysOf(...all)).toEqual(['c', 'd', 'f', 'g']);
  expect(await keysOf('c', 'f')).toEqual(['c', 'd']);
  expect(await keysOf(...all, { limit: 2 })).toEqual(['c', 'd']);
  expect(await keysOf(...all, { limit: 3, last: true })).toEqual(['g', 'f', 'd']);

  expect(await (await unwritten.open('one')).get('c')).toEqual(bytes(7));
  await expect(unwritten.destroy()).rejects.toThrow('nothing is taken away');
  await unwritten.close();
  expect(await lying.range(...all)).toEqual(before);
});
