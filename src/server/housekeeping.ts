import type { Config } from './config.ts';
import type { Clock, Housekeeping } from './core/ports.ts';
import { measuredFolder } from './dataFolder.ts';
import type { Site } from './doors/site.ts';
import { VERSION } from './version.ts';

/** How many are connected at each door, once it is open. */
export interface OpenDoors {
  web: () => Promise<number>;
  line: () => Promise<number>;
}

interface Given {
  readonly config: Config;
  readonly clock: Clock;
  readonly site: () => Site;
  readonly doors: OpenDoors;
}

/** How this process is, and the folder that it writes. */
export function createHousekeeping({ config, clock, site, doors }: Given): Housekeeping {
  return {
    storage: measuredFolder(config.data, clock),
    connections: async () => ({ web: await doors.web(), line: await doors.line() }),
    memory: () => process.memoryUsage.rss(),
    version: VERSION,
    startedAt: clock.now(),
    confinement: { confined: false, sentence: 'The server may write wherever its user may.' },
    mail: config.mail !== null,
    https: () => site().origin.startsWith('https:'),
  };
}
