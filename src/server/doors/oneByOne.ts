import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from '../core/rates.ts';
import type { Turns } from './turns.ts';

type Exchange = [request: IncomingMessage, response: ServerResponse];

/** Requests that may wait on a connection for the answer before them. Browsers send none ahead, and few programs more. */
const MOST_WAITING = 16;

/**
 * Begins one request of a connection after the other, each in a turn of the loop of its own: otherwise all that come in one
 * packet are begun at once, over a thousand of them, before anybody else is heard. Whoever sends more ahead is cut. Of very
 * many that come at once on as many connections, each address begins one in turn.
 * To be called once everything that listens for requests is there.
 */
export function answerOneByOne(server: Server, turns: Turns): void {
  const listeners = server.listeners('request');
  const waiting = new WeakMap<Socket, Exchange[]>();

  const start = (exchange: Exchange): void => {
    const [{ socket }, response] = exchange;
    if (socket.destroyed) return void waiting.delete(socket);
    response.once('close', () => {
      if (waiting.get(socket)?.length === 0) waiting.delete(socket);
      else setImmediate(goOn, socket);
    });
    for (const listener of listeners) Reflect.apply(listener, server, exchange);
  };
  const begin = (exchange: Exchange): void =>
    turns.take(
      () => networkOf(exchange[0].socket.remoteAddress ?? ''),
      () => start(exchange),
    );
  const goOn = (socket: Socket): void => {
    const next = waiting.get(socket)?.shift();
    if (next) begin(next);
    else waiting.delete(socket);
  };

  server.removeAllListeners('request');
  server.on('request', (...exchange: Exchange) => {
    const { socket } = exchange[0];
    const ahead = waiting.get(socket);
    if (socket.destroyed) return;
    if (ahead && ahead.length >= MOST_WAITING) return void socket.destroy();
    if (ahead) return void ahead.push(exchange);
    waiting.set(socket, []);
    begin(exchange);
  });
}
