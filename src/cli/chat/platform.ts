import { randomBytes } from 'node:crypto';
import { type as systemName } from 'node:os';
import type { Platform } from '../../client/ports.ts';
import { cookiesIn } from '../remote/cookies.ts';
import type { Database } from './database.ts';
import { type Place, httpTo } from '../remote/http.ts';
import { socketsTo } from './sockets.ts';

/** How its owner sees this terminal in the list of devices; the machine's name is nobody's business. */
export const deviceLabel = `Terminal on ${systemName()}`;

/** Node as the headless client needs it. */
export async function platformOn(place: Place, { storages }: Database): Promise<Platform> {
  return {
    http: httpTo(place, cookiesIn(await storages.open('cookies'))),
    sockets: socketsTo(place),
    storages,
    clock: {
      now: () => Date.now(),
      after(milliseconds, callback) {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    random: (length) => new Uint8Array(randomBytes(length)),
    deviceLabel,
  };
}
