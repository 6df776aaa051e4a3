import { closeSync, existsSync, openSync, readFileSync, readlinkSync } from 'node:fs';
import type { Bounds } from './confine.ts';

/** The process that has begun anew, so that it does not do so without end. It is no proof: that is found out by trying. */
const BEGUN_ANEW = 'WAXWING_CONFINED';

/** Whether this process can do no more than it was allowed to: by what, or why not. */
export type Confinement =
  | { readonly confined: true; readonly by: string }
  | { readonly confined: false; readonly why: string };

interface Asked extends Omit<Bounds, 'files'> {
  /** For the program as it begins anew, beside those that this one was started with. */
  readonly nodeOptions?: readonly string[];
}

/**
 * Goes on as the same program within those bounds: it begins anew, since what confines has to be there before a program
 * has threads. Where it cannot be confined, it goes on all the same.
 */
export async function confineTo(asked: Asked, env: NodeJS.ProcessEnv): Promise<Confinement> {
  const { nodeOptions = [], ...bounds } = asked;
  const self = String(process.pid);
  try {
    const { confine, landlockVersion } = await import('./confine.ts');
    if (env[BEGUN_ANEW] === self) return found(landlockVersion());
    const version = confine({ ...bounds, files: writtenAnyway() });
    if (version > 0 || nodeOptions.length > 0) {
      const command = [process.execPath, ...process.execArgv, ...nodeOptions, ...process.argv.slice(1)];
      process.execve?.(process.execPath, command, { ...env, [BEGUN_ANEW]: self });
    }
    return { confined: false, why: version === 0 ? 'no Landlock' : 'it could not begin anew' };
  } catch (error) {
    return { confined: false, why: (error as Error).message };
  }
}

function found(version: number): Confinement {
  if (version === 0) return { confined: false, why: 'no Landlock' };
  return isConfined() ? { confined: true, by: `Landlock ${version}` } : { confined: false, why: 'it does not hold' };
}

/**
 * A file of this very process cannot be written, and not for want of rights to it. It is read-only to Landlock alone:
 * what makes whole file systems read-only says so by another error.
 */
function isConfined(): boolean {
  if (process.platform !== 'linux' || !/^NoNewPrivs:\t1$/m.test(readFileSync('/proc/self/status', 'utf8')))
    return false;
  try {
    closeSync(openSync('/proc/self/comm', 'r+'));
    return false;
  } catch (error) {
    return ['EACCES', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

/** The terminal that it sits at, which libuv opens once more. */
function writtenAnyway(): string[] {
  const terminals = [process.stdin, process.stdout].filter(({ isTTY }) => isTTY);
  const files = ['/dev/null', '/dev/tty', ...terminals.map(({ fd }) => readlinkSync(`/proc/self/fd/${fd}`))];
  return [...new Set(files)].filter((file) => existsSync(file));
}
