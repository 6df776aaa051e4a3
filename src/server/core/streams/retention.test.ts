import { expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import type { Retention } from '../ports.ts';
import { keepStreams, type Keeping } from './retention.ts';

const clock = handClock(Date.UTC(2026, 10, 20, 12));

async function asked(keeping: Keeping, broken = ''): Promise<{ calls: [string, Retention][]; failures: unknown[] }> {
  const calls: [string, Retention][] = [];
  const failures: unknown[] = [];
  const streams = {
    machines: async () => ['chip', 'dale'],
    retain: async (machine: string, retention: Retention) => {
      calls.push([machine, retention]);
      if (machine === broken) throw new Error('the disk is gone');
    },
  };
  await keepStreams(streams, keeping, clock, (error) => failures.push(error));
  return { calls, failures };
}

test('[F18] everything is kept unless the owner says otherwise', async () => {
  expect((await asked({ days: null, bytes: null })).calls).toEqual([]);
});

test('[F18] so many days, so many bytes, or both, of each machine', async () => {
  const before = Date.UTC(2026, 10, 18, 12);
  expect((await asked({ days: 2, bytes: null })).calls).toEqual([
    ['chip', { before }],
    ['dale', { before }],
  ]);
  expect((await asked({ days: null, bytes: 7 })).calls[0]).toEqual(['chip', { bytes: 7 }]);
  expect((await asked({ days: 2, bytes: 7 })).calls[0]).toEqual(['chip', { before, bytes: 7 }]);
});

test('one whose files cannot be removed does not keep the others', async () => {
  const { calls, failures } = await asked({ days: 2, bytes: null }, 'chip');
  expect(calls).toHaveLength(2);
  expect(failures).toHaveLength(1);
});
