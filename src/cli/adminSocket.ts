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

/**
 * Asks the running server of that data folder to do something.
 * @throws CommandError when none runs or it refuses
 */
export async function askServer(data: string, request: object): Promise<unknown> {
  const file = path.join(data, 'admin.sock');
  const socket = net.connect(file);
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const line of readline.createInterface({ input: socket })) {
      const { ok, result, error } = JSON.parse(line) as Answer;
      if (!ok) throw new CommandError(error ?? 'refused');
      return result;
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES')
      throw new CommandError(`${file} belongs to another user: run this as the user of the server`);
    throw new CommandError(`no server runs on ${data}: start it, or name its folder with --data`);
  } finally {
    socket.destroy();
  }
  throw new CommandError('the server closed the connection; its log says why');
}
