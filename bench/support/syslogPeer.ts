import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setImmediate as soon, setTimeout as pause } from 'node:timers/promises';
import { startDaemon, type Daemon } from '../../test/support/syslogDaemons.ts';
import type { Counted } from './posts.ts';

/** How it is fed: with that many lines in one write, and as many at most that do not stand in the file yet. */
export interface Load {
  readonly atOnce: number;
  readonly inFlight: number;
}

/** A syslog daemon that takes lines on TCP and writes them to one file. It acknowledges nothing: what stands in the file is counted. */
export interface Peer {
  /** Lines that came to stand in the file: how many, and a second. */
  run(milliseconds: number, load: Load): Promise<Counted>;
  /** Seconds of CPU so far, of all threads. */
  cpu(): number;
  close(): Promise<void>;
}

const PATIENCE = 20_000;

interface Given {
  readonly sync: boolean;
  readonly message: string;
  readonly senders: number;
}

export async function startPeer(daemon: Daemon, folder: string, { sync, message, senders }: Given): Promise<Peer> {
  fs.mkdirSync(folder);
  const port = await freePort();
  const file = path.join(folder, 'lines');
  const config = path.join(folder, 'config');
  fs.writeFileSync(config, configs[daemon.name]({ port, file, folder, sync }));
  const running = startDaemon(daemon, config);
  const sockets: net.Socket[] = [];
  try {
    for (let each = 0; each < senders; each++) sockets.push(await connect(port));
  } catch (error) {
    await running.stop();
    throw new Error(`${daemon.name}: ${running.said()}`, { cause: error });
  }
  const line = `<13>1 2026-11-21T09:30:00.123456Z host app - - - ${message}\n`;
  sockets[0]?.write(line);
  await drained(() => (sizeOf(file) > 0 ? 0 : 1));
  const bytes = sizeOf(file);
  const stored = (): number => sizeOf(file) / bytes;
  let sent = stored();
  return {
    async run(milliseconds, { atOnce, inFlight }) {
      const chunk = Buffer.from(line.repeat(atOnce));
      const atFirst = stored();
      const feed = async (end: number): Promise<void> => {
        for (let turn = 0; performance.now() < end; await soon()) {
          for (let room = inFlight - (sent - stored()); room >= atOnce; room -= atOnce) {
            turn += 1;
            const socket = sockets[turn % senders];
            if (!socket || socket.writableLength > LARGEST_BACKLOG) break;
            socket.write(chunk);
            sent += atOnce;
          }
        }
      };
      await feed(performance.now() + milliseconds / 4); // until its queues are as full as they get
      const [began, before] = [performance.now(), stored()];
      await feed(began + milliseconds);
      const second = ((stored() - before) / (performance.now() - began)) * 1000;
      await drained(() => sent - stored());
      return { count: stored() - atFirst, second };
    },
    cpu: () => cpuOf(running.pid),
    async close() {
      for (const socket of sockets) socket.destroy();
      await running.stop();
    },
  };
}

/** What may wait here for one connection, in bytes: more would only be memory. */
const LARGEST_BACKLOG = 65_536;

interface Place {
  readonly port: number;
  readonly file: string;
  readonly folder: string;
  readonly sync: boolean;
}

const configs: Record<Daemon['name'], (place: Place) => string> = {
  rsyslog: ({ port, file, folder, sync }) => `global(workDirectory="${folder}")
module(load="imtcp")
input(type="imtcp" address="127.0.0.1" port="${port}")
action(type="omfile" file="${file}" sync="${sync ? 'on' : 'off'}")
`,
  'syslog-ng': ({ port, file, sync }) => `@version: 3.35
options { stats-freq(0); log-fifo-size(200000); use-dns(no); keep-hostname(yes); };
source lines { network(ip("127.0.0.1") port(${port}) max-connections(100) log-iw-size(100000) flags(syslog-protocol)); };
destination file { file("${file}" fsync(${sync ? 'yes' : 'no'})); };
log { source(lines); destination(file); flags(flow-control); };
`,
};

/** Of proc(5): user and system time in hundredths. */
function cpuOf(pid: number): number {
  const [, after = ''] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = after.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}

const sizeOf = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Until nothing is left; a slow disk may take its time, as long as it goes on. */
async function drained(left: () => number): Promise<void> {
  for (let [least, end] = [Infinity, 0]; left() > 0; await pause(20)) {
    if (left() < least) [least, end] = [left(), performance.now() + PATIENCE];
    if (performance.now() > end) throw new Error('a syslog daemon has stopped to write');
  }
}

async function connect(port: number): Promise<net.Socket> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await new Promise<net.Socket>((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => resolve(socket));
        socket.once('error', reject);
      });
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(50);
    }
  }
}

/** Neither of them says which one it has taken. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
