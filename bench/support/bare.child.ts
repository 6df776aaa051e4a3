// What a server must do at least, with nothing of ours: `ws`, and with a FOLDER node:sqlite in batches. No log-in, no
// rights, nothing is parsed. Whoever connects at /1 hears what is said at /1.
//   bare.child.ts ACK-BYTES ENTRY-BYTES PAYLOAD-BYTES [FOLDER]
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { bareStore } from './bareStore.ts';
import { serveParent } from './child.ts';

const [, , ackBytes = '', entryBytes = '', payloadBytes = '', folder] = process.argv;
const frame = (ev: string, length: number): Buffer => Buffer.from(`{"ev":"${ev}"`.padEnd(length - 1) + '}');
const ack = frame('ack', Number(ackBytes));
const entry = frame('entry', Number(entryBytes));
const rooms = new Map<string, Set<WebSocket>>();
const store = folder === undefined ? null : bareStore(folder);
let waiting: { from: WebSocket; room: Set<WebSocket>; payload: Buffer }[] = [];

const answer = (from: WebSocket, room: Set<WebSocket>): void => {
  from.send(ack, { binary: false });
  for (const each of room) each.send(entry, { binary: false });
};

const commit = (): void => {
  const batch = waiting;
  waiting = [];
  store?.write(batch.map(({ payload }) => payload));
  for (const { from, room } of batch) answer(from, room);
};

const server = http.createServer();
new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false }).on(
  'connection',
  (ws, { url = '' }) => {
    const room = rooms.get(url) ?? new Set();
    rooms.set(url, room.add(ws));
    ws.on('close', () => room.delete(ws));
    ws.on('message', (data: Buffer) => {
      if (!store) return answer(ws, room);
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ from: ws, room, payload: data.subarray(0, Number(payloadBytes)) });
    });
  },
);
server.listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  serveParent({ origin, setupLink: null }, async () => store?.close());
});
