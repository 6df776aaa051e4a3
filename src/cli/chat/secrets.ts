import { readFileSync } from 'node:fs';
import { GaveUp, type Secrets } from '../../tui/accounts.ts';
import { isStrong } from '../../tui/gate.ts';
import { words } from '../../tui/words.ts';
import { CommandError } from '../usage.ts';

/** Asks on the terminal without showing what is typed. Rejects when the person gives up. */
export type AskUnseen = (prompt: string) => Promise<string>;

/**
 * Where passwords come from: the file that WAXWING_PASSWORD_FILE names, else the person at the
 * terminal, else nowhere. Never from the command line, which other users of the machine can read.
 * @param ask null: there is no terminal
 */
export function secretsFrom(env: NodeJS.ProcessEnv, ask: AskUnseen | null): Secrets {
  const file = env['WAXWING_PASSWORD_FILE'];
  if (file) {
    let read: string | null = null;
    // Once: a pipe gives it only the first time.
    const password = async () => (read ??= passwordIn(file));
    return { toLogIn: password, toChoose: async () => strong(await password()) };
  }
  if (!ask) return { toLogIn: async () => null, toChoose: async () => null };
  return {
    toLogIn: () => ask(words.passwordToLogIn),
    async toChoose() {
      const chosen = strong(await ask(words.newPassword));
      if (chosen !== '' && (await ask(words.again)) !== chosen) throw new GaveUp(words.notTheSame);
      return chosen;
    },
  };
}

function strong(password: string): string {
  if (!isStrong(password)) throw new GaveUp(words.weakPassword);
  return password;
}

function passwordIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new CommandError(`cannot read WAXWING_PASSWORD_FILE: ${(error as Error).message}`, { cause: error });
  }
}
