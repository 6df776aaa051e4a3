import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { askServer } from '../src/cli/adminSocket.ts';
import { enter } from '../test/support/machine.ts';
import { findDaemon } from '../test/support/syslogDaemons.ts';
import { startChild, type Child } from './support/child.ts';
import { median, thousands } from './support/numbers.ts';
import { openPosts } from './support/posts.ts';
import type { Row } from './support/row.ts';
import { startPeer } from './support/syslogPeer.ts';

const MESSAGE = 'x'.repeat(200);
const BATCH = 100;
/** Connections of the senders, on every side. */
const SENDERS = { single: 64, batch: 16 };

/** Records a second. */
interface Side {
  readonly name: string;
  run(milliseconds: number): Promise<number>;
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
    const found = new Map(sides.map(({ name }) => [name, [] as number[]]));
    for (const side of sides) await side.run(500); // warm
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) found.get(side.name)?.push(await side.run(seconds * 1000));
    }
    return rowsOf(new Map([...found].map(([name, rates]) => [name, median(rates)])));
  } finally {
    for (const side of sides) await side.close();
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
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

function rowsOf(rates: ReadonlyMap<string, number>): Row[] {
  return COMPARED.flatMap(({ ours: name, peer, goal }): Row[] => {
    const [us, them] = [rates.get(name), rates.get(peer)];
    if (us === undefined || them === undefined) return [];
    const ratio = us / them;
    return [
      {
        what: `records a second, ${name}`,
        ours: thousands(us),
        floor: `${thousands(them)} ${peer}`,
        ratio,
        goal: goal === null ? '' : `>= ${goal}`,
        met: goal === null ? null : ratio >= goal,
      },
    ];
  });
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
  return [
    { ...one, name: 'one a POST' },
    { ...many, name: `${BATCH} a POST`, run: async (milliseconds) => (await many.run(milliseconds)) * BATCH },
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
      return (stored / (performance.now() - started)) * 1000;
    },
    close: () => fs.closeSync(fd),
  };
}
