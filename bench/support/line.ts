import { randomBytes } from 'node:crypto';
import net from 'node:net';

/** A socket that costs its side as little as possible: writes frames that are built, and looks at the first letters only. */
export interface Line {
  write(frame: Buffer): void;
  /** Gets each frame's `ev`, by its first two letters, and its length. */
  heard: (ev: string, length: number) => void;
  close(): void;
}

export interface Place {
  readonly origin: string;
  readonly path: string;
  readonly protocols?: string;
}

/** Within so many milliseconds a handshake is done, or fails. */
const PATIENCE = 30_000;

/** Opens a WebSocket (RFC 6455) by hand. */
export function openLine({ origin, path, protocols }: Place): Promise<Line> {
  const { port } = new URL(origin);
  const socket = net.connect(Number(port), '127.0.0.1').setNoDelay(true);
  const asked = protocols === undefined ? '' : `Sec-WebSocket-Protocol: ${protocols}\r\n`;
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${asked}\r\n`,
  );
  return new Promise((resolve, reject) => {
    const line: Line = { write: (frame) => socket.write(frame), heard: () => undefined, close: () => socket.destroy() };
    let rest: Buffer = Buffer.alloc(0);
    const patience = setTimeout(() => socket.destroy(), PATIENCE);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server has closed the socket')));
    const listen = (chunk: Buffer): void => {
      rest = readFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), line);
    };
    const shake = (chunk: Buffer): void => {
      rest = Buffer.concat([rest, chunk]);
      const end = rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = rest.toString('latin1', 0, end);
      if (!head.startsWith('HTTP/1.1 101')) return reject(new Error(head));
      clearTimeout(patience);
      socket.off('data', shake).on('data', listen);
      resolve(line);
      const more = rest.subarray(end + 4);
      rest = Buffer.alloc(0);
      if (more.length > 0) queueMicrotask(() => listen(more));
    };
    socket.on('data', shake);
  });
}

const TEXT = 0x81;
const PING = 0x89;
/** Masked with zeros, and empty, as the server's pings are: without it, a line is cut after the second. */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const AT_EV = '{"ev":"'.length;

/** Answers what is not a whole frame yet. */
function readFrames(bytes: Buffer, line: Line): Buffer {
  let from = 0;
  while (bytes.length - from >= 2) {
    const short = (bytes[from + 1] ?? 0) & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length - from < head) break;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(from + 2) : bytes.readUInt32BE(from + 6);
    const text = from + head;
    if (bytes.length - text < length) break;
    if (bytes[from] === TEXT) line.heard(bytes.toString('latin1', text + AT_EV, text + AT_EV + 2), length);
    else if (bytes[from] === PING) line.write(PONG);
    from = text + length;
  }
  return bytes.subarray(from);
}

const mask = randomBytes(4);

/** A text frame as a client sends it: masked. */
export function clientFrame(text: string): Buffer {
  const head = text.length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(head + text.length);
  frame[0] = 0x81;
  if (head === 6) {
    frame[1] = 0x80 | text.length;
  } else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(text.length, 2);
  }
  mask.copy(frame, head - 4);
  frame.write(text, head, 'latin1');
  for (let at = 0; at < text.length; at++) frame[head + at] = (frame[head + at] ?? 0) ^ (mask[at & 3] ?? 0);
  return frame;
}
