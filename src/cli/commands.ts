import { VERSION } from '../server/version.ts';
import { admin } from './admin.ts';
import { chat } from './chat.ts';
import { serve } from './serve.ts';
import { UsageError, print, type Command } from './usage.ts';
import { verify } from './verify.ts';

export const version: Command = {
  name: 'version',
  summary: 'the version',
  help: 'waxwing version',
  run: async (args) => {
    if (args.length > 0) throw new UsageError('version takes nothing');
    print(VERSION);
    return 0;
  },
};

export const help: Command = {
  name: 'help',
  summary: 'this, or all about one command',
  help: 'waxwing help [COMMAND]',
  run: helpOn,
};

export const commands: readonly Command[] = [serve, chat, admin, verify, version, help];

export async function helpOn([name]: readonly string[]): Promise<number> {
  const command = commands.find((each) => each.name === name);
  if (name !== undefined && !command) throw new UsageError(`there is no command ${name}; see waxwing help`);
  const list = commands.map((each) => `  ${each.name.padEnd(9)} ${each.summary}`);
  print(command ? command.help : ['waxwing COMMAND', '', ...list, '', 'waxwing help COMMAND says more.'].join('\n'));
  return 0;
}
