// The thread in which the server makes a backup, so that nobody waits: the server only holds the database file for it.
import { parentPort, workerData } from 'node:worker_threads';
import { BackupError } from './backupError.ts';
import type { Answer, Task, ToServer } from './messages.ts';
import { writeBackup } from './writing.ts';

const { file, recipient, ...source } = workerData as Task;
const tell = (message: ToServer): void => parentPort?.postMessage(message);
const ask = (message: ToServer): Promise<Answer> =>
  new Promise((resolve) => {
    parentPort?.once('message', resolve);
    tell(message);
  });

await writeBackup(
  file,
  { recipient },
  {
    ...source,
    async hold() {
      const { descriptor } = await ask('hold');
      if (descriptor === null)
        throw new BackupError('the database is held by somebody else: a check, or another backup');
      return descriptor;
    },
    async release() {
      const { still } = await ask('release');
      if (!still) throw new BackupError('the database changed while it was read');
    },
  },
);
tell('done');
