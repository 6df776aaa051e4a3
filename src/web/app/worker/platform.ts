import type { Clock, Platform, Storages } from '../../../client/ports.ts';
import { deviceLabel } from './deviceLabel.ts';
import { http } from './http.ts';
import { sockets } from './sockets.ts';

const clock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The browser as the client needs it. */
export function createPlatform(storages: Storages): Platform {
  return {
    http,
    sockets,
    storages,
    clock,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    deviceLabel: deviceLabel(navigator.userAgent),
  };
}
