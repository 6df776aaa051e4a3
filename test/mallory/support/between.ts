import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { ServerFrame } from '../../../src/protocol/socket.ts';

/** A server that answers as somebody else wants: it passes everything on to a real one, and changes what comes back. */
export interface Between {
  readonly origin: string;
  /** Requests so far, as `GET /api/v1/...`. */
  readonly asked: string[];
  /** Changes an answer. It may change the object that it gets; what it returns, or resolves with, is sent. */
  answers: (asked: string, body: unknown) => unknown;
  /** The frames that a device gets in place of this one. */
  frames: (frame: ServerFrame) => readonly (ServerFrame | string)[];
  /** Says something to every device. */
  say(frame: ServerFrame | string | Buffer): void;
  close(): Promise<void>;
}

export async function standBetween(real: string): Promise<Between> {
  const asked: string[] = [];
  const lines = new Set<WebSocket>();
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const what = `${request.method} ${request.url}`;
      asked.push(what);
      const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...headers } = request.headers;
      const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
      fetch(real + (request.url ?? ''), {
        method: request.method ?? 'GET',
        headers: { ...(headers as Record<string, string>), origin: real },
        body,
      })
        .then(async (answer) => {
          const text = await answer.text();
          const changed = text === '' ? '' : JSON.stringify(await between.answers(what, JSON.parse(text)));
          response.writeHead(answer.status, {
            'content-type': answer.headers.get('content-type') ?? 'text/plain',
            'set-cookie': answer.headers.getSetCookie(),
          });
          response.end(changed);
        })
        .catch(() => response.destroy());
    });
  });
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'waxwing.v1' });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (device) => {
      const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
      const there = new WebSocket(real.replace(/^http/, 'ws') + (request.url ?? ''), protocols, { origin: real });
      const waiting: Buffer[] = [];
      lines.add(device);
      device.on('message', (data: Buffer) => {
        if (there.readyState === WebSocket.OPEN) there.send(data.toString());
        else waiting.push(data);
      });
      there.on('open', () => waiting.forEach((data) => there.send(data.toString())));
      there.on('message', (data: Buffer) => {
        for (const frame of between.frames(JSON.parse(data.toString()) as ServerFrame)) tell(device, frame);
      });
      for (const one of [device, there]) one.on('error', () => undefined);
      device.on('close', () => {
        lines.delete(device);
        there.terminate();
      });
      there.on('close', () => device.close());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const between: Between = {
    origin: `http://localhost:${port}`,
    asked,
    answers: (_what, body) => body,
    frames: (frame) => [frame],
    say: (frame) => lines.forEach((line) => tell(line, frame)),
    async close() {
      for (const line of lines) line.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return between;
}

function tell(device: WebSocket, frame: ServerFrame | string | Buffer): void {
  device.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
}
