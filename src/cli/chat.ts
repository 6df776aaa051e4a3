import { confineTo } from './confinement.ts';
import { makeFolder, serverFolder } from './remote/folders.ts';
import { parse } from './parse.ts';
import { DEFAULT_SERVER, serverAt } from './remote/server.ts';
import { UsageError, type Command } from './usage.ts';
import { words } from '../tui/words.ts';

const NOT_FOR_OTHERS = 0o077;

const options = {
  server: { type: 'string' },
  name: { type: 'string' },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const chat: Command = {
  help: [
    'waxwing chat [--server URL] [--name NAME] [--plain] [--json]',
    '',
    `  --server URL   the server (${DEFAULT_SERVER})`,
    '  --name NAME    logs in as NAME at once',
    '  --plain        lines in, lines out; so it is without a terminal, too',
    '  --json         plain, with one JSON object a line',
    '',
    'A password comes from the terminal, or from the file that WAXWING_PASSWORD_FILE names.',
    '',
    '  echo "@sam hello" | waxwing chat --plain --name erik',
  ].join('\n'),

  async run(args) {
    const { values, flags, words: rest } = parse(args, options);
    if (rest.length > 0) throw new UsageError(`chat takes no ${rest[0]}`);
    const server = serverAt(values['server'] ?? DEFAULT_SERVER);
    process.umask(NOT_FOR_OTHERS);
    const folder = serverFolder(server, process.env);
    makeFolder(folder);
    const confinement = await confineTo({ folders: [folder] }, process.env);
    // Only what is confined already loads and runs anything that hears from others.
    const { runChat } = await import('./chat/run.ts');
    const status = await runChat({
      server,
      folder,
      unconfined: confinement.confined ? null : words.notConfined(confinement.why),
      name: values['name'] ?? null,
      plain: flags.has('plain') || flags.has('json'),
      json: flags.has('json'),
    });
    // The line to the server ends with the process, and whatever it was still about to do is done the next time.
    process.exit(status);
  },
};
