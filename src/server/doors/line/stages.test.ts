import fc from 'fast-check';
import { expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import type { Holder } from '../../core/certificates.ts';
import { createRates } from '../../core/rates.ts';
import { Refusal } from '../../core/refusal.ts';
import { commandOf } from './commands.ts';
import type { Peer } from './peer.ts';
import { createReservations } from './reservations.ts';
import { GROUNDED, refusalAt, stageAfter, type Stage } from './stages.ts';
import { perform, type Verbs } from './verbs/verbs.ts';

const holder: Holder = {
  account: {
    no: 1,
    account: null,
    username: 'sam',
    displayName: '',
    role: 'member',
    state: 'active',
    createdAt: 0,
    readReceipts: true,
    presence: true,
  },
  serial: '00',
  keyHash: new Uint8Array(32),
};
const stages: Record<Stage['at'], Stage> = {
  grounded: GROUNDED,
  reserved: { at: 'reserved', username: 'sam' },
  in: { at: 'in', holder },
};
const FIRST = 'error: log in first';
const ALREADY = 'error: user is already logged in';

test.each([
  ['/register sam CSR', null, null, ALREADY],
  ['/register sam', null, null, ALREADY],
  ['/csr CSR', FIRST, null, ALREADY],
  ['/login sam', null, null, ALREADY],
  ['/login', null, null, ALREADY],
  ['/help', null, null, null],
  ['/exit', null, null, null],
  ['/users', FIRST, FIRST, null],
  ['/users now', FIRST, FIRST, null],
  ['hello', FIRST, FIRST, null],
  ['@erik hello', FIRST, FIRST, null],
  ['@erik', FIRST, FIRST, null],
  ['/dance', FIRST, FIRST, null],
])('[T2] %s: grounded %s, with a name kept %s, logged in %s', (line, grounded, reserved, inside) => {
  const command = commandOf(line);
  const refused = (stage: Stage) => command && refusalAt(stage, command);
  expect([refused(stages.grounded), refused(stages.reserved), refused(stages.in)]).toEqual([
    grounded,
    reserved,
    inside,
  ]);
});

test.each([
  ['', null],
  [' \t\0\u202e ', null],
  ['  hi there ', { verb: 'say', text: 'hi there' }],
  ['@erik  hey  you', { verb: 'tell', to: 'erik', text: 'hey  you' }],
  ['@erik \u200b', { verb: 'misused', of: 'tell', usage: '@user message' }],
  ['/register sam', { verb: 'register', name: 'sam', request: null }],
  ['/register sam a b', { verb: 'misused', of: 'register', usage: '/register NAME CSR' }],
  ['/Users', { verb: 'unknown' }],
  ['/constructor', { verb: 'unknown' }],
])('[T1] %j asks for %j', (line, command) => {
  expect(commandOf(line)).toEqual(command);
});

// Two connections, any lines in any order, against what the rules say in a few lines.
type Model = { at: 'grounded' | 'reserved' | 'in' | 'gone'; kept: string | null };

test('[T2] [T3] any lines in any order leave two connections where the rules say', async () => {
  const word = fc.constantFrom('sam', 'erik', 'mia');
  const line = fc.oneof(
    word.map((name) => `/register ${name}`),
    word.map((name) => `/register ${name} CSR`),
    word.map((name) => `/login ${name}`),
    fc.constantFrom('/csr CSR', '/users', '/help', '/exit', 'hello', '@erik hello', '/dance'),
  );
  const step = fc.record({ who: fc.constantFrom(0, 1), line });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { peers, obey, taken } = world();
      const model: Model[] = [
        { at: 'grounded', kept: null },
        { at: 'grounded', kept: null },
      ];
      const registered = new Set<string>();
      for (const { who, line: said } of steps) {
        if (model[who]?.at === 'gone') continue;
        await obey(who, said);
        follow(model, registered, who, said);
        expect(peers.map(({ at }) => at())).toEqual(model.map(({ at }) => at));
        expect(taken).toEqual(registered);
      }
    }),
    { numRuns: 300 },
  );
});

function follow(model: Model[], registered: Set<string>, who: number, line: string): void {
  const [me, other] = [model[who], model[1 - who]];
  const [verb, name = '', request] = line.split(' ');
  if (!me || !other) return;
  const free = !registered.has(name) && other.kept !== name;
  if (verb === '/exit') Object.assign(me, { at: 'gone', kept: null });
  if (me.at === 'in') return;
  if (verb === '/login')
    Object.assign(me, name === 'sam' && other.at !== 'in' ? { at: 'in' } : { at: 'gone' }, { kept: null });
  if (verb === '/csr' && me.kept !== null) {
    registered.add(me.kept);
    Object.assign(me, { at: 'grounded', kept: null });
  }
  if (verb !== '/register') return;
  if (request !== undefined) {
    if (!free) return;
    registered.add(name);
    Object.assign(me, { at: 'grounded', kept: null });
  } else if (free) Object.assign(me, { at: 'reserved', kept: name });
  else if (registered.has(name)) Object.assign(me, { at: 'grounded', kept: null });
}

/** Two connections that both show sam's certificate, and verbs over an authority that gives to whoever asks. */
function world() {
  const taken = new Set<string>();
  const reservations = createReservations();
  const inside = new Set<Peer>();
  const refuse = (name: string): void => {
    if (taken.has(name)) throw new Refusal('username_taken');
  };
  const given = {
    reservations,
    certificates: {
      requireFree: async (name: string) => refuse(name),
      register: async (name: string) => {
        refuse(name);
        taken.add(name);
        return { chain: 'PEM', waits: false };
      },
      require: async () => holder,
    },
    desk: {
      admit: (peer: Peer) => inside.size === 0 && inside.add(peer).size > 0,
      catchUp: async () => undefined,
    },
    online: { accounts: () => [] },
    say: async () => undefined,
    random: (length: number) => new Uint8Array(length),
    switches: { on: () => true },
    rates: createRates(handClock()),
  } as unknown as Verbs;
  const peers = [0, 1].map(() => {
    let stage: Stage = GROUNDED;
    let gone = false;
    const peer: Peer = {
      from: '127.0.0.1',
      certificate: new Uint8Array(1),
      get stage() {
        return stage;
      },
      answer: () => undefined,
      answerAll: async () => undefined,
      hear: () => undefined,
      room: () => null,
      done: (what) => void (stage = stageAfter(what)),
      refuse: () => peer.end(),
      end() {
        gone = true;
        inside.delete(peer);
        reservations.free(peer);
      },
    };
    return { peer, at: () => (gone ? 'gone' : stage.at) };
  });
  const obey = async (who: number, line: string): Promise<void> => {
    const peer = peers[who]?.peer;
    const command = commandOf(line);
    if (!peer || !command || refusalAt(peer.stage, command) !== null) return;
    await perform(given, peer, command).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  };
  return { peers, obey, taken };
}
