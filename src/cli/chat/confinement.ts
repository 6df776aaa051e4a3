import { existsSync, readlinkSync } from 'node:fs';
import { words } from '../../tui/words.ts';

const CONFINED = 'WAXWING_CONFINED';

/**
 * Goes on as the same program that can write nowhere but in those folders: it begins anew, since what confines has to be
 * there before a program has threads.
 * @returns why it is not confined; null: it is
 */
export async function confineTo(folders: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  if (env[CONFINED] === '1') return null;
  try {
    const { confine } = await import('../confine.ts');
    const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    if (confine(folders, writtenAnyway())) process.execve?.(process.execPath, command, { ...env, [CONFINED]: '1' });
    return words.notConfined('no Landlock');
  } catch (error) {
    return words.notConfined((error as Error).message);
  }
}

/** The terminal that it sits at, which libuv opens once more. */
function writtenAnyway(): string[] {
  const terminals = [process.stdin, process.stdout].filter(({ isTTY }) => isTTY);
  const files = ['/dev/null', '/dev/tty', ...terminals.map(({ fd }) => readlinkSync(`/proc/self/fd/${fd}`))];
  return [...new Set(files)].filter((file) => existsSync(file));
}
