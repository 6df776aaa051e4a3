import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

// A thread of its own: what the flood costs whoever makes it is not measured as the server's. Ends with its thread.

/** What the thread is given. It says `open` once all connections are, and have sent their packets. */
export interface Flood {
  readonly port: number;
  readonly connections: number;
  /** Each connection sends the next one. */
  readonly packets: readonly (string | Uint8Array)[];
}

// It is as if it were elsewhere: the server has the processor first.
os.setPriority(os.constants.priority.PRIORITY_LOW);

const { port, connections, packets } = workerData as Flood;
const AT_ONCE = 50;

/** One address may hold a quarter of all connections: they come from many. */
async function open(number: number): Promise<void> {
  const socket = net.connect({ port, host: '127.0.0.1', localAddress: `127.0.1.${1 + (number % 200)}` });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(packets[number % packets.length] ?? '');
}

for (let number = 0; number < connections; number += AT_ONCE) {
  const some = Math.min(AT_ONCE, connections - number);
  await Promise.all(Array.from({ length: some }, (_, at) => open(number + at)));
}
parentPort?.postMessage('open');
