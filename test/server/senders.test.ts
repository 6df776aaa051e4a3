import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { program } from '../support/command.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { findDaemon, hasModule, startDaemon, type Daemon, type RunningDaemon } from '../support/syslogDaemons.ts';

const LINES = 1000;
const PAGE = fs.readFileSync('docs/senders.md', 'utf8');

let server: TestServer;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
beforeAll(async () => {
  server = await bootServer();
});
afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function tokenOf(name: string): Promise<string> {
  const asked = { act: 'token', name, label: 'test' };
  const { token } = (await server.admin({ act: 'machine', asked })) as { token: string };
  return token;
}

/** What the page says that a file holds, for this server and this machine. */
async function documented(file: string, machine: string): Promise<string> {
  const block = [...PAGE.matchAll(/^```\w*\n(.*?)^```$/gms)].find(([, text]) => text?.includes(`# ${file}\n`));
  if (!block?.[1]) throw new Error(`the page does not say what ${file} holds`);
  return block[1].replaceAll('TOKEN', await tokenOf(machine)).replaceAll('http://localhost:9290', server.origin);
}

/** The same with what is a place on the machine in a folder of the test. */
const moved = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error(`the page does not name ${from}`);
  return text.replaceAll(from, to);
};

const messagesOf = (machine: string): string[] => {
  const place = path.join(server.data, 'streams', machine);
  if (!fs.existsSync(place)) return [];
  const text = fs
    .readdirSync(place)
    .map((day) => fs.readFileSync(path.join(place, day), 'utf8'))
    .join('');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { message: string }).message);
};

async function connect(port: number, daemon: RunningDaemon): Promise<net.Socket> {
  for (let tries = 0; tries < 400; tries++) {
    const socket = net.connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (isOpen) return socket;
    await pause(50);
  }
  throw new Error(`the daemon does not listen: ${daemon.said()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const taken = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = taken.address() as net.AddressInfo;
      taken.close(() => resolve(port));
    });
  });
}

/** A third arrives, a third is said while the server is away, a third once it is back; the daemon itself is stopped in between, too. */
async function expectAllToArrive(machine: string, start: () => RunningDaemon, port: number): Promise<void> {
  const all = Array.from({ length: LINES }, (_, at) => `line ${at + 1} "ü" \\ 日`);
  const said = (from: number, to: number): string =>
    all
      .slice(from, to)
      .map((text) => `<13>${new Date().toISOString().slice(0, 19)}Z host app: ${text}\n`)
      .join('');
  const expected = all.map((text) => `app: ${text}`);
  let daemon = start();
  try {
    let socket = await connect(port, daemon);
    socket.write(said(0, 300));
    await expect.poll(() => messagesOf(machine).length, { timeout: 60_000 }).toBe(300);
    await server.stop();
    socket.write(said(300, 700));
    // What it holds is on its disk: a stop of its own loses nothing.
    await pause(1000);
    socket.end();
    await daemon.stop();
    daemon = start();
    socket = await connect(port, daemon);
    await server.restart();
    socket.write(said(700, LINES));
    await expect.poll(() => messagesOf(machine).length, { timeout: 90_000, interval: 200 }).toBe(LINES);
    expect(messagesOf(machine)).toEqual(expected);
    socket.destroy();
  } finally {
    await daemon.stop();
  }
}

const place = (name: string): string => {
  const made = path.join(folder, name);
  fs.mkdirSync(made);
  return made;
};

function installed(name: Daemon['name']): Daemon | null {
  const daemon = findDaemon(name);
  if (!daemon) process.stdout.write(`skipped: needs ${name}\n`);
  return daemon;
}

test(
  `[I8] syslog-ng, set up as the page says, sends ${LINES} lines: each is there once, in order, though the server was away`,
  { timeout: 300_000 },
  async () => {
    const daemon = installed('syslog-ng');
    if (!daemon) return;
    if (!hasModule(daemon, 'http')) return void process.stdout.write('skipped: needs syslog-ng-mod-http\n');
    const [own, port] = [place('syslog-ng'), await freePort()];
    const text = moved(await documented('/etc/syslog-ng/conf.d/waxwing.conf', 'dale'), '/var/lib/syslog-ng', own);
    const config = path.join(own, 'syslog-ng.conf');
    const source = `source s_src { network(ip("127.0.0.1") port(${port}) keep-hostname(yes)); };`;
    fs.writeFileSync(config, `@version: 3.35\n${source}\n${text}`);
    await expectAllToArrive('dale', () => startDaemon(daemon, config), port);
  },
);

test('[I10] with syslog-ng a line that is too long or no text holds up nothing', async () => {
  const found = installed('syslog-ng');
  if (!found) return;
  if (!hasModule(found, 'http')) return void process.stdout.write('skipped: needs syslog-ng-mod-http\n');
  const [own, port] = [place('odd'), await freePort()];
  const text = moved(await documented('/etc/syslog-ng/conf.d/waxwing.conf', 'whale'), '/var/lib/syslog-ng', own);
  const config = path.join(own, 'syslog-ng.conf');
  const source = `source s_src { network(ip("127.0.0.1") port(${port}) keep-hostname(yes)); };`;
  fs.writeFileSync(config, `@version: 3.35\n${source}\n${text}`);
  const daemon = startDaemon(found, config);
  try {
    const socket = await connect(port, daemon);
    const odd = ['first', 'x'.repeat(50_000), '日'.repeat(20_000), `bytes \u00fc\u00ff`, 'last'];
    for (const said of odd) {
      const line = `<13>${new Date().toISOString().slice(0, 19)}Z host app: ${said}\n`;
      socket.write(line, said.startsWith('bytes') ? 'latin1' : 'utf8');
    }
    await expect.poll(() => messagesOf('whale').at(-1), { timeout: 60_000 }).toBe('app: last');
    const [first, long, wide, bytes] = messagesOf('whale');
    expect(first).toBe('app: first');
    expect(long).toBe(`app: ${'x'.repeat(32_000)}`);
    expect(wide).toContain('日'.repeat(10_000));
    expect(bytes).toContain('bytes');
    socket.destroy();
  } finally {
    await daemon.stop();
  }
});

test(
  `[I8] rsyslog, set up as the page says, sends ${LINES} lines: each is there once, in order, though the server was away`,
  { timeout: 300_000 },
  async () => {
    const daemon = installed('rsyslog');
    if (!daemon) return;
    const [own, port] = [place('rsyslog'), await freePort()];
    const env = { ...process.env, HOME: own };
    const enrol = [program, 'send', '--server', server.origin, '--as', 'gale', '--enrol'];
    const input = `${await tokenOf('gale')}\n`;
    expect(spawnSync(process.execPath, enrol, { input, env }).status).toBe(0);
    const page = await documented('/etc/rsyslog.d/waxwing.conf', 'gale');
    const text = moved(
      moved(page, '/var/lib/rsyslog-waxwing', own),
      ' waxwing send',
      ` ${process.execPath} ${program} send`,
    );
    const config = path.join(own, 'rsyslog.conf');
    const source = `module(load="imtcp")\ninput(type="imtcp" address="127.0.0.1" port="${port}")`;
    fs.writeFileSync(config, `global(workDirectory="${own}")\n${source}\n${moved(text, '--as dale', '--as gale')}`);
    await expectAllToArrive('gale', () => startDaemon(daemon, config), port);
  },
);
