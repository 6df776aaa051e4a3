import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import type { Admin } from '../../core/admin.ts';
import type { Backups } from '../../core/backups.ts';
import type { OverviewOfAll } from '../../core/administration/overview.ts';
import type { AuditLog } from '../../core/auditLog.ts';
import type { Rules } from '../../core/alerts/rules.ts';
import type { Machines } from '../../core/machines/machines.ts';
import type { Clock } from '../../core/ports.ts';
import type { Followers } from '../../core/streams/followers.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Rooms } from '../../core/rooms.ts';
import type { ServerSettings } from '../../core/serverSettings.ts';
import type { Switches } from '../../core/switches.ts';
import type { Verification } from '../../core/verification.ts';
import type { Log } from '../log.ts';
import type { OfThreads } from './threadActs.ts';
import { createFileHold, type FileHold } from './fileHold.ts';
import { act, AdminRequest, sentenceFor, type AdminAnswer } from './acts.ts';

interface Given extends OfThreads {
  readonly folder: string;
  readonly admin: Admin;
  readonly overview: OverviewOfAll;
  readonly auditLog: AuditLog;
  readonly switches: Switches;
  readonly settings: ServerSettings;
  readonly rooms: Rooms;
  readonly machines: Machines;
  readonly followers: Followers;
  readonly rules: Rules;
  readonly origin: () => string;
  readonly verify: () => Promise<Verification>;
  readonly holdFile: () => { release(): boolean } | null;
  readonly backups: Backups;
  readonly clock: Clock;
  readonly log: Log;
}

/** Of one request: some comments that are brought from elsewhere are the longest. */
const LONGEST_LINE = 1024 * 1024;
/** What an address of a Unix socket may be long. */
const LONGEST_PATH = 107;

/**
 * `admin.sock` in the data folder, for whoever may read that folder: one JSON request a line, one answer a line.
 * Answers how to stop.
 */
export async function openAdminDoor(given: Given): Promise<() => Promise<void>> {
  const file = path.join(given.folder, 'admin.sock');
  if (Buffer.byteLength(file) > LONGEST_PATH)
    throw new Error(`the path ${file} is too long for a socket: choose a shorter data folder`);
  if (await answers(file)) throw new Error(`another server runs on ${given.folder}`);
  fs.rmSync(file, { force: true });
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    void serve(socket, given);
  });
  await listen(server, file);
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of open) socket.destroy();
    await closed;
  };
}

/** The file is never there with more rights than its owner's. */
async function listen(server: net.Server, file: string): Promise<void> {
  const umask = process.umask(0o177);
  try {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen(file, resolve);
    await promise;
  } finally {
    process.umask(umask);
  }
  fs.chmodSync(file, 0o600);
}

function answers(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect(file);
    probe.once('connect', () => resolve(true));
    probe.once('error', () => resolve(false));
    probe.once('connect', () => probe.destroy());
  });
}

async function serve(socket: net.Socket, given: Given): Promise<void> {
  // Whoever goes away holds nothing any more.
  const file = createFileHold(given.holdFile, given.clock);
  socket.once('close', file.release);
  try {
    let size = 0;
    socket.on('data', (bytes) => (size += bytes.length) > LONGEST_LINE && socket.destroy());
    for await (const line of readline.createInterface({ input: socket })) {
      size = 0;
      socket.write(`${JSON.stringify(await answer(line, { ...given, file }))}\n`);
    }
  } catch (error) {
    given.log.debug({ err: error }, 'admin socket closed');
  }
  socket.destroy();
}

async function answer(line: string, given: Given & { readonly file: FileHold }): Promise<AdminAnswer> {
  const read = parse(line);
  if (!read.request) return { ok: false, error: read.error };
  const { request } = read;
  try {
    return { ok: true, result: await act(request, given) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: sentenceFor(request, error) };
    given.log.error({ err: error, act: request.act }, 'admin act failed');
    return { ok: false, error: 'the server failed; its log says why' };
  }
}

function parse(line: string): { request: AdminRequest } | { request: undefined; error: string } {
  try {
    const { data: request, error } = AdminRequest.safeParse(JSON.parse(line));
    if (request) return { request };
    const field = error?.issues[0]?.path.at(-1) ?? 'act';
    if (field !== 'act') return { request, error: `this cannot be a ${String(field)}: see waxwing help admin` };
  } catch {
    // It is no JSON.
  }
  return { request: undefined, error: 'not a request that this server knows' };
}
