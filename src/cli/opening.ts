import type { Opening } from '../server/backups.ts';
import { whatOpens } from '../server/restoring.ts';
import { sayBackupErrors } from './backupErrors.ts';
import { askPassphrase, identitiesIn, passphraseIn } from './passphrases.ts';
import { CommandError, UsageError } from './usage.ts';

export const openingOptions = {
  'passphrase-file': { type: 'string' },
  'identity-file': { type: 'string' },
} as const;

/** What opens a backup, from the options or asked for, as the backup itself wants it. @throws CommandError, UsageError */
export async function openingOf(
  backup: string,
  values: Readonly<Record<string, string | undefined>>,
): Promise<Opening> {
  const { 'passphrase-file': passphraseFile, 'identity-file': identityFile } = values;
  const wanted = await sayBackupErrors(backup, whatOpens(backup));
  if (wanted === 'recipient') {
    if (identityFile === undefined)
      throw new UsageError(`${backup} is encrypted to a key: name the file with its AGE-SECRET-KEY by --identity-file`);
    return { identities: identitiesIn(identityFile) };
  }
  if (identityFile !== undefined) throw new CommandError(`${backup} is encrypted to a passphrase, not to a key`);
  return { passphrase: passphraseFile === undefined ? await askPassphrase() : passphraseIn(passphraseFile) };
}
