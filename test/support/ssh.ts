import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const isThere = spawnSync('ssh-keygen', ['-?']).error === undefined;

/** Whether the machine's own ssh-keygen and ssh-agent can be asked; says so where they cannot. */
export function hasSshKeygen(): boolean {
  if (!isThere) process.stdout.write('skipped: needs ssh-keygen\n');
  return isThere;
}

/** The key's bytes in a line of a `.pub` file. */
export const blobOf = (line: string): Uint8Array => Uint8Array.fromBase64(line.split(' ')[1] ?? '');

/** Runs ssh-keygen in a folder; answers what it printed. */
export function sshKeygen(cwd: string, args: readonly string[], input: Uint8Array | string = ''): string {
  const { status, stdout, stderr } = spawnSync('ssh-keygen', [...args], { cwd, encoding: 'utf8', input });
  if (status !== 0) throw new Error(`ssh-keygen ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** An agent that holds nothing, behind that socket. */
export async function startAgent(socket: string): Promise<{ stop(): Promise<void> }> {
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(agent.stdout, 'data');
  return {
    async stop() {
      agent.kill();
      await once(agent, 'exit');
    },
  };
}

/** Gives a private key to the agent behind a socket. */
export function sshAdd(socket: string, privateKey: string): void {
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  const { status, stderr } = spawnSync('ssh-add', ['-q', '-'], { env, input: privateKey, encoding: 'utf8' });
  if (status !== 0) throw new Error(`ssh-add: ${stderr}`);
}
