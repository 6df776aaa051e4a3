import fs from 'node:fs';
import path from 'node:path';
import { backUp, draftOf, isRecipient, type HeldDatabase, type Sealing } from '../server/backups.ts';
import { configFrom } from '../server/config.ts';
import { openAdminLine, runsOn, type AdminLine } from './adminSocket.ts';
import { sayBackupErrors } from './backupErrors.ts';
import { showProgress } from './megabytes.ts';
import { parse } from './parse.ts';
import { askNewPassphrase, newPassphraseIn } from './passphrases.ts';
import { removedWhenInterrupted } from './interrupted.ts';
import { CommandError, UsageError, print, type Command } from './usage.ts';

const options = {
  data: { type: 'string' },
  'passphrase-file': { type: 'string' },
  recipient: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const backup: Command = {
  help: `waxwing backup FILE [--data FOLDER] [--passphrase-file F | --recipient AGE-KEY] [--json]

Writes everything that a server keeps into FILE: database, secrets, streams. The server may run and goes on meanwhile; all that it
acknowledged before is in it. FILE is always encrypted, as age does it: to a passphrase, which is asked for or stands in F, or to
AGE-KEY, a public key (age1...) as age-keygen makes them. A FILE that is there already is left as it is.
waxwing restore FILE puts it back, waxwing verify FILE checks it, and so do age -d FILE | tar t and SHA256SUMS in it.`,

  async run(args) {
    const { values, flags, words } = parse(args, options);
    const [file, ...rest] = words;
    if (file === undefined || rest.length > 0) throw new UsageError('backup wants the name of one FILE');
    const { data } = configFrom({ data: values['data'] });
    if (!fs.existsSync(path.join(data, 'waxwing.db')))
      throw new CommandError(`${data} holds no database: name the folder with --data`);
    if (fs.existsSync(file)) throw new CommandError(`${file} is there already: name another file`);
    if (!fs.existsSync(path.dirname(file)))
      throw new CommandError(`there is no folder ${path.dirname(file)}: make it first`);
    const to = await sealing(values);
    const server = (await runsOn(data)) ? openAdminLine(data) : null;
    const progress = showProgress(fs.statSync(path.join(data, 'waxwing.db')).size);
    const calm = removedWhenInterrupted(draftOf(file));
    try {
      const running = server && heldBy(server);
      const stands = (written: number): void => progress.stands(written);
      const { bytes } = await sayBackupErrors(file, backUp({ data, file, to, running }, stands));
      await server?.ask({ act: 'backed-up' });
      progress.end();
      const said = { file, bytes, sealedTo: 'passphrase' in to ? 'passphrase' : 'recipient' };
      print(flags.has('json') ? JSON.stringify(said) : `backed up to ${file} (${bytes} bytes)`);
      return 0;
    } finally {
      progress.end();
      calm();
      server?.close();
    }
  },
};

async function sealing(values: Readonly<Record<string, string | undefined>>): Promise<Sealing> {
  const { recipient, 'passphrase-file': file } = values;
  if (recipient !== undefined && file !== undefined)
    throw new UsageError('--recipient or --passphrase-file: one of them');
  if (recipient !== undefined) {
    if (!isRecipient(recipient)) throw new UsageError('--recipient wants a public key of age (age1...)');
    return { recipient };
  }
  return { passphrase: file === undefined ? await askNewPassphrase() : newPassphraseIn(file) };
}

const heldBy = (server: AdminLine): HeldDatabase => ({
  async take() {
    const { held } = (await server.ask({ act: 'hold' })) as { held: boolean };
    if (!held) throw new CommandError('a check or another backup is under way: try again later');
  },
  giveBack: async () => ((await server.ask({ act: 'release' })) as { still: boolean }).still,
});
