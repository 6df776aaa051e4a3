import type { Clock, Platform, Storages } from '../../../client/ports.ts';
import { deviceLabel } from './deviceLabel.ts';
import { http } from './http.ts';
import { sockets } from './sockets.ts';

const clock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    if (milliseconds === 0) return nextTurn(callback);
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Once all that waits already has had its turn. A browser holds a timer that follows others for 4 ms at least. */
function nextTurn(callback: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  const end = (): void => port1.close();
  port1.onmessage = () => {
    end();
    callback();
  };
  port2.postMessage(null);
  return end;
}

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
