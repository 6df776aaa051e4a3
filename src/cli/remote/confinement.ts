import { closeSync, existsSync, openSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { words } from '../../tui/words.ts';

/** The process that has begun anew, so that it does not do so without end. It is no proof: that is found out by trying. */
const BEGUN_ANEW = 'WAXWING_CONFINED';

/**
 * Goes on as the same program that can write nowhere but in those folders: it begins anew, since what confines has to be
 * there before a program has threads.
 * @returns why it is not confined; null: it is
 */
export async function confineTo(folders: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  if (isConfinedTo(folders)) return null;
  const self = String(process.pid);
  if (env[BEGUN_ANEW] === self) return words.notConfined('it does not hold');
  try {
    const { confine } = await import('../confine.ts');
    const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    if (confine(folders, writtenAnyway())) process.execve?.(process.execPath, command, { ...env, [BEGUN_ANEW]: self });
    return words.notConfined('no Landlock');
  } catch (error) {
    return words.notConfined((error as Error).message);
  }
}

/** A file beside the folders cannot be made, and not for want of rights to what is above them, which is the person's own. */
function isConfinedTo([folder = '']: readonly string[]): boolean {
  if (process.platform !== 'linux' || !/^NoNewPrivs:\t1$/m.test(readFileSync('/proc/self/status', 'utf8')))
    return false;
  const probe = path.join(path.dirname(folder), `.outside-${process.pid}`);
  try {
    closeSync(openSync(probe, 'wx'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
  rmSync(probe);
  return false;
}

/** The terminal that it sits at, which libuv opens once more. */
function writtenAnyway(): string[] {
  const terminals = [process.stdin, process.stdout].filter(({ isTTY }) => isTTY);
  const files = ['/dev/null', '/dev/tty', ...terminals.map(({ fd }) => readlinkSync(`/proc/self/fd/${fd}`))];
  return [...new Set(files)].filter((file) => existsSync(file));
}
