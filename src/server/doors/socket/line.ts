import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Line } from '../../core/delivery/reader.ts';
import type { Clock } from '../../core/ports.ts';
import { drained } from '../drained.ts';
import { encodeFrame } from './frames.ts';

/** How long a peer has for the closing handshake. */
const CLOSE_DEADLINE = 900;
const GOING_AWAY = 1001;
const POLICY = 1008;

/**
 * A socket as the core writes to it. Parsing and pings are the library's; frames go past it, already framed, and many in
 * one write, which is what makes fan-out cheap.
 */
export function lineOf(ws: WebSocket, socket: Duplex, clock: Clock): Line {
  return {
    drained: () => drained(socket, clock, () => ws.terminate()),
    unsent: () => socket.writableLength,
    write(frames) {
      const [first] = frames;
      if (!first || ws.readyState !== ws.OPEN) return;
      socket.write(frames.length === 1 ? first : Buffer.concat(frames));
    },
    end(code: ErrorCode) {
      if (ws.readyState !== ws.OPEN || socket.writableLength > limits.socketUnsent) return ws.terminate();
      socket.write(encodeFrame({ ev: 'bye', code }));
      ws.close(code === 'unavailable' ? GOING_AWAY : POLICY, code);
      const cancel = clock.after(CLOSE_DEADLINE, () => ws.terminate());
      ws.once('close', cancel);
    },
  };
}
