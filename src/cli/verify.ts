import { existsSync } from 'node:fs';
import path from 'node:path';
import { configFrom } from '../server/config.ts';
import { verifyData, verifyHeldFile, verifyStreams } from '../server/verifyData.ts';
import { openAdminLine, runsOn } from './adminSocket.ts';
import { parse } from './parse.ts';
import { CommandError, UsageError, print, type Command } from './usage.ts';

interface Verification {
  readonly accounts: number;
  readonly logs: number;
  readonly entries: number;
  readonly auditEntries: number;
  readonly problems: readonly string[];
}

export const verify: Command = {
  help: "waxwing verify [--data FOLDER] [--json]\n\nChecks the database file and follows every chain of hashes and signatures, and reads every line\nof the machines' streams. A server that runs on the folder goes on meanwhile. Status 1 when something does not fit.",

  async run(args) {
    const { values, flags, words } = parse(args, { data: { type: 'string' }, json: { type: 'boolean' } });
    if (words.length > 0) throw new UsageError('verify checks a data folder, named by --data');
    const { data } = configFrom(values);
    if (!existsSync(path.join(data, 'waxwing.db')))
      throw new CommandError(`${data} holds no database: name the folder with --data`);
    const stored = (await runsOn(data)) ? await verifyRunning(data) : await verifyData(data);
    const { accounts, logs, entries, auditEntries } = stored;
    const { streams, records, problems: ofStreams } = await verifyStreams(data);
    const problems = [...stored.problems, ...ofStreams];
    if (flags.has('json')) print(JSON.stringify({ ...stored, streams, records, problems }));
    else if (problems.length === 0)
      print(
        `all is well: ${accounts} accounts, ${entries} entries in ${logs} logs, ${auditEntries} audit entries, ${records} records in ${streams} streams`,
      );
    if (problems.length > 0 && !flags.has('json')) throw new CommandError(problems.join('; '));
    return problems.length === 0 ? 0 : 1;
  },
};

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
