import { VERSION } from '../server/version.ts';
import { UsageError, print, type Command } from './usage.ts';

/** A command by its name; what it needs is loaded when it is asked for, so that none waits for the others. */
interface Listed {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}

const version: Command = {
  help: 'waxwing version',
  run: async (args) => {
    if (args.length > 0) throw new UsageError('version takes nothing');
    print(VERSION);
    return 0;
  },
};

const help: Command = { help: 'waxwing help [COMMAND]', run: helpOn };

const commands: readonly Listed[] = [
  { name: 'serve', summary: 'the server', load: async () => (await import('./serve.ts')).serve },
  {
    name: 'chat',
    summary: 'talks: public lines, and private messages encrypted from end to end',
    load: async () => (await import('./chat.ts')).chat,
  },
  {
    name: 'send',
    summary: 'sends what a machine has to say: a text, a file, or lines as they come',
    load: async () => (await import('./send.ts')).send,
  },
  {
    name: 'admin',
    summary: 'people, invitations, devices, machines and switches of a running server, on its machine',
    load: async () => (await import('./admin.ts')).admin,
  },
  {
    name: 'backup',
    summary: 'an encrypted backup of everything, also while the server runs',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'restore',
    summary: 'puts a backup into an empty data folder',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'verify',
    summary: 'checks a data folder or a backup: database, logs, audit chain, account chains, streams',
    load: async () => (await import('./verify.ts')).verify,
  },
  { name: 'version', summary: 'the version', load: async () => version },
  { name: 'help', summary: 'this, or all about one command', load: async () => help },
];

/** @throws UsageError when there is none */
export function commandNamed(name: string): Promise<Command> {
  const command = commands.find((each) => each.name === name);
  if (!command) throw new UsageError(`there is no command ${name}; see waxwing help`);
  return command.load();
}

export async function helpOn([name]: readonly string[]): Promise<number> {
  if (name !== undefined) print((await commandNamed(name)).help);
  else print(['waxwing COMMAND', '', ...list(), '', 'waxwing help COMMAND says more.'].join('\n'));
  return 0;
}

const list = (): string[] => commands.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`);
