import { existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MachineName } from '../../protocol/ingest.ts';
import { CommandError, UsageError } from '../usage.ts';
import { credentialsFolder } from './folders.ts';
import { words } from './words.ts';

/** What opens the door for a machine. */
export type Credentials = { readonly token: string } | { readonly password: string };

export interface Identity {
  readonly machine: string;
  readonly credentials: Credentials;
}

const FOR_OTHERS = 0o077;
const Claims = z.object({ sub: MachineName });

/**
 * Which machine this is and what opens the door for it: from the environment, else from its file. Never from the command
 * line, which others can read.
 * @param typed null: the one that the token names, or the only one that has a file
 * @throws UsageError, CommandError
 */
export function identityOf(server: URL, typed: string | null, env: NodeJS.ProcessEnv): Identity {
  const asked = machineNamed(typed);
  const token = env['WAXWING_MACHINE_TOKEN'];
  if (token) return byToken(token, asked, 'WAXWING_MACHINE_TOKEN');
  const folder = credentialsFolder(server, env);
  const password = env['WAXWING_MACHINE_PASSWORD'];
  const machine = asked ?? onlyOne(folder);
  if (password) return { machine, credentials: { password } };
  const file = path.join(folder, machine);
  if (!existsSync(file)) throw new CommandError(words.notEnrolled(machine, server.origin));
  return fromFile(file, machine);
}

/** @throws UsageError when no machine can have that name */
export function machineNamed(typed: string | null): string | null {
  if (typed === null) return null;
  const name = MachineName.safeParse(typed);
  if (!name.success) throw new UsageError(words.noName);
  return name.data;
}

/** @throws CommandError when the token is another machine's */
export function byToken(token: string, asked: string | null, source: string): Identity {
  const named = holderOf(token);
  if (asked !== null && named !== null && named !== asked) throw new CommandError(words.anothersToken(source, named));
  const machine = asked ?? named;
  if (machine === null) throw new UsageError(words.whichMachine);
  return { machine, credentials: { token } };
}

/** Whether it has the form of a token. */
export const isToken = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);

/** Keeps it in the machine's file, whole or not at all, for its owner alone. Answers where. */
export function keepCredentials(server: URL, { machine, credentials }: Identity, env: NodeJS.ProcessEnv): string {
  const folder = credentialsFolder(server, env);
  const file = path.join(folder, machine);
  const [line] = Object.entries(credentials).map(([kind, secret]) => `${kind} ${secret}\n`);
  writeFileSync(`${file}.new`, line ?? '', { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return file;
}

function fromFile(file: string, machine: string): Identity {
  const { mode, uid } = statSync(file);
  const isOwn = process.getuid === undefined || uid === process.getuid() || uid === 0;
  if (!isOwn || (process.platform !== 'win32' && (mode & FOR_OTHERS) !== 0)) throw new CommandError(words.open(file));
  const [, kind, secret = ''] = /^(token|password) (.+?)\s*$/.exec(readFileSync(file, 'utf8')) ?? [];
  if (kind === undefined) throw new CommandError(words.noCredentials(file));
  return kind === 'token' ? byToken(secret, machine, file) : { machine, credentials: { password: secret } };
}

function onlyOne(folder: string): string {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => MachineName.safeParse(name).data === name)
    : [];
  const [only, another] = names;
  if (only === undefined || another !== undefined) throw new UsageError(words.whichMachine);
  return only;
}

/** The machine that a token says it is for; it is for the server to check that. */
function holderOf(token: string): string | null {
  try {
    const [, claims = ''] = token.split('.');
    return Claims.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))).data?.sub ?? null;
  } catch {
    return null;
  }
}
