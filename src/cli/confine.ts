import { closeSync, constants, openSync } from 'node:fs';
import { dlopen, getRawPointer } from 'node:ffi';

/** Linux's numbers, the same on every processor that has them. */
const CREATE_RULESET = 444;
const ADD_RULE = 445;
const RESTRICT_SELF = 446;
const NO_NEW_PRIVILEGES = 38;
const ASK_VERSION = 1;
const PATH_BENEATH = 1;
const NET_PORT = 2;
const O_PATH = 0x200000;

const WRITE_FILE = 1n << 1n;
/** Remove and make, whatever it is. */
const REMOVE_AND_MAKE = 0x1ffn << 4n;
const MOVE = 1n << 13n;
const TRUNCATE = 1n << 14n;
const BIND_TCP = 1n << 0n;
const CONNECT_TCP = 1n << 1n;
/** To others' sockets without a file, and signals to others' programs. */
const ABSTRACT_SOCKETS_AND_SIGNALS = 3n;

/** The versions of Landlock from which on it knows of these. */
const SINCE = { move: 2, truncate: 3, network: 4, scopes: 6 };

type SystemCall = (number: number, ...args: (number | Uint8Array)[]) => number;

/** What a confined program may still do. */
export interface Bounds {
  /** All that is below them may be written, made, moved and removed. */
  readonly folders: readonly string[];
  /** Written only. */
  readonly files: readonly string[];
  /** TCP ports that it may listen on and connect to, 0 for any free one; without this they are not bounded. */
  readonly ports?: { readonly listen: readonly number[]; readonly connect: readonly number[] };
}

/**
 * Takes from this thread, and from whatever it becomes or starts, all of that but what stands in the bounds: Landlock
 * (landlock(7)). Other threads of this process keep theirs, so it has to become another program by `execve` afterwards.
 * @returns the version of Landlock; 0 where the system has none
 * @throws Error when the system has it and does not take the rules
 */
export function confine({ folders, files, ports }: Bounds): number {
  if (process.platform !== 'linux') return 0;
  const { call, noNewPrivileges } = systemCalls();
  const version = versionBy(call);
  if (version === 0) return 0;
  const onFiles = WRITE_FILE | (version >= SINCE.truncate ? TRUNCATE : 0n);
  const inFolders = onFiles | REMOVE_AND_MAKE | (version >= SINCE.move ? MOVE : 0n);
  const onPorts = ports && version >= SINCE.network ? BIND_TCP | CONNECT_TCP : 0n;
  const rules = ruleset(call, version, inFolders, onPorts);
  for (const folder of folders) allowPath(call, rules, folder, inFolders);
  for (const file of files) allowPath(call, rules, file, onFiles);
  if (ports && onPorts) {
    for (const port of ports.listen) allowPort(call, rules, port, BIND_TCP);
    for (const port of ports.connect) allowPort(call, rules, port, CONNECT_TCP);
  }
  done('privileges', noNewPrivileges());
  done('restriction', call(RESTRICT_SELF, rules, 0));
  return version;
}

/** The version of Landlock that this system has; 0: none. */
export function landlockVersion(): number {
  return process.platform === 'linux' ? versionBy(systemCalls().call) : 0;
}

function versionBy(call: SystemCall): number {
  return Math.max(0, call(CREATE_RULESET, 0, 0, ASK_VERSION));
}

/** What is bounded at all; older systems take fewer words of it. */
function ruleset(call: SystemCall, version: number, inFolders: bigint, onPorts: bigint): number {
  const words = [inFolders];
  if (version >= SINCE.network) words.push(onPorts);
  if (version >= SINCE.scopes) words.push(ABSTRACT_SOCKETS_AND_SIGNALS);
  const bounded = new Uint8Array(new BigUint64Array(words).buffer);
  return done('ruleset', call(CREATE_RULESET, bounded, bounded.length, 0));
}

function allowPath(call: SystemCall, rules: number, path: string, rights: bigint): void {
  const opened = openSync(path, O_PATH | constants.O_RDONLY);
  const rule = new DataView(new ArrayBuffer(12));
  rule.setBigUint64(0, rights, true);
  rule.setInt32(8, opened, true);
  done(path, call(ADD_RULE, rules, PATH_BENEATH, new Uint8Array(rule.buffer), 0));
  closeSync(opened);
}

function allowPort(call: SystemCall, rules: number, port: number, rights: bigint): void {
  const rule = new BigUint64Array([rights, BigInt(port)]);
  done(`port ${port}`, call(ADD_RULE, rules, NET_PORT, new Uint8Array(rule.buffer), 0));
}

function done(what: string, answer: number): number {
  if (answer < 0) throw new Error(`Landlock did not take the ${what}`);
  return answer;
}

function systemCalls(): { call: SystemCall; noNewPrivileges: () => number } {
  const long = 'i64' as const;
  const { functions } = dlopen('libc.so.6', {
    syscall: { arguments: [long, long, long, long, long], return: long },
    prctl: { arguments: ['i32', 'u64', 'u64', 'u64', 'u64'], return: 'i32' },
  });
  const word = (value: number | Uint8Array) => (typeof value === 'number' ? BigInt(value) : getRawPointer(value));
  return {
    call: (number, a = 0, b = 0, c = 0, d = 0) =>
      Number(functions.syscall(BigInt(number), word(a), word(b), word(c), word(d))),
    noNewPrivileges: () => Number(functions.prctl(NO_NEW_PRIVILEGES, 1n, 0n, 0n, 0n)),
  };
}
