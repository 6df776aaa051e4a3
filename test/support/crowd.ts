import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { type Line, clientFrame, openLine } from '../../bench/support/line.ts';
import { Server } from '../../src/client/server.ts';
import { SOCKET_PATH, SOCKET_PROTOCOL, openSocket } from '../../src/protocol/socket.ts';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { Cookies } from './raw.ts';

/** Somebody of whom there is nothing but a row and a session: enough to be online and to talk in rooms. */
export interface Seat {
  readonly username: string;
  readonly token: string;
}

const DAY = 24 * 3600_000;
const id = (): string => randomBytes(32).toString('base64url');

/** Writes accounts into the store of a server that is stopped: registering thousands properly would take minutes. */
export function seatCrowd(data: string, count: number): Seat[] {
  const database = new DatabaseSync(path.join(data, 'waxwing.db'));
  const account = database.prepare(
    `INSERT INTO accounts (account, username, display_name, role, state, created_at, chain_number)
     VALUES (?, ?, '', 'member', 'active', ?, 1) RETURNING no`,
  );
  const device = database.prepare(
    `INSERT INTO devices (account, device, label, state, added_at, seen_at) VALUES (?, ?, 'seat', 'live', ?, ?) RETURNING no`,
  );
  const session = database.prepare(
    'INSERT INTO sessions (token_hash, account, device, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const join = database.prepare(
    `INSERT INTO members (log, account, role, joined_at, opened)
     SELECT log, ?, 'member', ?, 1 FROM rooms WHERE name = 'lobby'`,
  );
  const at = Date.now();
  database.exec('BEGIN');
  const seats = Array.from({ length: count }, (_, index) => {
    const username = `guest${String(index).padStart(4, '0')}`;
    const token = randomBytes(32);
    const no = Number(account.get(id(), username, at)?.['no']);
    const on = Number(device.get(no, id(), at, at)?.['no']);
    session.run(createHash('sha256').update(token).digest(), no, on, at, at, at + DAY);
    join.run(no, at);
    return { username, token: token.toString('base64url') };
  });
  database.exec('COMMIT');
  database.close();
  return seats;
}

/** An address may ask so often in a minute; everybody here has the same. */
const A_SECOND = 90;

/** All of them online, in the time that the server's limits allow. */
export async function connectCrowd(origin: string, seats: readonly Seat[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (let from = 0; from < seats.length; from += A_SECOND) {
    const due = Date.now() + 1000;
    lines.push(...(await Promise.all(seats.slice(from, from + A_SECOND).map((seat) => connect(origin, seat)))));
    if (lines.length < seats.length) await pause(Math.max(0, due - Date.now()));
  }
  return lines;
}

async function connect(origin: string, { token }: Seat): Promise<Line> {
  const http = new Cookies(origin);
  http.cookie = `waxwing=${token}`;
  const { ticket } = await new Server(http).call(openSocket);
  const line = await openLine({ origin, path: SOCKET_PATH, protocols: `${SOCKET_PROTOCOL}, ticket.${ticket}` });
  await new Promise<void>((resolve, reject) => {
    line.heard = (ev) => {
      if (ev === 'li') resolve();
      if (ev === 'by') reject(new Error('sent away'));
    };
    line.write(clientFrame(JSON.stringify({ op: 'hello', protocol: PROTOCOL, cursors: [] })));
  });
  line.heard = () => undefined;
  return line;
}

/** What one of the crowd says in a room. */
export function saying(conversation: string, text: string, ref: number): Buffer {
  const said = { id: randomBytes(16).toString('base64url'), content: { type: 'text', text, reply: null } };
  return clientFrame(JSON.stringify({ op: 'say', ref, conversation, ...said }));
}
