import fs from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Backup, BackupFolder } from '../core/ports.ts';
import type { Answer, Checked, Task, ToServer } from './messages.ts';
import { draftOf, isDraft, nameOf, timeOf } from './names.ts';

interface Options {
  /** The data folder; backups are in `backups/` of it. */
  readonly data: string;
  /** An age public key. */
  readonly recipient: string;
  readonly version: string;
  /** The script of the thread that makes one: it is told a `Task`, and says `ToServer`. */
  readonly thread: URL;
  /** Leaves the database file as it is; null when it cannot be now. */
  readonly hold: () => { readonly descriptor: number; release(): boolean } | null;
}

/** `backups/` of the data folder. Each backup is made and checked by a thread of its own. */
export function openBackupFolder(options: Options): BackupFolder & { close(): Promise<void> } {
  const folder = path.join(options.data, 'backups');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  // What a server that was killed had begun.
  for (const name of fs.readdirSync(folder).filter(isDraft)) fs.rmSync(path.join(folder, name), { force: true });
  let running: Worker | null = null;

  return {
    async list() {
      const found: Backup[] = [];
      for (const name of await readdir(folder)) {
        const at = timeOf(name);
        if (at !== null) found.push({ name, at, bytes: (await stat(path.join(folder, name))).size });
      }
      return found.toSorted((one, other) => one.at - other.at);
    },

    async make(at) {
      const name = nameOf(at);
      const file = path.join(folder, name);
      const task: Task = { file, folder: options.data, recipient: options.recipient, version: options.version, at };
      running = new Worker(options.thread, { workerData: task });
      try {
        const { problems } = await finished(running, options.hold);
        return { name, problems };
      } catch (error) {
        await rm(draftOf(file), { force: true });
        throw new Error('no backup was made', { cause: error });
      } finally {
        running = null;
      }
    },

    remove: (name) => rm(path.join(folder, name), { force: true }),

    async close() {
      await running?.terminate();
    },
  };
}

/** Resolves when the thread is done. Whatever becomes of it, it holds nothing any more then. */
function finished(worker: Worker, hold: Options['hold']): Promise<Checked> {
  let held: ReturnType<Options['hold']> = null;
  let checked: Checked | null = null;
  const release = (): boolean => {
    const still = held?.release() ?? false;
    held = null;
    return still;
  };
  const { promise, resolve, reject } = Promise.withResolvers<Checked>();
  worker.on('message', (message: ToServer) => {
    if (typeof message === 'object') return void (checked = message);
    if (message === 'hold') held = hold();
    const still = message === 'release' && release();
    worker.postMessage({ descriptor: held?.descriptor ?? null, still } satisfies Answer);
  });
  worker.once('error', reject);
  worker.once('exit', () => {
    release();
    if (checked) resolve(checked);
    else reject(new Error('its thread ended early'));
  });
  return promise;
}
