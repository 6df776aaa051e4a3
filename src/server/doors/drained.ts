import type { Duplex } from 'node:stream';
import type { Clock } from '../core/ports.ts';

/** A peer that takes nothing for so long is gone. */
const WRITE_DEADLINE = 30_000;

/** Resolves once the socket has room again or is closed; a peer that takes nothing meanwhile is cut. */
export async function drained(socket: Duplex, clock: Clock, cut: () => void): Promise<void> {
  if (!socket.writableNeedDrain || socket.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(WRITE_DEADLINE, cut);
  socket.once('drain', resolve);
  socket.once('close', resolve);
  await promise;
  cancel();
  socket.off('drain', resolve);
  socket.off('close', resolve);
}
