import { X509Certificate } from 'node:crypto';
import { handClock, type HandClock } from './handClock.ts';
import { chainFrom, onOneLine, openLine, registerOnLine, type LineTalk, type Shown } from './line.ts';
import { newMember } from './member.ts';
import { Cookies } from './raw.ts';
import { bootServer, type TestServer } from './server.ts';
import { certificateAttempt, certifiedKey, terminalKey, type TerminalKey } from './terminal.ts';

// Plays a dialog script. `sam> ...` is what sam types, `sam< ...` the next line that he hears; other lines say what
// happens, as in `acts` below; `#` begins a comment. Whatever somebody hears has to stand in the script. The server's
// clock stands at 2026-11-20 09:30:00 unless time passes.

interface World {
  readonly server: TestServer;
  readonly clock: HandClock;
  readonly lines: Map<string, LineTalk>;
  /** Keys that were made and not yet certified, and certificates by who has them. */
  readonly keys: Map<string, TerminalKey>;
  readonly shown: Map<string, Shown>;
  /** Which account a certificate is of, if not of one's own name. */
  readonly accounts: Map<string, string>;
}

type Act = readonly [pattern: RegExp, act: (world: World, ...words: string[]) => Promise<unknown>];

/** Answers how many lines of the script were played. @throws Error that names the line where it went otherwise */
export async function play(script: string): Promise<number> {
  const clock = handClock();
  const server = await bootServer({ clock, flags: { 'tls-port': '0' } });
  const maps = { lines: new Map(), keys: new Map(), shown: new Map(), accounts: new Map() };
  const world: World = { server, clock, ...maps };
  try {
    const steps = script.split('\n').map((line, at) => ({ line, number: at + 1 }));
    const played = steps.filter(({ line }) => line.trim() !== '' && !line.startsWith('#'));
    for (const { line, number } of played) {
      await step(world, line).catch((error: unknown) => {
        throw new Error(`line ${number}: ${line}\n${(error as Error).message}`);
      });
    }
    for (const who of world.lines.keys()) await nothingLeft(world, who);
    return played.length;
  } finally {
    await server.close();
  }
}

async function step(world: World, line: string): Promise<void> {
  const [, who = '', arrow, words = ''] = /^(\w+)([<>]) ?(.*)$/.exec(line) ?? [];
  if (arrow === '>') return lineOf(world, who).say(await filled(world, who, words));
  if (arrow === '<') return hear(world, who, words);
  for (const [pattern, act] of acts) {
    const found = pattern.exec(line);
    if (found) return void (await act(world, ...found.slice(1)));
  }
  throw new Error('nobody knows how to do this');
}

const acts: readonly Act[] = [
  [
    /^(\w+) connects$/,
    async (world, who = '') => {
      await nothingLeft(world, who);
      world.lines.set(who, await openLine(world.server));
    },
  ],
  [
    /^(\w+) connects with the certificate of (\w+)$/,
    async (world, who = '', whose = '') => {
      await nothingLeft(world, who);
      world.lines.set(who, await openLine(world.server, { shows: shownBy(world, whose) }));
    },
  ],
  [
    /^(\w+) is gone$/,
    async (world, who = '') => {
      await lineOf(world, who).closed;
      await nothingLeft(world, who);
      world.lines.delete(who);
    },
  ],
  [/^(\w+) has an account$/, async (world, who = '') => world.shown.set(who, await registerOnLine(world.server, who))],
  [
    /^(\w+) has an account with keys$/,
    async ({ server, shown }, who = '') =>
      shown.set(who, await certifiedKey((await newMember(server.origin, who)).http)),
  ],
  [
    /^(\w+) is another device of (\w+)$/,
    async (world, device = '', whose = '') => {
      world.shown.set(device, await certifiedKey(await session(world, whose)));
      world.accounts.set(device, whose);
    },
  ],
  [
    /^the certificate of (\w+) is revoked$/,
    async (world, whose = '') => {
      const serial = new X509Certificate(shownBy(world, whose).chain).serialNumber.toLowerCase();
      await (await session(world, whose)).raw('DELETE', `/api/v1/account/certificates/${serial}`);
    },
  ],
  [
    /^the switch ([\w-]+) is (on|off)$/,
    ({ server }, name, state) => server.admin({ act: 'set', switch: name, on: state === 'on' }),
  ],
  [/^(\w+) is disabled$/, ({ server }, name) => server.admin({ act: 'disable', name })],
  [/^(\w+) is approved$/, ({ server }, name) => server.admin({ act: 'approve', name })],
  [
    /^(\d+) (minute|day)s? pass(?:es)?$/,
    async ({ clock }, count, unit) => clock.advance(Number(count) * (unit === 'day' ? 24 * 60 : 1) * 60_000),
  ],
  [
    /^(\d+) days pass while the server is off$/,
    async ({ server, clock }, days) => server.restart(() => clock.advance(Number(days) * 24 * 3600_000)),
  ],
];

async function filled(world: World, who: string, words: string): Promise<string> {
  if (!words.includes('CSR')) return spelt(words);
  const key = await terminalKey();
  world.keys.set(who, key);
  return words.replace('CSR', onOneLine(await key.request()));
}

const spelt = (words: string): string =>
  words.replace('TOO-LONG', 'x'.repeat(4097)).replace('LONGEST', 'x'.repeat(4096));

async function hear(world: World, who: string, words: string): Promise<void> {
  const heard = await lineOf(world, who).next();
  const key = world.keys.get(who)?.key;
  if (words === 'CHAIN' && key) {
    const chain = chainFrom(heard);
    if (!new X509Certificate(chain).checkPrivateKey(key)) throw new Error(`that is no certificate: ${heard}`);
    return void world.shown.set(who, { key, chain });
  }
  if (heard !== spelt(words)) throw new Error(`heard: ${heard}`);
}

/** Everything that was heard until now was in the script. */
async function nothingLeft(world: World, who: string): Promise<void> {
  const more = await world.lines.get(who)?.left();
  if (more !== undefined && more.length > 0) throw new Error(`${who} also heard: ${more.join(' | ')}`);
}

function lineOf(world: World, who: string): LineTalk {
  const line = world.lines.get(who);
  if (!line) throw new Error(`${who} is not connected`);
  return line;
}

function shownBy(world: World, who: string): Shown {
  const shown = world.shown.get(who);
  if (!shown) throw new Error(`${who} has no certificate`);
  return shown;
}

/** A session of the account, by its certificate. */
async function session(world: World, who: string): Promise<Cookies> {
  const http = new Cookies(world.server.origin);
  const { status, text } = await certificateAttempt(http, {
    username: world.accounts.get(who) ?? who,
    ...shownBy(world, who),
  });
  if (status !== 200) throw new Error(text);
  return http;
}
