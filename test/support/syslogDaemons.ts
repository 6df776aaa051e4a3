import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A syslog daemon that is installed, as it has to be started. */
export interface Daemon {
  readonly name: 'rsyslog' | 'syslog-ng';
  readonly command: string;
  readonly before: readonly string[];
  readonly libraries: string;
}

/** Debian installs one of the two at most: `.ci/run` unpacks rsyslog here. */
const BESIDE = fileURLToPath(new URL('../../.cache/rsyslog', import.meta.url));
const LIBRARIES = path.join(BESIDE, 'usr/lib/x86_64-linux-gnu');

/** Null where it is not installed. */
export function findDaemon(name: Daemon['name']): Daemon | null {
  const program = name === 'rsyslog' ? 'rsyslogd' : 'syslog-ng';
  const places = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin'].map((folder) => path.join(folder, program));
  const command = places.find((file) => fs.existsSync(file));
  if (command !== undefined) return { name, command, before: [], libraries: '' };
  const beside = path.join(BESIDE, 'usr/sbin', program);
  if (!fs.existsSync(beside)) return null;
  return { name, command: beside, before: ['-M', path.join(LIBRARIES, 'rsyslog')], libraries: LIBRARIES };
}

/** Whether syslog-ng has a module, such as `http`. */
export const hasModule = ({ command }: Daemon, module: string): boolean =>
  new RegExp(`^Available-Modules:.*\\b${module}\\b`, 'm').test(spawnSync(command, ['--version']).stdout.toString());

export interface RunningDaemon {
  readonly pid: number;
  /** What it has complained of so far. */
  said(): string;
  /** Ends it and waits until it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** In the foreground with a configuration, and with everything that it writes in the folder of the configuration. */
export function startDaemon({ name, command, before, libraries }: Daemon, config: string): RunningDaemon {
  const at = (file: string): string => path.join(path.dirname(config), file);
  const args =
    name === 'rsyslog'
      ? [...before, '-n', '-f', config, '-i', at('rsyslog.pid')]
      : ['-F', '--no-caps', '-f', config, '-R', at('syslog-ng.persist'), '-c', at('syslog-ng.ctl'), '-p', at('pid')];
  const env = { ...process.env, ...(libraries !== '' && { LD_LIBRARY_PATH: libraries }) };
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid: child.pid ?? 0,
    said: () => said,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await gone;
    },
  };
}
