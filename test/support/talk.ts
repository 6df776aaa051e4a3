import { WebSocket, type ClientOptions } from 'ws';
import type { ClientFrame, ServerFrame } from '../../src/protocol/socket.ts';

type Ev<Name extends ServerFrame['ev']> = Extract<ServerFrame, { ev: Name }>;

/** A socket to the server, frame by frame. */
export interface Talk {
  readonly socket: WebSocket;
  /** Everything that came, in order. */
  readonly heard: readonly ServerFrame[];
  say(frame: ClientFrame | string | Buffer): void;
  /** The first frame, of those that came or will, for which it holds. */
  until(wanted: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
  the<Name extends ServerFrame['ev']>(ev: Name, wanted?: (frame: Ev<Name>) => boolean): Promise<Ev<Name>>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  close(): Promise<void>;
}

const SOCKET = '/api/v1/socket';

/** @throws Error with the status when the server does not open a socket */
export async function openTalk(origin: string, ticket: string, options: ClientOptions = { origin }): Promise<Talk> {
  const socket = new WebSocket(origin.replace(/^http/, 'ws') + SOCKET, ['waxwing.v1', `ticket.${ticket}`], options);
  const heard: ServerFrame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    heard.push(JSON.parse(data.toString('utf8')) as ServerFrame);
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);

  const until: Talk['until'] = (wanted) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = heard.find(wanted);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void closed.then((code) => reject(new Error(`closed with ${code} after ${JSON.stringify(heard.slice(-3))}`)));
    });
  return {
    socket,
    heard,
    closed,
    say: (frame) => socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)),
    until,
    the: async (ev, wanted = () => true) =>
      (await until((frame) => frame.ev === ev && wanted(frame as never))) as never,
    async close() {
      socket.close();
      await closed;
    },
  };
}
