import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { askServer } from '../../src/cli/adminSocket.ts';
import { readConfig, type Config } from '../../src/server/config.ts';
import type { Clock, Random } from '../../src/server/core/ports.ts';
import type { Rate, RateName } from '../../src/server/core/rates.ts';
import { createServer, type RunningServer, type ServerOptions } from '../../src/server/createServer.ts';

export interface TestServer extends RunningServer {
  /** The data folder. */
  readonly data: string;
  /** Every line that the server has logged, as JSON. */
  readonly logged: readonly string[];
  /** Asks on the admin socket, as `waxwing admin` does. */
  admin(request: object): Promise<unknown>;
  /** Stops it and keeps the data folder until `close`. */
  stop(): Promise<void>;
  /** Stops it and starts it again on the same data folder, at the same address. */
  restart(whileStopped?: () => void): Promise<void>;
}

export interface BootOptions {
  /** Flags of `waxwing serve`, beside a free port and a folder of its own. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly rates?: Partial<Record<RateName, Rate>>;
  readonly pages?: string;
  readonly mail?: Config['mail'];
  readonly network?: ServerOptions['network'];
  /** Kept when the server closes; without it a fresh one, removed at the end. */
  readonly data?: string;
}

/** Test runs register and log in faster than people do. */
const roomy: Partial<Record<RateName, Rate>> = {
  'address: request': { burst: 100_000, perMinute: 1_000_000 },
  'address: start registration': { burst: 10_000, perMinute: 10_000 },
  'address: registration': { burst: 10_000, perMinute: 10_000 },
  'address: log-in': { burst: 10_000, perMinute: 10_000 },
  'address: line': { burst: 10_000, perMinute: 10_000 },
  'address: ingest': { burst: 100_000, perMinute: 1_000_000 },
  'address: enrol': { burst: 10_000, perMinute: 10_000 },
  'line: line': { burst: 100_000, perMinute: 100_000 },
  'address: recovery': { burst: 10_000, perMinute: 10_000 },
};

/** A real server on a free port, with a folder of its own. `rates: {}` leaves the limits as they ship. */
export async function bootServer(options: BootOptions = {}): Promise<TestServer> {
  const data = options.data ?? fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  const logged: string[] = [];
  const boot = async (port: string): Promise<RunningServer> => {
    const { clock, random, network, pages = null, rates = roomy } = options;
    return createServer({
      config: { ...configWith({ data, port, 'tls-port': 'off', ...options.flags }), mail: options.mail ?? null },
      pages,
      rates,
      log: collecting(logged),
      ...(clock && { clock }),
      ...(random && { random }),
      ...(network && { network }),
    });
  };
  let running = await boot('0');
  return {
    data,
    logged,
    admin: (request) => askServer(data, request),
    stop: () => running.close(),
    get origin() {
      return running.origin;
    },
    get port() {
      return running.port;
    },
    get line() {
      return running.line;
    },
    get setupLink() {
      return running.setupLink;
    },
    async restart(whileStopped) {
      const { port } = running;
      await running.close();
      whileStopped?.();
      running = await boot(String(port));
    },
    async close() {
      await running.close();
      if (options.data === undefined) fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

function configWith(flags: Readonly<Record<string, string>>): Config {
  return readConfig({ flags, env: {}, dotenv: null, cwd: os.tmpdir() });
}

function collecting(lines: string[]) {
  const at = (level: string) => (facts: object, event: string) => {
    lines.push(
      JSON.stringify({ level, event, ...facts }, (_key, value: unknown) =>
        value instanceof Error ? value.stack : value,
      ),
    );
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
