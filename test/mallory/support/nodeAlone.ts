import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { LISTEN_BACKLOG } from '../../../src/server/doors/connections.ts';

// Node's own HTTP server and nothing of ours: what a flood costs everybody who answers by it. It says its port.

const server = http.createServer((request, response) => {
  request.resume();
  response.end('{"status":"ok"}');
});
server.listen({ host: '127.0.0.1', port: 0, backlog: LISTEN_BACKLOG }, () => {
  const { port } = server.address() as AddressInfo;
  process.send?.(port);
});
process.on('disconnect', () => process.exit());
