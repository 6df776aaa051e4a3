import { beforeEach, expect, test } from 'vitest';
import type { MachineState } from '../../../protocol/errors.ts';
import type { StoredMachine } from '../ports.ts';
import { createKnownMachines, type KnownMachines } from './known.ts';

const dale: StoredMachine = {
  no: 1,
  machine: 'dale-id',
  name: 'dale',
  passwordHash: null,
  enrolledFrom: null,
  disabled: false,
  endpoint: null,
  state: 'GROUNDED',
  createdAt: 0,
  everyone: false,
};

let now: number;
let good: boolean;
let state: MachineState;
let asked: { holder: number; state: number };
let beforeHolderAnswers: () => void;
let known: KnownMachines;
beforeEach(() => {
  now = 1000;
  good = true;
  state = 'AUTHENTICATED';
  asked = { holder: 0, state: 0 };
  beforeHolderAnswers = () => undefined;
  known = createKnownMachines({
    clock: { now: () => now, after: () => () => undefined },
    tokens: {
      verify: async (token) => (token === 'good' ? { jti: 'jti', subject: 'dale', endsAt: 5000 } : undefined),
    },
    machines: {
      async holder() {
        asked.holder += 1;
        const found = good ? dale : undefined;
        await Promise.resolve();
        beforeHolderAnswers();
        return found;
      },
      async state() {
        asked.state += 1;
        return state;
      },
    },
  });
});

test('[I6] the store is asked once for a token, and again when the machine has changed', async () => {
  const first = await known.holder('good');
  expect(first.machine).toBe(dale);
  expect(await known.holder('good')).toBe(first);
  expect(asked.holder).toBe(1);
  known.heard({ about: 'machine', machine: 'gale' });
  await known.holder('good');
  expect(asked.holder).toBe(1);
  known.heard({ about: 'machine', machine: 'dale' });
  good = false;
  await expect(known.holder('good')).rejects.toMatchObject({ code: 'invalid_token' });
});

test('[I6] a token that is remembered ends when it ends', async () => {
  await known.holder('good');
  now = 4999;
  await known.holder('good');
  expect(asked.holder).toBe(1);
  now = 5000;
  good = false;
  await expect(known.holder('good')).rejects.toMatchObject({ code: 'invalid_token' });
});

test('[I6] what was looked up before a change is not remembered after it', async () => {
  beforeHolderAnswers = () => {
    good = false;
    known.heard({ about: 'machine', machine: 'dale' });
  };
  expect((await known.holder('good')).machine).toBe(dale);
  await expect(known.holder('good')).rejects.toMatchObject({ code: 'invalid_token' });
});

test('[I2] only what lets in is remembered, for one address', async () => {
  state = 'IDENTIFIED';
  const holder = await known.holder('good');
  expect(await known.state(holder, '127.0.0.1')).toBe('IDENTIFIED');
  state = 'AUTHENTICATED';
  expect(await known.state(holder, '127.0.0.1')).toBe('AUTHENTICATED');
  state = 'GROUNDED';
  expect(await known.state(holder, '127.0.0.1')).toBe('AUTHENTICATED');
  expect(await known.state(holder, '127.0.0.2')).toBe('GROUNDED');
  known.heard({ about: 'machine', machine: 'dale' });
  expect(await known.state(await known.holder('good'), '127.0.0.1')).toBe('GROUNDED');
});

test('[I6] no token and a wrong one are refused each time', async () => {
  for (const token of [undefined, 'bad', 'bad'])
    await expect(known.holder(token)).rejects.toMatchObject({ code: 'invalid_token' });
});
