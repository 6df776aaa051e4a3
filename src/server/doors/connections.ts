import net, { type Server, type Socket } from 'node:net';
import { networkOf } from '../core/rates.ts';
import type { Log } from './log.ts';

/**
 * Connections that the system keeps until they are taken, as far as it lets them (`net.core.somaxconn`). With Node's 511 a flood fills
 * it, and whoever comes then waits for TCP to try again, a second and more, however little the server has to do.
 */
export const LISTEN_BACKLOG = 4096;

interface Given {
  /** Connections at a time, sockets among them. */
  readonly most: number;
  /** Whoever comes through them is many, and their address is not counted. */
  readonly trustedProxies: readonly string[];
  /** Has the last word on a connection that is one too many, and ends it. */
  readonly refuse: (socket: Socket) => void;
  readonly log: Log;
}

/** One address may hold a quarter of all connections. */
export const mostOfAddress = (most: number): number => Math.max(1, most / 4);

/**
 * Counts what is open on a port, whether anything ever comes on it or not, and refuses what is too much: whoever
 * opens connections without end neither takes the place of all others nor the files that the store needs. Answers how to
 * cut all of them.
 */
export function boundConnections(server: Server, { most, trustedProxies, refuse, log }: Given): () => void {
  const open = new Set<Socket>();
  const ofAddress = new Map<string, number>();
  const proxies = listOf(trustedProxies);
  let ending = false;
  let full = false;

  const isTooMuch = (from: string | null): boolean => {
    if (open.size >= most && !full) log.warn({ open: open.size }, 'as many connections as there may be');
    full = open.size >= most || (full && open.size > most * 0.9);
    return open.size >= most || (from !== null && (ofAddress.get(from) ?? 0) >= mostOfAddress(most));
  };

  server.on('connection', (socket: Socket) => {
    if (ending) return void socket.destroy();
    const { remoteAddress = '' } = socket;
    const from = isProxy(proxies, remoteAddress) ? null : networkOf(remoteAddress);
    if (isTooMuch(from)) return refuse(socket);
    open.add(socket);
    if (from !== null) ofAddress.set(from, (ofAddress.get(from) ?? 0) + 1);
    socket.once('close', () => {
      open.delete(socket);
      if (from === null) return;
      const left = (ofAddress.get(from) ?? 1) - 1;
      if (left > 0) ofAddress.set(from, left);
      else ofAddress.delete(from);
    });
  });
  return () => {
    ending = true;
    for (const socket of open) socket.destroy();
  };
}

function listOf(networks: readonly string[]): net.BlockList {
  const list = new net.BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = net.isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isProxy(list: net.BlockList, address: string): boolean {
  const family = net.isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
