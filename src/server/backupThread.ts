// The thread in which the server makes a backup and checks it, so that nobody waits: the server only holds the database file
// for it. What is in the backup is looked at where it comes from, while it stands still, so that no copy of it in clear
// comes onto the disk; then the file is read from its beginning to its end.
import { parentPort, workerData } from 'node:worker_threads';
import { signedHeadIn } from './auditSigning.ts';
import { BackupError } from './backup/backupError.ts';
import type { Answer, Task, ToServer } from './backup/messages.ts';
import { readThrough } from './backup/unpacking.ts';
import { writeBackup } from './backup/writing.ts';
import { verifyHeldData, verifyStreams } from './verifyData.ts';

const { file, recipient, ...source } = workerData as Task;
const tell = (message: ToServer): void => parentPort?.postMessage(message);
const ask = (message: ToServer): Promise<Answer> =>
  new Promise((resolve) => {
    parentPort?.once('message', resolve);
    tell(message);
  });

const problems: string[] = [];
const check = async (look: () => Promise<{ readonly problems: readonly string[] }>): Promise<void> => {
  const found = await look().catch((error: Error) => ({ problems: [`it cannot be checked: ${error.message}`] }));
  problems.push(...found.problems);
};

// Before the database, whose audit log is then as long, or longer.
const signed = signedHeadIn(source.folder);
const { opening } = await writeBackup(
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
      await check(() => verifyHeldData(source.folder, signed));
      const { still } = await ask('release');
      if (!still) throw new BackupError('the database changed while it was read');
    },
  },
);
await check(() => verifyStreams(source.folder));
await check(async () => {
  await readThrough(file, opening);
  return { problems: [] };
});
tell({ problems });
