import type { AddressInfo, Server, Socket } from 'node:net';
import type tls from 'node:tls';
import type { Access } from '../../core/access.ts';
import type { Certificates } from '../../core/certificates.ts';
import type { AccountNo, Bus, ConversationStore, LogStore, WakeUp } from '../../core/ports.ts';
import { networkOf } from '../../core/rates.ts';
import type { Receipts } from '../../core/receipts.ts';
import type { Rooms } from '../../core/rooms.ts';
import { boundConnections, LISTEN_BACKLOG } from '../connections.ts';
import { isOurFault, saidOf } from '../problem.ts';
import { converse, type Given as Conversing } from './conversation.ts';
import { createDesk } from './desk.ts';
import { createFeed } from './feed.ts';
import { missedBy } from './missed.ts';
import type { Peer } from './peer.ts';
import { createReadMarks } from './readMarks.ts';
import { createRenderer } from './renderer.ts';
import { createReservations, type Reservations } from './reservations.ts';
import { createSecureServer, type Identities } from './secureServer.ts';
import { createWatch } from './watch.ts';
import { sentenceFor } from './words.ts';

interface Given extends Omit<Conversing, 'desk' | 'reservations' | 'lobby' | 'settled' | 'online'> {
  readonly host: string;
  readonly port: number;
  /** As many may be open at a time. */
  readonly connections: number;
  readonly identities: Identities;
  readonly certificates: Certificates;
  readonly access: Access;
  readonly rooms: Pick<Rooms, 'lobby'>;
  readonly receipts: Receipts;
  readonly online: Parameters<typeof createDesk>[0]['online'] & Conversing['online'];
  readonly presenceChanged: () => void;
  readonly conversationStore: ConversationStore;
  readonly logStore: LogStore;
  readonly bus: Bus;
  readonly failed: (error: unknown) => void;
}

/** A peer that is gone without a word is noticed within this time and ten seconds. */
const ALIVE_AFTER = 30_000;
const CLOSE_DEADLINE = 1000;

export interface LineDoor {
  readonly port: number;
  readonly server: Server;
  /** Everyone is told, then cut. */
  stop(): Promise<void>;
}

/** Opens the line protocol. */
export async function openLineDoor(given: Given): Promise<LineDoor> {
  const { clock, log, failed, receipts, bus, logStore, conversationStore, certificates } = given;
  const { conversation: lobby } = await given.rooms.lobby();
  const marks = createReadMarks(receipts, clock, failed);
  const renderer = createRenderer({ ...given, conversations: conversationStore, lobby });
  const reading = { log: logStore, conversations: conversationStore, renderer, clock };
  const feed = createFeed({
    ...reading,
    shown: (account, conversation, seq) => marks.mark(account, conversation, seq),
    failed,
  });
  const desk = createDesk({ ...given, feed, marks, missedBy: (reader) => missedBy(reading, reader) });
  const watch = createWatch({ ...given, lookAfter: (peer) => desk.lookAfter(peer) });
  const reservations = createReservations();
  const conversing = { ...given, lobby, desk, reservations, settled: feed.settled };
  const { server, stopRenewal } = createSecureServer(given.identities);
  const cutAll = bound(server, given);
  let number = 0;

  const opened = async (socket: tls.TLSSocket): Promise<void> => {
    socket.on('error', (error) => log.debug({ err: error, door: 'line' }, 'connection failed'));
    const from = socket.remoteAddress ?? '';
    const certificate = socket.getPeerX509Certificate()?.raw ?? null;
    try {
      const account = certificate && (await certificates.require(new Uint8Array(certificate))).account.no;
      begin(socket, from, certificate, account);
    } catch (error) {
      const { code } = saidOf(error);
      if (isOurFault({ code })) failed(error);
      else log.info({ door: 'line', code, from }, 'certificate refused');
      endWith(socket, sentenceFor(error));
    }
  };
  const begin = (
    socket: tls.TLSSocket,
    from: string,
    certificate: Uint8Array | null,
    account: AccountNo | null,
  ): void => {
    if (socket.destroyed) return;
    const peer = converse(conversing, socket, { from, certificate, number: (number += 1) });
    watch.add(peer, account);
    socket.once('close', () => watch.remove(peer));
  };
  server.on('secureConnection', (socket) => void opened(socket));

  const stopListening = bus.subscribe((wakeUp: WakeUp) => {
    feed.heard(wakeUp);
    if (wakeUp.about !== 'rights') return;
    if (wakeUp.no === null && !mayRegister(given)) freeNames(watch.peers(), reservations);
    watch.rightsChanged(wakeUp.no).catch(failed);
  });
  const port = await listening(server, given);

  return {
    port,
    server,
    async stop() {
      stopRenewal();
      stopListening();
      watch.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const peer of watch.peers()) peer.end('error: the server is stopping');
      const cut = setTimeout(cutAll, CLOSE_DEADLINE);
      await closed;
      clearTimeout(cut);
      await marks.write();
    },
  };
}

const mayRegister = ({ switches }: Pick<Given, 'switches'>): boolean =>
  switches.on('registration') && switches.on('certificate-authentication');

/** Nobody comes back for them. */
function freeNames(peers: readonly Peer[], reservations: Reservations): void {
  for (const peer of peers.filter(({ stage }) => stage.at === 'reserved')) {
    reservations.free(peer);
    peer.done({ did: 'freed' });
  }
}

/** Counts connections, also those that are not as far as TLS. Answers how to cut them all. */
function bound(server: tls.Server, { rates, log, connections }: Given): () => void {
  const refuse = (socket: Socket): void => void socket.destroy();
  // Whoever speaks this protocol comes by no proxy.
  const cutAll = boundConnections(server, { most: connections, trustedProxies: [], refuse, log });
  server.on('connection', (socket: Socket) => {
    if (rates.take('address: line', networkOf(socket.remoteAddress ?? '')) > 0) socket.destroy();
    socket.setKeepAlive(true, ALIVE_AFTER);
  });
  server.on('tlsClientError', (error, socket) => {
    log.debug({ err: error, door: 'line' }, 'no TLS');
    socket.destroy();
  });
  return cutAll;
}

/** A last line for whoever is not let in. */
function endWith(socket: tls.TLSSocket, line: string): void {
  socket.end(`${line}\n`);
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), CLOSE_DEADLINE);
  socket.once('close', () => clearTimeout(cut));
}

async function listening(server: tls.Server, { host, port }: Given): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port, backlog: LISTEN_BACKLOG }, resolve);
  await promise;
  server.off('error', reject);
  return (server.address() as AddressInfo).port;
}
