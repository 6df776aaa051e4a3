import { existsSync } from 'node:fs';
import path from 'node:path';
import { configFrom } from '../server/config.ts';
import { verifyBackup } from '../server/restoring.ts';
import { verifyData, verifyHeldFile, verifyStreams } from '../server/verifyData.ts';
import { openAdminLine, runsOn } from './adminSocket.ts';
import { sayBackupErrors } from './backupErrors.ts';
import { removedWhenInterrupted } from './interrupted.ts';
import { openingOf, openingOptions } from './opening.ts';
import { parse } from './parse.ts';
import { CommandError, UsageError, print, type Command } from './usage.ts';

interface Verification {
  readonly accounts: number;
  readonly logs: number;
  readonly entries: number;
  readonly auditEntries: number;
  readonly problems: readonly string[];
}
interface Looked extends Verification {
  readonly streams: number;
  readonly records: number;
}

const options = { data: { type: 'string' }, json: { type: 'boolean' }, ...openingOptions } as const;

export const verify: Command = {
  help: `waxwing verify [FILE] [--data FOLDER] [--passphrase-file F | --identity-file F] [--json]

Checks the database file and follows every chain of hashes and signatures, and reads every line of the machines' streams: of a data
folder, or of the backup FILE, which is unpacked into a folder of its own meanwhile (below TMPDIR). A server that runs on the folder
goes on. Status 1 when something does not fit.`,

  async run(args) {
    const { values, flags, words } = parse(args, options);
    const [file, ...rest] = words;
    if (rest.length > 0) throw new UsageError('verify checks one backup, or the data folder that --data names');
    const found = file === undefined ? await verifyFolder(values['data']) : await verifyFile(file, values);
    const { problems } = found;
    if (flags.has('json')) print(JSON.stringify(found));
    else if (problems.length === 0) print(`all is well: ${foundIn(found)}`);
    if (problems.length > 0 && !flags.has('json')) throw new CommandError(problems.join('; '));
    return problems.length === 0 ? 0 : 1;
  },
};

/** What was looked at, in words. */
export function foundIn({ accounts, entries, logs, auditEntries, records, streams }: Looked): string {
  return `${accounts} accounts, ${entries} entries in ${logs} logs, ${auditEntries} audit entries, ${records} records in ${streams} streams`;
}

async function verifyFolder(named: string | undefined): Promise<Looked> {
  const { data } = configFrom({ data: named });
  if (!existsSync(path.join(data, 'waxwing.db')))
    throw new CommandError(`${data} holds no database: name the folder with --data`);
  const stored = (await runsOn(data)) ? await verifyRunning(data) : await verifyData(data);
  const { streams, records, problems } = await verifyStreams(data);
  return { ...stored, streams, records, problems: [...stored.problems, ...problems] };
}

async function verifyFile(file: string, values: Readonly<Record<string, string | undefined>>): Promise<Looked> {
  const opening = await openingOf(file, values);
  let calm = (): void => undefined;
  const began = (folder: string): void => {
    calm = removedWhenInterrupted(folder);
  };
  try {
    return await sayBackupErrors(file, verifyBackup(file, opening, began));
  } finally {
    calm();
  }
}

/** The file is looked at from here while the server writes beside it, so that nobody waits; then it follows the chains. */
async function verifyRunning(data: string): Promise<Verification> {
  const server = openAdminLine(data);
  try {
    const { held } = (await server.ask({ act: 'hold' })) as { held: boolean };
    if (!held)
      throw new CommandError('the database cannot be checked now: a check or a backup is under way; try again later');
    const damage = verifyHeldFile(data);
    const { still } = (await server.ask({ act: 'release' })) as { still: boolean };
    if (!still)
      throw new CommandError('the database changed while it was checked: try again, or stop the server first');
    const found = (await server.ask({ act: 'verify' })) as Verification;
    return { ...found, problems: [...damage, ...found.problems] };
  } finally {
    server.close();
  }
}
