// What code that runs in the server tries, to change something outside of its data folder. Each way has things of its own
// in the folder `outside`, which `outsiders` lays there.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { dlopen, getRawPointer } from 'node:ffi';
import fs from 'node:fs';
import net from 'node:net';
import dgram from 'node:dgram';
import path from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

/** Where the attack takes place, and whom it is against. */
export interface Scene {
  /** In the data folder. */
  readonly inside: string;
  readonly outside: string;
  /** A program of the same user, which has nothing to do with the server. */
  readonly stranger: number;
  /** Where another program listens: TCP, by a file, and by an abstract name. */
  readonly doors: { readonly port: number; readonly file: string; readonly abstract: string };
}

type Way = (scene: Scene) => unknown;

const theirs = ['appended', 'overwritten', 'cut', 'cut by hand', 'removed', 'renamed', 'stolen', 'linked', 'aimed at'];
const attributes = ['modes', 'modes by hand', 'times', 'times by hand', 'owner', 'attribute'];

/** Open to everybody: what keeps the server out is then its fence. */
export function outsiders(outside: string): void {
  for (const name of [...theirs, ...attributes]) fs.writeFileSync(path.join(outside, name), name);
  fs.mkdirSync(path.join(outside, 'empty folder'));
  fs.mkdirSync(path.join(outside, 'folder'));
  fs.writeFileSync(path.join(outside, 'folder', 'kept'), 'kept');
  new DatabaseSync(path.join(outside, 'their.db')).exec('CREATE TABLE t (a)');
  for (const name of ['', ...fs.readdirSync(outside, { recursive: true, encoding: 'utf8' })]) {
    const at = path.join(outside, name);
    fs.chmodSync(at, fs.statSync(at).isDirectory() ? 0o777 : 0o666);
  }
}

const TMPFILE = 0o20200000;
const FIFO = 0o10600;
const now = new Date(0);

/** A function of the C library, by its name; texts end in a zero there. */
function libc(name: string, ...args: (number | string)[]): number {
  const types = args.map(() => 'i64' as const);
  const called = dlopen('libc.so.6', { [name]: { arguments: types, return: 'i32' } }).functions[name];
  const given = args.map((arg) => (typeof arg === 'number' ? BigInt(arg) : getRawPointer(Buffer.from(`${arg}\0`))));
  const answer = Number(called?.(...given));
  if (answer < 0) throw new Error(`${name} was refused`);
  return answer;
}

const mine = ({ inside }: Scene, name: string): string => {
  const file = path.join(inside, name);
  fs.writeFileSync(file, 'mine');
  return file;
};
const database = ({ inside }: Scene): DatabaseSync => {
  const opened = new DatabaseSync(path.join(inside, 'mine.db'));
  opened.exec('CREATE TABLE IF NOT EXISTS t (a)');
  return opened;
};
const shell = (command: string, at: string): unknown =>
  execFileSync('/bin/sh', ['-c', command, 'sh', at], { stdio: 'ignore', timeout: 10_000 });
const thread = async (code: string): Promise<void> => {
  const worker = new Worker(code, { eval: true, execArgv: [] });
  await once(worker, 'exit');
};
const byDescriptor = (file: string, act: (descriptor: number) => void): void => {
  const descriptor = fs.openSync(file, 'r');
  act(descriptor);
  fs.closeSync(descriptor);
};
const answered = async (socket: net.Socket): Promise<void> => {
  await once(socket, 'connect');
  socket.destroy();
};
const listened = async (place: { port: number; host: string } | { path: string }): Promise<void> => {
  const server = net.createServer().listen(place);
  await once(server, 'listening');
  server.close();
};

const to = (name: string, act: (at: string, scene: Scene) => unknown): Way => {
  return (scene) => act(path.join(scene.outside, name), scene);
};

export const waysOut: Readonly<Record<string, Way>> = {
  'a new file': to('new', (at) => fs.writeFileSync(at, 'x')),
  'a new file, asynchronously': to('promised', (at) => fs.promises.writeFile(at, 'x')),
  'a stream': to('streamed', async (at) => once(fs.createWriteStream(at).end('x'), 'finish')),
  'their file, appended to': to('appended', (at) => fs.appendFileSync(at, 'x')),
  'their file, overwritten': to('overwritten', (at) => fs.writeSync(fs.openSync(at, 'r+'), 'x')),
  'their file, cut': to('cut', (at) => fs.truncateSync(at)),
  'their file, cut by the system call': to('cut by hand', (at) => libc('truncate', at, 0)),
  'their file, removed': to('removed', (at) => fs.unlinkSync(at)),
  'their file, renamed': to('renamed', (at) => fs.renameSync(at, `${at} anew`)),
  'their file, moved in': to('stolen', (at, { inside }) => fs.renameSync(at, path.join(inside, 'stolen'))),
  'a file moved out': to('moved', (at, scene) => fs.renameSync(mine(scene, 'leaving'), at)),
  'a file copied out': to('copied', (at, scene) => fs.copyFileSync(mine(scene, 'copying'), at)),
  'a folder copied out': to('copied folder', (at, { inside }) => fs.cpSync(inside, at, { recursive: true })),
  'a folder': to('new folder', (at) => fs.mkdirSync(at)),
  'a temporary folder': to('temporary-', (at) => fs.mkdtempSync(at)),
  'their empty folder, removed': to('empty folder', (at) => fs.rmdirSync(at)),
  'their folder, removed': to('folder', (at) => fs.rmSync(at, { recursive: true })),
  'a hard link out': to('hard', (at, scene) => fs.linkSync(mine(scene, 'linking'), at)),
  'their file, linked in and written': to('linked', (at, { inside }) => {
    fs.linkSync(at, path.join(inside, 'linked'));
    fs.appendFileSync(path.join(inside, 'linked'), 'x');
  }),
  'a symbolic link': to('symbolic', (at) => fs.symlinkSync('/etc/passwd', at)),
  'through a symbolic link': to('aimed at', (at, { inside }) => {
    fs.symlinkSync(at, path.join(inside, 'way out'));
    fs.appendFileSync(path.join(inside, 'way out'), 'x');
  }),
  'through a linked folder': to('', (at, { inside }) => {
    fs.symlinkSync(at, path.join(inside, 'folder out'));
    fs.writeFileSync(path.join(inside, 'folder out', 'through folder'), 'x');
  }),
  'through an open folder': to('', (at) => {
    byDescriptor(at, (descriptor) => fs.writeFileSync(`/proc/self/fd/${descriptor}/through descriptor`, 'x'));
  }),
  'through /proc/self/root': to('through root', (at) => fs.writeFileSync(`/proc/self/root${at}`, 'x')),
  'from another working folder': to('', (at) => {
    const before = process.cwd();
    process.chdir(at);
    try {
      fs.writeFileSync('from here', 'x');
    } finally {
      process.chdir(before);
    }
  }),
  'a file without a name': to('', (at) => fs.writeSync(fs.openSync(at, TMPFILE | fs.constants.O_RDWR, 0o600), 'x')),
  'a pipe': to('pipe', (at) => libc('mknod', at, FIFO, 0)),
  'a device': to('device', (at) => libc('mknod', at, 0o20600, 0x103)),
  'a socket': to('socket', (at) => listened({ path: at })),
  'a report of Node': to('report.json', (at) => process.report.writeReport(at)),
  'a database': to('new.db', (at) => new DatabaseSync(at).exec('CREATE TABLE t (a)')),
  'their database': to('their.db', (at) => new DatabaseSync(at).exec('INSERT INTO t VALUES (1)')),
  'a database, attached': to('attached.db', (at, scene) =>
    database(scene).exec(`ATTACH '${at}' AS other; CREATE TABLE other.t (a)`),
  ),
  'a database, vacuumed into': to('vacuumed.db', (at, scene) => database(scene).exec(`VACUUM INTO '${at}'`)),
  'a database, backed up': to('backed-up.db', (at, scene) => backup(database(scene), at)),
  'a shell': to('by shell', (at) => shell('echo x > "$1"', at)),
  'a shell that goes on alone': to('by daemon', (at) => shell('setsid sh -c \'echo x > "$1"\' sh "$1"', at)),
  'a shell that removes': to('folder', (at) => shell('rm -r "$1"', at)),
  'another Node': to('by node', (at) =>
    execFileSync(process.execPath, ['-e', `fs.writeFileSync(${JSON.stringify(at)}, 'x')`], { stdio: 'ignore' }),
  ),
  'a thread': to('by thread', (at) => thread(`require('node:fs').writeFileSync(${JSON.stringify(at)}, 'x')`)),
  'memory that others share': () => fs.writeFileSync('/dev/shm/waxwing-way-out', 'x'),
  "a setting of a stranger's process": ({ stranger }) => fs.writeFileSync(`/proc/${stranger}/oom_score_adj`, '500'),
  "a stranger's memory": ({ stranger }) => fs.openSync(`/proc/${stranger}/mem`, 'r+'),
  'a setting of the system': () => fs.openSync('/proc/sys/kernel/hostname', 'r+'),
  'their file, its mode': to('modes', (at) => fs.chmodSync(at, 0o777)),
  'their file, its mode by a descriptor': to('modes by hand', (at) =>
    byDescriptor(at, (descriptor) => fs.fchmodSync(descriptor, 0o777)),
  ),
  'their file, its times': to('times', (at) => fs.utimesSync(at, now, now)),
  'their file, its times by a descriptor': to('times by hand', (at) =>
    byDescriptor(at, (descriptor) => fs.futimesSync(descriptor, now, now)),
  ),
  'their file, its owner': to('owner', (at) => fs.chownSync(at, 12_345, 12_345)),
  'their file, an attribute': to('attribute', (at) => libc('setxattr', at, 'user.waxwing', 'x', 1, 0)),
  'a port of its own': ({ doors }) => listened({ port: doors.port, host: '127.0.0.2' }),
  "another program's port": ({ doors }) => answered(net.connect(doors.port, '127.0.0.1')),
  "another program's socket": ({ doors }) => answered(net.connect(doors.file)),
  "another program's abstract socket": ({ doors }) => answered(net.connect(doors.abstract)),
  'a datagram': async ({ doors }) => {
    const socket = dgram.createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.send('x', doors.port, '127.0.0.1', (error) => (error ? reject(error) : resolve()));
    });
    socket.close();
  },
  // Last, for it ends the stranger.
  'a signal to a stranger': ({ stranger }) => process.kill(stranger, 'SIGKILL'),
};

/** All that one could see of what is outside, as text. */
export function sight({ outside, stranger }: Scene): string {
  const entries = fs.readdirSync(outside, { recursive: true, encoding: 'utf8' }).sort();
  const seen = ['', ...entries].map((name) => {
    const at = path.join(outside, name);
    const { mode, uid, size, mtimeMs } = fs.lstatSync(at);
    return [
      name,
      mode,
      uid,
      size,
      mtimeMs,
      attributeOf(at),
      fs.lstatSync(at).isFile() ? fs.readFileSync(at, 'base64') : '',
    ];
  });
  const shared = fs.existsSync('/dev/shm/waxwing-way-out');
  return JSON.stringify({ seen, shared, oom: settingOf(stranger) });
}

function settingOf(stranger: number): string {
  try {
    return fs.readFileSync(`/proc/${stranger}/oom_score_adj`, 'utf8');
  } catch {
    return 'gone';
  }
}

function attributeOf(at: string): number {
  try {
    return libc('getxattr', at, 'user.waxwing', 0, 0);
  } catch {
    return 0;
  }
}
