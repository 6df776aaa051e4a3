import path from 'node:path';
import { baseFolder, placeOf } from '../remote/folders.ts';

type Environment = NodeJS.ProcessEnv;

/** What opens the door for machines of a server: a file for each, `$XDG_CONFIG_HOME/waxwing/machines/HOST_PORT/NAME`. */
export function credentialsFolder(server: URL, env: Environment): string {
  return path.join(baseFolder(env['XDG_CONFIG_HOME'], '.config'), 'machines', placeOf(server));
}

/** What waits, and what is known, for machines of a server: a folder for each, `$XDG_STATE_HOME/waxwing/HOST_PORT/machines/NAME/`. */
export function machinesFolder(server: URL, env: Environment): string {
  return path.join(baseFolder(env['XDG_STATE_HOME'], '.local/state'), placeOf(server), 'machines');
}
