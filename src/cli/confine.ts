import { closeSync, constants, openSync } from 'node:fs';
import { dlopen, getRawPointer } from 'node:ffi';

/** Linux's numbers, the same on every processor that has them. */
const CREATE_RULESET = 444;
const ADD_RULE = 445;
const RESTRICT_SELF = 446;
const NO_NEW_PRIVILEGES = 38;
const ASK_VERSION = 1;
const PATH_BENEATH = 1;
const O_PATH = 0x200000;

const WRITE_FILE = 1n << 1n;
/** Remove and make, whatever it is. */
const REMOVE_AND_MAKE = 0x1ffn << 4n;
const MOVE = 1n << 13n;
const TRUNCATE = 1n << 14n;

type SystemCall = (number: number, ...args: (number | Uint8Array)[]) => number;

/**
 * Takes from this thread, and from whatever it becomes or starts, the right to write, make, move or remove anything but
 * below `folders` and in `files`: Landlock (landlock(7)). Other threads of this process keep theirs, so it has to become
 * another program by `execve` afterwards.
 * @returns false where the system has no Landlock
 * @throws Error when the system has it and does not take the rules
 */
export function confine(folders: readonly string[], files: readonly string[]): boolean {
  if (process.platform !== 'linux') return false;
  const system = systemCalls();
  const version = system.call(CREATE_RULESET, 0, 0, ASK_VERSION);
  if (version < 1) return false;
  const onFiles = WRITE_FILE | (version >= 3 ? TRUNCATE : 0n);
  const inFolders = onFiles | REMOVE_AND_MAKE | (version >= 2 ? MOVE : 0n);
  const handled = new Uint8Array(new BigUint64Array([inFolders]).buffer);
  const rules = done('ruleset', system.call(CREATE_RULESET, handled, handled.length, 0));
  for (const folder of folders) allow(system.call, rules, folder, inFolders);
  for (const file of files) allow(system.call, rules, file, onFiles);
  done('privileges', system.noNewPrivileges());
  done('restriction', system.call(RESTRICT_SELF, rules, 0));
  return true;
}

function allow(call: SystemCall, rules: number, path: string, rights: bigint): void {
  const opened = openSync(path, O_PATH | constants.O_RDONLY);
  const rule = new DataView(new ArrayBuffer(12));
  rule.setBigUint64(0, rights, true);
  rule.setInt32(8, opened, true);
  done(path, call(ADD_RULE, rules, PATH_BENEATH, new Uint8Array(rule.buffer), 0));
  closeSync(opened);
}

function done(what: string, answer: number): number {
  if (answer < 0) throw new Error(`Landlock did not take the ${what}`);
  return answer;
}

function systemCalls(): { call: SystemCall; noNewPrivileges(): number } {
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
