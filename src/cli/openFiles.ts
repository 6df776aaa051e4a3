import { readFileSync } from 'node:fs';
import type { Config } from '../server/config.ts';

/** For the database, streams, standard output and whatever else is not a connection. */
const OTHERS = 100;

/**
 * How many files the connections that are set may need, where that is more than this process may open; null: all fit, or
 * the system does not say.
 */
export function missingFiles(config: Pick<Config, 'connections' | 'tlsPort'>, limits = ownLimits()): FilesShort | null {
  const line = config.tlsPort === 'off' ? 0 : Math.floor(config.connections / 2);
  const needed = config.connections + line + OTHERS;
  const allowed = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
  return allowed < needed ? { allowed, needed } : null;
}

export interface FilesShort {
  readonly allowed: number;
  readonly needed: number;
}

/** As Linux says them; Node has raised them as far as it may. */
function ownLimits(): string {
  return process.platform === 'linux' ? readFileSync('/proc/self/limits', 'utf8') : '';
}
