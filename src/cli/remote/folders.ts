import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { makeFolders } from '../../server/makeFolders.ts';

const OWNER_ONLY = 0o700;
const DATABASE = 'device.db';

/**
 * Where the terminal keeps what it knows of one server: `$XDG_DATA_HOME/waxwing/HOST_PORT/`, with a folder for each
 * account in `accounts/`. Only its owner gets in.
 */
export function serverFolder(server: URL, env: NodeJS.ProcessEnv): string {
  return path.join(baseFolder(env['XDG_DATA_HOME'], '.local/share'), placeOf(server));
}

/** A folder of the XDG specification, which wants a relative path to be ignored, and ours in it. */
export function baseFolder(set: string | undefined, otherwise: string): string {
  return path.join(set && path.isAbsolute(set) ? set : path.join(homedir(), otherwise), 'waxwing');
}

/** Names a server in a path. */
export function placeOf(server: URL): string {
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  return `${server.hostname.replaceAll(/[^a-z0-9.-]/g, '_')}_${port}`;
}

/** Names of the accounts that this machine is a device of. */
export function accountsIn(folder: string): string[] {
  const accounts = path.join(folder, 'accounts');
  if (!existsSync(accounts)) return [];
  return readdirSync(accounts).filter((name) => existsSync(path.join(accounts, name, DATABASE)));
}

/** @param name checked already: it is a part of the path */
export function accountFolder(folder: string, name: string): string {
  return path.join(folder, 'accounts', name);
}

export const databaseIn = (account: string): string => path.join(account, DATABASE);

/** Makes the folder, and those above it, for the owner alone. */
export function makeFolder(folder: string): void {
  makeFolders(folder);
  chmodSync(folder, OWNER_ONLY);
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
