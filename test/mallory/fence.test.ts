import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { nodeOptions, program } from '../support/command.ts';
import type { Outcome } from './support/hostile.ts';
import { outsiders, sight, waysOut, type Scene } from './support/waysOut.ts';

// Code runs in the server's own process and tries every way out of the data folder.

/** Not where TMPDIR leads: that may be in /dev/shm, which a sandbox has to itself. */
const TEMPORARY = '/tmp';

const at = (file: string): string => fileURLToPath(new URL(`support/${file}`, import.meta.url));
const isRoot = process.getuid?.() === 0;
const all = Object.keys(waysOut);

/** What Landlock knows nothing of, in any version; systemd and containers do. */
const PAST_LANDLOCK = [
  'their file, its mode',
  'their file, its mode by a descriptor',
  'their file, its times',
  'their file, its times by a descriptor',
  ...(isRoot ? ['their file, its owner'] : []),
  'their file, an attribute',
];
/** What changes no file, and ... */
const REACHING = {
  /** ... what Landlock stops from the version on that stands beside it ... */
  stopped: {
    'a port of its own': 4,
    "another program's port": 4,
    "another program's abstract socket": 6,
    'a signal to a stranger': 6,
  },
  /** ... or in no version yet. */
  free: ["another program's socket", 'a datagram'],
};

test('[001.17] [M41] without the fence, code in the server changes whatever its user may', async () => {
  const { outcome } = await attacked((args) => [process.execPath, ...args, at('unfenced.ts')]);
  const byRootOnly = ['a device', 'their file, its owner'];
  const changing = all.slice(0, all.indexOf('a port of its own'));
  // What opens without changing anything, and what changes a thing that is gone by then.
  const opening = ['a file without a name', "a stranger's memory", 'a setting of the system', 'a shell that removes'];
  const expected = changing.filter((way) => !opening.includes(way) && (isRoot || !byRootOnly.includes(way)));
  expect(expected.filter((way) => !outcome.changed.includes(way))).toEqual([]);
  expect(outcome.worked).toEqual(expect.arrayContaining([...Object.keys(REACHING.stopped), ...REACHING.free]));
});

test('[001.17] [M41] behind it, no name and no content outside changes, and what Landlock knows nothing of is this', async () => {
  const { outcome, output, before, after } = await attacked((args) => [process.execPath, ...args, program, 'serve']);
  const version = Number(/Landlock (\d+)/.exec(output)?.[1] ?? 0);
  if (version === 0) return void process.stdout.write('skipped: needs Landlock\n');
  const cutting = version >= 3 ? [] : ['their file, cut', 'their file, cut by the system call'];
  expect(outcome.changed.toSorted()).toEqual([...cutting, ...PAST_LANDLOCK].toSorted());
  const notStopped = Object.entries(REACHING.stopped).filter(([, since]) => since > version);
  const reaching = [...notStopped.map(([way]) => way), ...REACHING.free];
  // Node says that it has written a report, whether it could or not.
  const harmless = [...outcome.changed, 'a report of Node'];
  expect(outcome.worked.filter((way) => !harmless.includes(way)).toSorted()).toEqual(reaching.toSorted());
  expect(version < 3 || contents(after) === contents(before)).toBe(true);
});

test('[001.17] [M41] in bubblewrap beside it, nothing outside changes at all', async () => {
  if (spawnSync('bwrap', ['--ro-bind', '/', '/', 'true']).status !== 0)
    return void process.stdout.write('skipped: needs bwrap\n');
  const outer =
    'bwrap --ro-bind / / --dev /dev --proc /proc --unshare-pid --unshare-ipc --cap-drop ALL --die-with-parent';
  const { outcome, before, after } = await attacked((args, data) => {
    const inner = ['--bind', data, data, '--', process.execPath, ...args, program, 'serve'];
    return [...outer.split(' '), ...inner];
  });
  expect(outcome.changed).toEqual([]);
  expect(after).toBe(before);
});

test('[001.17] [M41] as the unit of systemd, nothing outside changes at all', async () => {
  if (spawnSync('unshare', ['-f', ...NAMESPACES, 'test', '-x', '/lib/systemd/systemd']).status !== 0)
    return void process.stdout.write('skipped: needs systemd and root\n');
  const clone = fileURLToPath(new URL('../..', import.meta.url));
  fs.mkdirSync(path.join(clone, '.cache'), { recursive: true });
  const { outcome, before, after } = await attacked(
    (args, data) => {
      const options = ['serve', '--data', '/var/lib/waxwing', '--port', '0', '--tls-port', 'off'];
      const inUnit = [...args, program, ...options].map((arg) => arg.replace(clone, '/opt/waxwing/'));
      const units = unitsThatRun(['/opt/waxwing/node_modules/.bin/node', ...inUnit]);
      return ['unshare', '-f', '--kill-child', ...NAMESPACES, at('asUnit.sh'), units, clone, data];
    },
    fs.mkdtempSync(path.join(clone, '.cache/outside-')),
    (here) => here.replace(clone, '/opt/waxwing/').replace(/^.*waxwing-data-\w+/, '/var/lib/waxwing'),
  );
  expect(outcome.worked.filter((way) => !REACHING.free.includes(way))).toEqual(['a report of Node']);
  expect(outcome.changed).toEqual([]);
  expect(after).toBe(before);
});

const NAMESPACES = ['--pid', '--mount', '--uts', '--ipc', '--cgroup'];

/** The unit as it is shipped but for its command, and what a system has around it. */
function unitsThatRun(command: readonly string[]): string {
  const folder = temporary('units');
  const shipped = fs.readFileSync('deploy/systemd/waxwing.service', 'utf8');
  const words = command.map((word) => `"${word}"`).join(' ');
  fs.writeFileSync(
    path.join(folder, 'waxwing.service'),
    shipped.replace(/^ExecStart=.*$/m, `ExecStart=${words}`).replace('tcp:9290', 'tcp:1024-65535'),
  );
  for (const name of ['basic', 'sysinit', 'shutdown', 'network-online', 'waxwing']) {
    const wants = name === 'waxwing' ? 'Wants=waxwing.service\nAllowIsolate=yes\n' : '';
    fs.writeFileSync(path.join(folder, `${name}.target`), `[Unit]\nDefaultDependencies=no\n${wants}`);
  }
  return folder;
}

function temporary(name: string): string {
  const folder = fs.mkdtempSync(path.join(TEMPORARY, `waxwing-${name}-`));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Attacked {
  readonly outcome: Outcome;
  readonly output: string;
  /** What could be seen outside. */
  readonly before: string;
  readonly after: string;
}

/**
 * @param command from options of Node and the data folder to what is run, without the options of the server
 * @param seen how the server sees a place that is here
 */
async function attacked(
  command: (args: readonly string[], data: string) => string[],
  outside = temporary('outside'),
  seen = (here: string): string => here,
): Promise<Attacked> {
  const data = temporary('data');
  for (const left of [outside, '/dev/shm/waxwing-way-out']) {
    onTestFinished(() => fs.rmSync(left, { recursive: true, force: true }));
  }
  outsiders(outside);
  const scene: Scene = {
    inside: path.join(data, 'inside'),
    outside,
    stranger: stranger(),
    doors: await doors(outside),
  };
  const [first = '', ...rest] = command([...nodeOptions, '--import', at('hostile.ts')], data);
  const server = spawn(first, [...rest, '--data', data, '--port', '0', '--tls-port', 'off'], { cwd: TEMPORARY });
  onTestFinished(() => end(server));
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const isReady = (): boolean => fs.existsSync(path.join(data, 'admin.sock'));
  await expect.poll(() => isReady() || server.exitCode, { timeout: 60_000, message: output }).toBe(true);
  const before = sight(scene);
  fs.writeFileSync(
    path.join(data, 'attack.new'),
    JSON.stringify({ ...scene, inside: seen(scene.inside), outside: seen(outside) }),
  );
  fs.renameSync(path.join(data, 'attack.new'), path.join(data, 'attack.json'));
  const result = path.join(data, 'outcome.json');
  await expect.poll(() => fs.existsSync(result) || server.exitCode, { timeout: 60_000 }).toBe(true);
  const outcome = JSON.parse(fs.readFileSync(result, 'utf8')) as Outcome;
  return { outcome, output, before, after: sight(scene) };
}

function stranger(): number {
  const program = spawn('sleep', ['600']);
  onTestFinished(() => end(program));
  return program.pid ?? 0;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function doors(outside: string): Promise<Scene['doors']> {
  const file = path.join(outside, 'door');
  const abstract = `\0waxwing ${outside}`;
  const open = async (place: net.ListenOptions): Promise<number> => {
    const server = net.createServer((socket) => socket.destroy()).listen(place);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  };
  await open({ path: file });
  await open({ path: abstract });
  return { port: await open({ port: 0, host: '127.0.0.1' }), file, abstract };
}

/** Names and contents, without modes, times and the like. */
function contents(seen: string): string {
  const { seen: files } = JSON.parse(seen) as { seen: [string, ...unknown[]][] };
  return JSON.stringify(files.map(([name, ...rest]) => [name, rest.at(-1)]));
}
