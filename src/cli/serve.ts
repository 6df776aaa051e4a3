import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configFrom, settings, type Config } from '../server/config.ts';
import { ConfigError } from '../server/configError.ts';
import { createLog } from '../server/logger.ts';
import { createServer, type RunningServer } from '../server/createServer.ts';
import { parse } from './parse.ts';
import { CommandError, UsageError, print, type Command } from './usage.ts';

const flagNames = Object.values(settings).flatMap((setting) => ('flag' in setting ? [setting.flag] : []));
const options = Object.fromEntries(flagNames.map((name) => [name, { type: 'string' as const }]));

const flagLines = Object.entries(settings).flatMap(([name, setting]) =>
  'flag' in setting ? [`  ${`--${setting.flag}`.padEnd(20)} ${setting.wants} (${name})`] : [],
);

/** A stop takes no longer; what has not ended by then is cut. */
const STOP_WITHIN = 4500;

export const serve: Command = {
  help: `waxwing serve [OPTION]...\n\nStarts the server. Options go over the environment, and that over .env in the working directory.\n\n${flagLines.join('\n')}`,

  async run(args) {
    const { values, words } = parse(args, options);
    if (words.length > 0) throw new UsageError(`serve takes no ${words[0]}`);
    const config = configFrom(values);
    const server = await started(config);
    const stopped = untilToldToStop(server, config);
    if (server.setupLink !== null) print(`Create the first admin: ${server.setupLink}`);
    print(`Waxwing is ready: ${server.origin}${lineDoor(server)}`);
    return stopped;
  },
};

function lineDoor({ line }: RunningServer): string {
  if (line === null) return '';
  const host = line.host.includes(':') ? `[${line.host}]` : line.host;
  return ` (TLS line protocol on ${host}:${line.port})`;
}

async function started(config: Config): Promise<RunningServer> {
  try {
    return await createServer({ config, pages: pagesFolder() });
  } catch (error) {
    const { code, message, port = config.port } = error as NodeJS.ErrnoException & { port?: number };
    const place = `${config.host} port ${port}`;
    const [name, flag] = port === config.tlsPort ? ['WAXWING_TLS_PORT', '--tls-port'] : ['WAXWING_PORT', '--port'];
    if (code === 'EADDRINUSE')
      throw new CommandError(`${name}: something else listens on ${place}; choose another with ${flag}`);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new CommandError(`cannot use ${place} or ${config.data}: ${message}`);
    throw error instanceof ConfigError ? error : new CommandError(message);
  }
}

/** The built web app: beside the folder of the built command's parts, or in `dist` of the sources. */
function pagesFolder(): string | null {
  const places = ['../web', '../../dist/web'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(`${place}/index.html`)) ?? null;
}

/** Resolves with the exit status once it has stopped: by a signal, or by an error that nobody expected. */
function untilToldToStop(server: RunningServer, config: Config): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const stop = (status: number): void => {
    setTimeout(() => process.exit(status), STOP_WITHIN).unref();
    void server.close().finally(() => resolve(status));
  };
  const failed = (error: unknown): void => {
    createLog(config.log).error({ err: error }, 'unexpected error');
    stop(1);
  };
  process.once('SIGTERM', () => stop(0));
  process.once('SIGINT', () => stop(0));
  process.once('uncaughtException', failed);
  process.once('unhandledRejection', failed);
  return promise;
}
