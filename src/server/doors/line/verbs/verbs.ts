import type { Command } from '../commands.ts';
import type { Peer } from '../peer.ts';
import { exit } from './exit.ts';
import { help } from './help.ts';
import { login, type LoggingIn } from './login.ts';
import { csr, register, type Registering } from './register.ts';
import { say } from './say.ts';
import { tell, type Telling } from './tell.ts';
import { users } from './users.ts';

export type Verbs = Registering & LoggingIn & Telling & Parameters<typeof users>[0];

/** Does what the line asks for, where its verb has a place. @throws Refusal */
export async function perform(given: Verbs, peer: Peer, command: Command): Promise<void> {
  const { stage } = peer;
  switch (command.verb) {
    case 'register':
      return register(given, peer, command);
    case 'csr':
      return csr(given, peer, command);
    case 'login':
      return login(given, peer, command);
    case 'help':
      return help(peer);
    case 'exit':
      return exit(peer);
    case 'users':
      return users(given, peer);
    case 'misused':
      return peer.answer(`error: use ${command.usage}`);
    case 'unknown':
      return peer.answer('error: unknown command');
    case 'say':
      return stage.at === 'in' ? say(given, stage.holder, command) : undefined;
    case 'tell':
      return stage.at === 'in' ? tell(given, peer, stage.holder, command) : undefined;
  }
}
