import { spawnSync } from 'node:child_process';

const isThere = spawnSync('openssl', ['version']).status === 0;

/** Whether the machine's own openssl can be asked; says so where it cannot. */
export function hasOpenssl(): boolean {
  if (!isThere) process.stdout.write('skipped: needs openssl\n');
  return isThere;
}

/** Runs it in a folder. `said`: both outputs. */
export function openssl(cwd: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}
