import { randomUUID, type KeyObject } from 'node:crypto';
import tls from 'node:tls';
import { terminalKey } from './terminal.ts';
import type { RunningServer } from '../../src/server/createServer.ts';

/** What a client shows of itself. */
export interface Shown {
  readonly key: KeyObject;
  /** PEM. */
  readonly chain: string;
}

/** A connection of the line protocol, line by line. */
export interface LineTalk {
  readonly socket: tls.TLSSocket;
  /** Every whole line that came, in order. */
  readonly heard: readonly string[];
  say(line: string): void;
  /** The next line that was not asked for yet. Rejects when the connection closes before. */
  next(): Promise<string>;
  /** The first line, of those that came or will, for which it holds. */
  until(wanted: (line: string) => boolean): Promise<string>;
  /** What came and was not asked for, once an answer to something harmless is here, or the connection is closed. */
  left(): Promise<string[]>;
  readonly closed: Promise<void>;
  readonly isOpen: () => boolean;
}

type WithLine = Pick<RunningServer, 'line'>;

export interface LineOptions {
  readonly shows?: Shown | undefined;
  /** Where it comes from: another address of this machine. */
  readonly localAddress?: string;
  readonly tls?: tls.ConnectionOptions;
}

export async function openLine(
  server: WithLine,
  { shows, localAddress, ...more }: LineOptions = {},
): Promise<LineTalk> {
  if (!server.line) throw new Error('this server has no line protocol');
  const socket = tls.connect({
    host: server.line.host,
    port: server.line.port,
    ...(localAddress && { localAddress }),
    // Whom one talks to is shown by tests of their own.
    rejectUnauthorized: false,
    ...(shows && { key: shows.key.export({ format: 'pem', type: 'pkcs8' }), cert: shows.chain }),
    ...more.tls,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  return talkOver(socket);
}

const USE_HELP = 'error: use /help';

function talkOver(socket: tls.TLSSocket): LineTalk {
  const heard: string[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  let asked = 0;
  let open = true;
  const tell = (): void => waiting.forEach((look) => look());
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    heard.push(...lines);
    tell();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    const end = (): void => {
      open = false;
      tell();
      resolve();
    };
    socket.once('end', end);
    socket.once('close', end);
  });
  const wait = (find: () => string | undefined): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined && open) return;
        waiting.delete(look);
        if (found === undefined)
          reject(
            new Error(
              `closed; heard: ${heard
                .slice(-5)
                .map((line) => line.slice(0, 80))
                .join(' | ')}`,
            ),
          );
        else resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    socket,
    heard,
    say: (line) => void socket.write(`${line}\n`),
    next: () => wait(() => (asked < heard.length ? heard[asked++] : undefined)),
    until: (wanted) => wait(() => heard.find(wanted)),
    async left() {
      if (open) {
        // No line that a dialog has: its answer comes after all others.
        socket.write('/help now\n');
        await wait(() => heard.slice(asked).find((line) => line === USE_HELP)).catch(() => undefined);
      }
      return heard.slice(asked).filter((line) => line !== USE_HELP);
    },
    closed,
    isOpen: () => open,
  };
}

/** A certificate request as this protocol takes it: PEM, in base64, on one line. */
export function onOneLine(request: Uint8Array): string {
  const base64 = Buffer.from(request).toString('base64').replace(/.{64}/g, '$&\n');
  const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${base64}\n-----END CERTIFICATE REQUEST-----\n`;
  return Buffer.from(pem).toString('base64');
}

export const chainFrom = (line: string): string => Buffer.from(line, 'base64').toString('utf8');

/** An account made on the line alone, by a certificate request. */
export async function registerOnLine(
  server: WithLine,
  username = `u${randomUUID().slice(0, 8)}`,
  from: Pick<LineOptions, 'localAddress'> = {},
): Promise<Shown> {
  const { key, request } = await terminalKey();
  const line = await openLine(server, from);
  line.say(`/register ${username} ${onOneLine(await request())}`);
  const answer = await line.next();
  if (answer !== 'Registration Succeeded') throw new Error(answer);
  const chain = chainFrom(await line.next());
  line.say('/exit');
  await line.closed;
  return { key, chain };
}

/** Logged in, and what was missed is told. */
export async function enterLine(
  server: WithLine,
  username: string,
  shows: Shown,
  more: Omit<LineOptions, 'shows'> = {},
): Promise<LineTalk> {
  const line = await openLine(server, { ...more, shows });
  line.say(`/login ${username}`);
  const answer = await line.next();
  if (answer !== 'Authentication Succeeded') throw new Error(answer);
  return line;
}
