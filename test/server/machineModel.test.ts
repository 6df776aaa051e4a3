import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { authenticate, identify, message, say } from '../support/machine.ts';
import { bootServer, type TestServer } from '../support/server.ts';

vi.mock('../../src/server/machinePasswords.ts', () => import('../support/quickMachinePasswords.ts'));

const STEPS = Number(process.env['STEPS'] ?? (process.env['WAXWING_SOAK'] ? 10_000 : 1500));
const PASSWORD = 'the right one';

type State = 'GROUNDED' | 'IDENTIFIED' | 'AUTHENTICATED';
type Step = 'IDENTIFY' | 'right password' | 'wrong password' | 'MESSAGE';

/** Written by hand from the contract: for each state what each step answers, and where it leads. */
const table: Record<State, Record<Step, readonly [status: number, needed: State | null, after: State]>> = {
  GROUNDED: {
    IDENTIFY: [200, null, 'IDENTIFIED'],
    'right password': [409, 'IDENTIFIED', 'GROUNDED'],
    'wrong password': [409, 'IDENTIFIED', 'GROUNDED'],
    MESSAGE: [409, 'AUTHENTICATED', 'GROUNDED'],
  },
  IDENTIFIED: {
    IDENTIFY: [200, null, 'IDENTIFIED'],
    'right password': [200, null, 'AUTHENTICATED'],
    'wrong password': [401, null, 'IDENTIFIED'],
    MESSAGE: [409, 'AUTHENTICATED', 'IDENTIFIED'],
  },
  AUTHENTICATED: {
    IDENTIFY: [200, null, 'IDENTIFIED'],
    'right password': [200, null, 'AUTHENTICATED'],
    'wrong password': [401, null, 'AUTHENTICATED'],
    MESSAGE: [200, null, 'AUTHENTICATED'],
  },
};

let server: TestServer;
beforeAll(async () => {
  const many = { burst: 100_000, perMinute: 1_000_000 };
  const rates = {
    'address: request': many,
    'address: ingest': many,
    'address: enrol': many,
    'address: log-in': many,
    'account: log-in from elsewhere': many,
  };
  server = await bootServer({ rates });
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
});
afterAll(() => server.close());

test(
  `[M48] [002.2] ${STEPS} random steps of three machines at two addresses, each answered as the table says`,
  { timeout: 300_000 },
  async () => {
    const seed = Number(process.env['SEED'] ?? 20_261_121);
    const dice = diceFrom(seed);
    const machines = ['dale', 'chip', 'shop'].map((name) => ({
      name,
      token: '',
      seq: 0,
      at: new Map<string, State>(),
    }));
    for (const machine of machines) {
      await say(server.origin, identify(machine.name), { localAddress: '127.0.0.9' });
      const [, answer] = await say(server.origin, authenticate(machine.name, PASSWORD), { localAddress: '127.0.0.9' });
      machine.token = (answer as { token: string }).token;
    }
    for (let count = 1; count <= STEPS; count++) {
      const machine = dice.one(machines);
      const localAddress = dice.one(['127.0.0.1', '127.0.0.2']);
      const steps: Step[] = ['IDENTIFY', 'IDENTIFY', 'MESSAGE', 'MESSAGE', 'MESSAGE', 'MESSAGE', 'right password'];
      const step = dice.one<Step>(dice.one([true, false, false, false]) ? [...steps, 'wrong password'] : steps);
      const state = machine.at.get(localAddress) ?? 'GROUNDED';
      const [status, needed, after] = table[state][step];
      const [found, answer] = await say(server.origin, requestOf(step, machine), { localAddress });
      const told = answer as { state: State; found?: State; needed?: State; seq?: number; token?: string };
      const where = { seed, count, machine: machine.name, localAddress, state, step };
      const order = needed === null ? {} : { found: state, needed };
      const place = step === 'MESSAGE' && status === 200 ? { seq: ++machine.seq } : {};
      expect({ ...where, status: found, ...told }).toMatchObject({
        ...where,
        status,
        state: after,
        ...order,
        ...place,
      });
      machine.at.set(localAddress, after);
      if (told.token !== undefined) machine.token = told.token;
    }
  },
);

function requestOf(step: Step, { name, token }: { name: string; token: string }): object {
  if (step === 'IDENTIFY') return identify(name);
  if (step === 'MESSAGE') return message(token, 'x');
  return authenticate(name, step === 'right password' ? PASSWORD : 'a wrong one');
}

/** Mulberry32: the same steps for the same seed. */
function diceFrom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { one: <Value>(of: readonly Value[]): Value => of[Math.floor(next() * of.length)] as Value };
}
