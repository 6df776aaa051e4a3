import { WebSocket } from 'ws';
import type { Sockets } from '../../client/ports.ts';
import { limits } from '../../protocol/limits.ts';
import { type Place, trusting } from '../remote/http.ts';

export function socketsTo({ origin, authorities, lost }: Place): Sockets {
  return {
    open(path, protocols, listener) {
      const socket = new WebSocket(new URL(path, origin.replace(/^http/, 'ws')), [...protocols], {
        origin,
        maxPayload: limits.socketUnsent,
        perMessageDeflate: false,
        followRedirects: false,
        ...trusting(authorities),
      });
      socket.on('open', () => listener.opened());
      socket.on('message', (data: Buffer, isBinary) => {
        if (!isBinary) listener.received(data.toString('utf8'));
      });
      // A failure is always followed by `close`.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        lost?.();
        listener.closed();
      });
      return {
        send: (frame) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(frame);
        },
        close: () => socket.close(),
      };
    },
  };
}
