import { once } from 'node:events';
import net from 'node:net';
import type { TestServer } from '../../support/server.ts';

/** A connection on which every byte is ours, and which keeps its own half open for as long as it likes. */
export interface Connection {
  readonly socket: net.Socket;
  /** Everything that came. */
  text(): string;
  /** Resolves once the other side has said all it will. */
  readonly ended: Promise<unknown>;
  /** Whether the other side still takes bytes: one that is gone answers them with a reset. */
  isOpen(): boolean;
}

export async function connect({ port }: Pick<TestServer, 'port'>, first: string | Buffer): Promise<Connection> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const ended = new Promise((resolve) => {
    socket.once('end', resolve);
    socket.once('close', resolve);
  });
  await once(socket, 'connect');
  socket.write(first);
  return {
    socket,
    ended,
    text: () => Buffer.concat(chunks).toString('latin1'),
    isOpen() {
      if (!socket.destroyed) socket.write('\0');
      return !socket.destroyed;
    },
  };
}

/** The lines of a request, with what stands below them. */
export function request(line: string, headers: Readonly<Record<string, string>> = {}, body = ''): string {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return `${[line, ...lines].join('\r\n')}\r\n\r\n${body}`;
}

export const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** A frame as a client sends it (RFC 6455, 5.2), of at most 125 bytes. @param first FIN, the reserved bits and the opcode */
export function frame(first: number, payload: Uint8Array, mask = 0x80): Buffer {
  const head = [first, mask | payload.length, ...(mask ? [0, 0, 0, 0] : [])];
  return Buffer.concat([Buffer.from(head), payload]);
}
