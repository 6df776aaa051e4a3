import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { askServer } from '../src/cli/adminSocket.ts';
import { enter } from '../test/support/machine.ts';
import { findDaemon } from '../test/support/syslogDaemons.ts';
import { startChild, type Child } from './support/child.ts';
import { median, thousands } from './support/numbers.ts';
import { openPosts, type Counted } from './support/posts.ts';
import type { Row } from './support/row.ts';
import { startPeer } from './support/syslogPeer.ts';

const MESSAGE = 'x'.repeat(200);
const BATCH = 100;
/** Connections of the senders, on every side. */
const SENDERS = { single: 64, batch: 16 };

interface Side {
  readonly name: string;
  /** Records. */
  run(milliseconds: number): Promise<Counted>;
  /** Seconds of CPU that its server has taken so far. */
  cpu(): number | Promise<number>;
  close(): void | Promise<void>;
}

/**
 * Records that are on the disk and acknowledged, one a POST and a hundred, beside what the syslog daemons write to a file
 * at the same time of day: they acknowledge nothing, so their lines are counted in the file. And beside appends of a
 * hundred lines with one fdatasync each.
 */
export async function ingest({ rounds, seconds }: { rounds: number; seconds: number }): Promise<Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-'));
  const data = path.join(folder, 'data');
  const profile = process.env['WAXWING_BENCH_PROFILE'];
  const node = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const server = await startChild('waxwing.child.ts', [data], node);
  const sides: Side[] = [];
  try {
    sides.push(...(await ours(server, data)), floor(folder), ...(await peers(folder)));
    const found = new Map(sides.map(({ name }) => [name, [] as Rate[]]));
    for (const side of sides) await side.run(500); // warm
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) {
        await rested(server);
        found.get(side.name)?.push(await rateOf(side, seconds));
      }
    }
    return COMPARED.flatMap((compared) => rowsOf(found, compared));
  } finally {
    for (const side of sides) await side.close();
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Until it has nothing to do any more: it indexes what it was sent, which would take time from whoever is measured next. */
async function rested(server: Child): Promise<void> {
  for (let [before, worked] = [0, 1]; worked > 0.05;) {
    await pause(500);
    const cpu = await server.cpu();
    [before, worked] = [cpu, cpu - before];
  }
}

const [ONE, MANY] = [`${SENDERS.single} in flight`, `${SENDERS.batch} x ${BATCH} in flight`];
const COMPARED = [
  { ours: 'one a POST', peer: `rsyslog with sync, ${ONE}`, goal: 0.75 },
  { ours: 'one a POST', peer: `rsyslog, ${ONE}`, goal: null },
  { ours: 'one a POST', peer: `syslog-ng with sync, ${ONE}`, goal: null },
  { ours: `${BATCH} a POST`, peer: `syslog-ng with sync, ${MANY}`, goal: 3 },
  { ours: `${BATCH} a POST`, peer: `rsyslog, ${MANY}`, goal: 2 },
  { ours: `${BATCH} a POST`, peer: `rsyslog with sync, ${MANY}`, goal: null },
  { ours: `${BATCH} a POST`, peer: 'syslog-ng with sync, flood', goal: null },
  { ours: `${BATCH} a POST`, peer: 'rsyslog with sync, flood', goal: null },
  { ours: `${BATCH} a POST`, peer: 'rsyslog, flood', goal: null },
  { ours: `${BATCH} a POST`, peer: `append of ${BATCH} + fdatasync`, goal: null },
];

/** Records, for each second of time and of its server's CPU. */
interface Rate {
  readonly second: number;
  readonly cpuSecond: number;
}

async function rateOf(side: Side, seconds: number): Promise<Rate> {
  const before = await side.cpu();
  const { count, second } = await side.run(seconds * 1000);
  return { second, cpuSecond: count / ((await side.cpu()) - before) };
}

function rowsOf(
  found: ReadonlyMap<string, readonly Rate[]>,
  { ours: name, peer, goal }: (typeof COMPARED)[number],
): Row[] {
  const [ours, theirs] = [found.get(name), found.get(peer)];
  if (!ours || !theirs) return [];
  const row = (what: string, of: (rate: Rate) => number, wanted: number | null): Row => {
    const [us, them] = [median(ours.map(of)), median(theirs.map(of))];
    const ratio = us / them;
    const met = wanted === null ? null : ratio >= wanted;
    const goalSaid = wanted === null ? '' : `>= ${wanted}`;
    return { what, ours: thousands(us), floor: `${thousands(them)} ${peer}`, ratio, goal: goalSaid, met };
  };
  return [
    row(`records a second, ${name}`, ({ second }) => second, goal),
    ...(goal === null ? [] : [row('the same, a CPU second', ({ cpuSecond }) => cpuSecond, null)]),
  ];
}

async function ours(server: Child, data: string): Promise<Side[]> {
  const { origin } = server;
  await askServer(data, { act: 'set', switch: 'machine-enrolment', on: true });
  const token = await enter(origin, 'dale');
  const record = JSON.stringify({ message: MESSAGE });
  const one = await openPosts(
    origin,
    request('/ingest', JSON.stringify({ message_type: 'MESSAGE', token, message: MESSAGE })),
    SENDERS.single,
  );
  const many = await openPosts(
    origin,
    request('/ingest/records', `${record}\n`.repeat(BATCH), `Authorization: Bearer ${token}\r\n`),
    SENDERS.batch,
  );
  const cpu = (): Promise<number> => server.cpu();
  const records = ({ count, second }: Counted): Counted => ({ count: count * BATCH, second: second * BATCH });
  return [
    { ...one, cpu, name: 'one a POST' },
    { ...many, cpu, name: `${BATCH} a POST`, run: async (milliseconds) => records(await many.run(milliseconds)) },
  ];
}

function request(route: string, body: string, headers = ''): Buffer {
  const head = `POST ${route} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}`;
  return Buffer.from(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** The loads of the posts, and one as large as nobody who waits for an answer has. */
const loads = {
  [`${SENDERS.single} in flight`]: { atOnce: 1, inFlight: SENDERS.single },
  [`${SENDERS.batch} x ${BATCH} in flight`]: { atOnce: BATCH, inFlight: SENDERS.batch * BATCH },
  flood: { atOnce: BATCH, inFlight: 20_000 },
};

async function peers(folder: string): Promise<Side[]> {
  const sides: Side[] = [];
  for (const name of ['rsyslog', 'syslog-ng'] as const) {
    const daemon = findDaemon(name);
    if (!daemon) console.error(`${name} is not installed: not measured`);
    for (const sync of daemon ? [true, false] : []) {
      const given = { sync, message: MESSAGE, senders: SENDERS.batch };
      const peer = await startPeer(daemon as NonNullable<typeof daemon>, path.join(folder, `${name}-${sync}`), given);
      for (const [said, load] of Object.entries(loads)) {
        sides.push({
          name: `${name}${sync ? ' with sync' : ''}, ${said}`,
          run: (milliseconds) => peer.run(milliseconds, load),
          cpu: () => peer.cpu(),
          close: () => peer.close(),
        });
      }
    }
  }
  return sides;
}

function floor(folder: string): Side {
  const fd = fs.openSync(path.join(folder, 'floor'), 'a');
  const line = `{"seq":1000000,"at":"2026-11-20T09:30:00.123Z","endpoint":"127.0.0.1","message":"${MESSAGE}"}\n`;
  const batch = Buffer.from(line.repeat(BATCH));
  return {
    name: `append of ${BATCH} + fdatasync`,
    async run(milliseconds) {
      const started = performance.now();
      let stored = 0;
      while (performance.now() - started < milliseconds) {
        fs.writeSync(fd, batch);
        fs.fdatasyncSync(fd);
        stored += BATCH;
      }
      return { count: stored, second: (stored / (performance.now() - started)) * 1000 };
    },
    cpu() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    close: () => fs.closeSync(fd),
  };
}
