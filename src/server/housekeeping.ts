import type { Config } from './config.ts';
import type { Clock, Confinement, Housekeeping } from './core/ports.ts';
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
  readonly confinement: Confinement | undefined;
}

/** How this process is, and the folder that it writes. */
export function createHousekeeping({ config, clock, site, doors, confinement }: Given): Housekeeping {
  return {
    storage: measuredFolder(config.data, clock),
    connections: async () => ({ web: await doors.web(), line: await doors.line() }),
    memory: () => process.memoryUsage.rss(),
    version: VERSION,
    startedAt: clock.now(),
    confinement: confinement ?? { confined: false, words: 'not confined: it was not started by the command' },
    mail: config.mail !== null,
    https: () => site().origin.startsWith('https:'),
  };
}
