import { words } from '../../tui/words.ts';
import { print } from '../usage.ts';
import { accountsOn } from './accounts.ts';
import { serverFolder } from './folders.ts';
import { inputFrom } from './input.ts';
import { asJson, asLines } from './output.ts';
import { meet } from './pin.ts';
import { plain } from './plain.ts';
import { secretsFrom } from './secrets.ts';

export interface ChatOptions {
  readonly server: URL;
  readonly name: string | null;
  readonly plain: boolean;
  readonly json: boolean;
}

const NOT_FOR_OTHERS = 0o077;

/** Answers the exit status. */
export async function runChat({ server, name, json }: ChatOptions): Promise<number> {
  process.umask(NOT_FOR_OTHERS);
  const folder = serverFolder(server, process.env);
  const { place, firstContact } = await meet(server, folder);
  if (firstContact !== null) process.stderr.write(`${words.firstContact(place.origin, firstContact)}\n`);
  const accounts = accountsOn(place, folder);

  const interactive = process.stdin.isTTY;
  const input = inputFrom(process.stdin, (text) => process.stderr.write(text));
  const secrets = secretsFrom(process.env, interactive ? (prompt) => input.unseen(prompt) : null);
  return plain({ accounts, input, output: json ? asJson(print) : asLines(print), secrets, interactive, name });
}
