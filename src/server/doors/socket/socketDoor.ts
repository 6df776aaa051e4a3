import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { limits } from '../../../protocol/limits.ts';
import { SOCKET_PROTOCOL } from '../../../protocol/socket.ts';
import type { Clock } from '../../core/ports.ts';
import { networkOf, type Rates } from '../../core/rates.ts';
import { Refusal } from '../../core/refusal.ts';
import type { DeviceSession, Sessions } from '../../core/sessions.ts';
import type { Tickets } from '../../core/tickets.ts';
import { mostOfAddress } from '../connections.ts';
import type { Log } from '../log.ts';
import { isOurFault, saidOf } from '../problem.ts';
import type { Site } from '../site.ts';
import { talk, type Given as TalkGiven } from './conversation.ts';
import { admit, refuse } from './handshake.ts';
import { lineOf } from './line.ts';

interface Given extends TalkGiven {
  /** As many may be open on the port at a time. */
  readonly connections: number;
  readonly site: () => Site;
  readonly tickets: Tickets;
  readonly sessions: Sessions;
  readonly rates: Rates;
  readonly log: Log;
}

const MOST_OF_ACCOUNT = 100;
const GOING_AWAY = 1001;
const CLOSE_DEADLINE = 1000;

/** The socket: many small frames both ways for one logged-in device. Answers how to stop: everyone is told, then cut. */
export function openSocketDoor(server: Server, given: Given): () => Promise<void> {
  const { site, clock, log } = given;
  const upgrader = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.socketFrame,
    maxFragments: limits.socketFragments,
    handleProtocols: () => SOCKET_PROTOCOL,
  });
  const ofAccount = createTally<number>();
  // Behind a proxy the port itself cannot tell them apart.
  const ofAddress = createTally<string>();
  const pulse = keepPulse(clock);
  let number = 0;

  const opened = (ws: WebSocket, socket: Duplex, session: DeviceSession, address: string): void => {
    const leave = [ofAccount.enter(session.account.no), ofAddress.enter(address)];
    const heard = talk(given, session, lineOf(ws, socket, clock));
    const slowDown = pace(ws, given.rates, clock, (number += 1));
    pulse.watch(ws);
    ws.on('message', (data, isBinary) => {
      slowDown();
      heard.heard(isBinary ? '' : textOf(data));
    });
    ws.on('error', (error) => log.debug({ err: error }, 'socket error'));
    ws.on('close', () => {
      heard.closed();
      for (const left of leave) left();
    });
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    try {
      const { session, from } = await admit(request, { ...given, site: site() });
      const address = networkOf(from);
      const isTooMuch =
        ofAccount.of(session.account.no) >= MOST_OF_ACCOUNT ||
        ofAddress.of(address) >= mostOfAddress(given.connections);
      if (isTooMuch) throw new Refusal('too_many_requests', { retryAfter: 60 });
      upgrader.handleUpgrade(request, socket, head, (ws) => opened(ws, socket, session, address));
    } catch (error) {
      const said = saidOf(error);
      if (isOurFault(said)) log.error({ err: error }, 'socket not opened');
      refuse(socket, said, site());
    }
  };
  const listener = (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
    void upgrade(request, socket, head);
  server.on('upgrade', listener);
  return async () => {
    server.off('upgrade', listener);
    server.on('upgrade', (_request, socket) => socket.destroy());
    given.delivery.close();
    await pulse.stop();
  };
}

/** How many of each are there. */
function createTally<Key>(): { of(key: Key): number; enter(key: Key): () => void } {
  const counts = new Map<Key, number>();
  const of = (key: Key): number => counts.get(key) ?? 0;
  return {
    of,
    enter(key) {
      counts.set(key, of(key) + 1);
      return () => {
        if (of(key) > 1) counts.set(key, of(key) - 1);
        else counts.delete(key);
      };
    },
  };
}

/** Whoever says too much is not listened to for a while; the line itself then holds the rest back. */
function pace(ws: WebSocket, rates: Rates, clock: Clock, number: number): () => void {
  return () => {
    const wait = rates.take('socket: frame', number);
    if (wait === 0 || ws.isPaused) return;
    ws.pause();
    const cancel = clock.after(wait, () => ws.resume());
    ws.once('close', cancel);
  };
}

/** Pings everyone, and ends whoever has not answered the last time. */
function keepPulse(clock: Clock): { watch(ws: WebSocket): void; stop(): Promise<void> } {
  const alive = new Map<WebSocket, boolean>();
  let emptied = (): void => undefined;
  let cancel = (): void => undefined;
  const beat = (): void => {
    for (const [ws, answered] of alive) {
      if (!answered) ws.terminate();
      alive.set(ws, ws.isPaused);
      ws.ping();
    }
    cancel = clock.after(limits.heartbeat, beat);
  };
  cancel = clock.after(limits.heartbeat, beat);
  return {
    watch(ws) {
      alive.set(ws, true);
      ws.on('pong', () => alive.set(ws, true));
      ws.on('close', () => {
        alive.delete(ws);
        if (alive.size === 0) emptied();
      });
    },
    /** Those that have not gone by themselves in time are cut. */
    async stop() {
      cancel();
      if (alive.size === 0) return;
      const gone = new Promise<void>((resolve) => {
        emptied = resolve;
      });
      for (const ws of alive.keys()) if (ws.readyState === ws.OPEN) ws.close(GOING_AWAY);
      const cut = setTimeout(() => alive.forEach((_, ws) => ws.terminate()), CLOSE_DEADLINE);
      await gone;
      clearTimeout(cut);
    },
  };
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}
