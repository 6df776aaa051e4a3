import { Session } from '../../tui/session.ts';
import { words } from '../../tui/words.ts';
import { CommandError, print } from '../usage.ts';
import { accountsOn } from './accounts.ts';
import { inputFrom } from '../input.ts';
import { asJson, asLines } from './output.ts';
import { meet } from '../remote/pin.ts';
import { plain } from './plain.ts';
import { secretsFrom } from './secrets.ts';

export interface ChatOptions {
  readonly server: URL;
  /** What the terminal keeps of that server. */
  readonly folder: string;
  /** Why this program is not confined to that folder; null: it is. */
  readonly unconfined: string | null;
  readonly name: string | null;
  readonly plain: boolean;
  readonly json: boolean;
}

/** Answers the exit status. */
export async function runChat({ server, folder, unconfined, name, plain: asked, json }: ChatOptions): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  const { place, firstContact, watch } = await meet(server, folder);
  const accounts = accountsOn(place, folder, env['SSH_AUTH_SOCK'] || null);
  const contact = firstContact === null ? null : words.firstContact(place.origin, firstContact);
  const notices = [unconfined, contact].filter((notice) => notice !== null);

  if (!asked && stdin.isTTY && stdout.isTTY) {
    const session = new Session({ accounts, secrets: (ask) => secretsFrom(env, ask) });
    for (const notice of notices) session.note(notice);
    watch((stop) => session.refuse(stop, place.origin));
    const [only, another] = accounts.names();
    const typed = only !== undefined && another === undefined ? `/login ${only}` : '';
    if (name !== null) session.submit(`/login ${name}`);
    const { startScreen } = await screen();
    await startScreen({ session, server: server.host, typed: name === null ? typed : '', env, folder });
    return 0;
  }

  for (const notice of notices) stderr.write(`${notice}\n`);
  let wasRefused = false;
  watch((stop) => {
    wasRefused ||= stop !== null;
    stderr.write(`waxwing: ${stop ?? words.authorityBack(place.origin)}\n`);
  });
  const input = inputFrom(stdin, (text) => stderr.write(text));
  const secrets = secretsFrom(env, stdin.isTTY ? (prompt) => input.unseen(prompt) : null);
  const output = json ? asJson(print) : asLines(print);
  const status = await plain({ accounts, input, output, secrets, interactive: stdin.isTTY, name });
  return wasRefused ? 1 : status;
}

/** It is built: Node runs the sources of everything but this. */
async function screen() {
  try {
    return await import('../../tui/start.tsx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    throw new CommandError('the screen has to be built first: run "npm run build", or go without it by --plain');
  }
}
