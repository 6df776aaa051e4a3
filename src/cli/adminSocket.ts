import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { CommandError } from './usage.ts';

interface Answer {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error?: string;
}

/** Whether a server has that data folder open. */
export function runsOn(data: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect(path.join(data, 'admin.sock'));
    probe.once('error', () => resolve(false));
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
  });
}

/** A connection to the running server of a data folder. What was asked for on it lasts as long as it. */
export interface AdminLine {
  /** @throws CommandError when no server runs there or it refuses */
  ask(request: object): Promise<unknown>;
  close(): void;
}

/** Asks the running server of that data folder to do something. @throws CommandError when none runs or it refuses */
export async function askServer(data: string, request: object): Promise<unknown> {
  const line = openAdminLine(data);
  try {
    return await line.ask(request);
  } finally {
    line.close();
  }
}

export function openAdminLine(data: string): AdminLine {
  const file = path.join(data, 'admin.sock');
  const socket = net.connect(file);
  const answers = readline.createInterface({ input: socket })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      socket.write(`${JSON.stringify(request)}\n`);
      const answer = await answers.next().catch((error: unknown) => {
        throw whyNot(data, file, error);
      });
      if (answer.done) throw new CommandError('the server closed the connection; its log says why');
      const { ok, result, error } = JSON.parse(answer.value) as Answer;
      if (!ok) throw new CommandError(error ?? 'refused');
      return result;
    },
    close: () => socket.destroy(),
  };
}

function whyNot(data: string, file: string, error: unknown): CommandError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') return new CommandError(`${file} belongs to another user: run this as the user of the server`);
  return new CommandError(`no server runs on ${data}: start it, or name its folder with --data`);
}
