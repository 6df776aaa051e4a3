import { randomBytes } from 'node:crypto';
import { serverFolder } from '../remote/folders.ts';
import { inputFrom } from '../input.ts';
import { meet } from '../remote/pin.ts';
import { CommandError, UsageError, complain, print } from '../usage.ts';
import { type Identity, byToken, isToken, keepCredentials, machineNamed } from './credentials.ts';
import { Ingest } from './ingest.ts';
import { words } from './words.ts';

interface Enrolment {
  readonly server: URL;
  readonly machine: string | null;
  readonly json: boolean;
}

const PASSWORD_BYTES = 32;

/** Keeps a token; or brings a code to the server, with a password that is made here. Answers the exit status. */
export async function enrol({ server, machine, json }: Enrolment): Promise<number> {
  const asked = machineNamed(machine);
  const secret = await secretFromInput();
  const identity = isToken(secret) ? byToken(secret, asked, 'the input') : await byCode(server, asked, secret);
  const file = keepCredentials(server, identity, process.env);
  if (json) print(JSON.stringify({ machine: identity.machine, server: server.origin, file }));
  else complain(words.enrolled(identity.machine, file));
  return 0;
}

async function secretFromInput(): Promise<string> {
  const { stdin, stderr } = process;
  const input = inputFrom(stdin, (text) => stderr.write(text));
  const line = stdin.isTTY ? await input.unseen(words.askSecret) : await input.next();
  input.close();
  const secret = line?.trim() ?? '';
  if (secret === '') throw new CommandError(words.noSecret);
  return secret;
}

async function byCode(server: URL, machine: string | null, code: string): Promise<Identity> {
  if (machine === null) throw new UsageError(words.whichMachine);
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const identity: Identity = { machine, credentials: { password } };
  const { place } = await meet(server, serverFolder(server, process.env));
  const ingest = new Ingest(async () => place, identity);
  await ingest.identify(code);
  // Before the server has it: a password that only the server knows would be lost.
  keepCredentials(server, identity, process.env);
  await ingest.authenticate(password);
  return identity;
}
