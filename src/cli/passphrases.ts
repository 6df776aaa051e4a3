import fs from 'node:fs';
import { inputFrom, type Input } from './input.ts';
import { CommandError, UsageError, complain } from './usage.ts';

/** Below it whoever has the backup finds the passphrase by trying. */
const SHORT = 16;

/** The first line of a file. @throws CommandError */
export function passphraseIn(file: string): string {
  const [line = ''] = textOf(file).split(/\r?\n/);
  if (line === '') throw new CommandError(`${file} holds no passphrase in its first line`);
  return line;
}

/** The keys in a file as age-keygen writes it. @throws CommandError */
export function identitiesIn(file: string): string[] {
  const found = textOf(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (found.length === 0) throw new CommandError(`${file} holds no AGE-SECRET-KEY`);
  return found;
}

/** The first line of a file, for a new backup. @throws CommandError */
export function newPassphraseIn(file: string): string {
  const passphrase = passphraseIn(file);
  warnOfShort(passphrase);
  return passphrase;
}

/** Asks for it twice. @throws UsageError when nobody can be asked; CommandError when they differ */
export async function askNewPassphrase(): Promise<string> {
  return asking('name --recipient or --passphrase-file', async (input) => {
    const passphrase = await input.unseen('Passphrase for the backup: ');
    if (passphrase === '') throw new CommandError('a backup wants a passphrase');
    warnOfShort(passphrase);
    if ((await input.unseen('Once more: ')) !== passphrase) throw new CommandError('these were two different ones');
    return passphrase;
  });
}

/** @throws UsageError when nobody can be asked */
export async function askPassphrase(): Promise<string> {
  return asking('name --passphrase-file', (input) => input.unseen('Passphrase of the backup: '));
}

function warnOfShort(passphrase: string): void {
  if (passphrase.length < SHORT) complain('this is short: who has the backup can try many; several words are better');
}

async function asking<Value>(instead: string, ask: (input: Input) => Promise<Value>): Promise<Value> {
  if (!process.stdin.isTTY) throw new UsageError(`a passphrase is asked for on a terminal; here ${instead}`);
  const input = inputFrom(process.stdin, (text) => process.stderr.write(text));
  try {
    return await ask(input);
  } finally {
    input.close();
  }
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
