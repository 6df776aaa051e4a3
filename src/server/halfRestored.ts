import fs from 'node:fs';
import path from 'node:path';
import { ConfigError } from './configError.ts';

/** In the data folder while a backup is put there. */
export const UNFINISHED = 'restoring';

/** No server starts on a part of what there was. @throws ConfigError */
export function refuseHalfRestored(data: string): void {
  if (fs.existsSync(path.join(data, UNFINISHED)))
    throw new ConfigError(`a restore into ${data} was cut short, or is under way: empty the folder and restore again`);
}
