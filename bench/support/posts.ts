import net from 'node:net';

export interface Counted {
  readonly count: number;
  readonly second: number;
}

/** Connections of HTTP/1.1 that post as fast as they are answered, one request after the other on each. */
export interface Posts {
  /** Acknowledged posts: how many, and a second. */
  run(milliseconds: number): Promise<Counted>;
  close(): void;
}

/** @param request the whole of it, again and again */
export async function openPosts(origin: string, request: Buffer, connections: number): Promise<Posts> {
  const { port } = new URL(origin);
  let answered = 0;
  let over = true;
  let failed: Error | null = null;
  let underWay = 0;
  let ended = (): void => undefined;
  const lines = await Promise.all(Array.from({ length: connections }, () => connect(Number(port))));
  for (const socket of lines) {
    let rest = '';
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('latin1');
      const length = wholeAnswer(rest);
      if (length === null) return;
      if (!rest.startsWith('HTTP/1.1 200')) failed ??= new Error(rest);
      rest = '';
      answered += 1;
      if (!over) return void socket.write(request);
      underWay -= 1;
      if (underWay === 0) ended();
    });
    socket.on('close', () => (failed ??= new Error('the server has closed a connection')));
  }
  return {
    async run(milliseconds) {
      over = false;
      answered = 0;
      underWay = connections;
      const started = performance.now();
      for (const socket of lines) socket.write(request);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const second = (answered / (performance.now() - started)) * 1000;
      const done = new Promise<void>((resolve) => (ended = resolve));
      over = true;
      await done;
      if (failed) throw failed;
      return { count: answered, second };
    },
    close() {
      for (const socket of lines) socket.destroy();
    },
  };
}

function connect(port: number): Promise<net.Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
  const socket = net.connect(port, '127.0.0.1', () => resolve(socket.setNoDelay(true)));
  socket.on('error', reject);
  return promise;
}

/** Its length once all of it is there. */
function wholeAnswer(text: string): number | null {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return null;
  const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
  const whole = head + 4 + Number(length);
  return text.length < whole ? null : whole;
}
