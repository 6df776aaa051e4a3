import net, { type AddressInfo } from 'node:net';

/** Somebody on the wire who passes everything on and keeps a copy of it. */
export interface Recording {
  readonly port: number;
  /** Of both directions, as they came. */
  bytes(): Buffer;
  close(): Promise<void>;
}

export async function record(port: number): Promise<Recording> {
  const chunks: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  const listener = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk: Buffer) => chunks.push(chunk));
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    bytes: () => Buffer.concat(chunks),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}
