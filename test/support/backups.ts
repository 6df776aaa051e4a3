import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { program } from './command.ts';

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in a process of its own, while this one goes on. */
export async function waxwing(...args: string[]): Promise<Said> {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'] }, cwd: os.tmpdir() });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...said };
}

/** A key of age, and a file with its secret half. */
export async function newKey(folder: string): Promise<{ recipient: string; identityFile: string }> {
  const identity = await generateX25519Identity();
  const identityFile = path.join(folder, 'identity');
  fs.writeFileSync(identityFile, `# a comment, as age-keygen writes\n${identity}\n`, { mode: 0o600 });
  return { recipient: await identityToRecipient(identity), identityFile };
}
