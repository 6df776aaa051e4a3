import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Config } from '../server/config.ts';
import { ConfigError } from '../server/configError.ts';
import { createServer, type RunningServer, type ServerOptions } from '../server/createServer.ts';
import { createLog } from '../server/logger.ts';
import { giveMemoryBack } from './givingBack.ts';
import { missingFiles } from './openFiles.ts';
import { CommandError, print } from './usage.ts';

type Log = ReturnType<typeof createLog>;
type Confinement = NonNullable<ServerOptions['confinement']>;

/** A stop takes no longer; what has not ended by then is cut. */
const STOP_WITHIN = 4500;

/** Starts the server and says where it is. @returns the exit status, once it has stopped */
export async function runServer(config: Config, confinement: Confinement): Promise<number> {
  const log = createLog(config.log);
  const server = await started(config, confinement, log);
  giveMemoryBack();
  const stopped = untilToldToStop(server, log);
  const missing = missingFiles(config);
  if (missing) log.warn(missing, 'fewer files may be open than connections are set: see ulimit -n');
  if (server.setupLink !== null) print(`Create the first admin: ${server.setupLink}`);
  print(`Waxwing is ready: ${server.origin}${lineDoor(server)}`);
  return stopped;
}

function lineDoor({ line }: RunningServer): string {
  if (line === null) return '';
  const host = line.host.includes(':') ? `[${line.host}]` : line.host;
  return ` (TLS line protocol on ${host}:${line.port})`;
}

async function started(config: Config, confinement: Confinement, log: Log): Promise<RunningServer> {
  try {
    return await createServer({ config, pages: pagesFolder(), confinement, log });
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
function untilToldToStop(server: RunningServer, log: Log): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const stop = (status: number): void => {
    setTimeout(() => process.exit(status), STOP_WITHIN).unref();
    void server.close().finally(() => resolve(status));
  };
  const failed = (error: unknown): void => {
    log.error({ err: error }, 'unexpected error');
    stop(1);
  };
  process.once('SIGTERM', () => stop(0));
  process.once('SIGINT', () => stop(0));
  process.once('uncaughtException', failed);
  process.once('unhandledRejection', failed);
  return promise;
}
