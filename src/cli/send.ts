import { limits } from '../protocol/limits.ts';
import { confineTo } from './confinement.ts';
import { makeFolder, serverFolder } from './remote/folders.ts';
import { parse } from './parse.ts';
import { credentialsFolder, machinesFolder } from './send/folders.ts';
import { DEFAULT_SERVER, serverAt } from './remote/server.ts';
import { UsageError, type Command } from './usage.ts';

const NOT_FOR_OTHERS = 0o077;

const options = {
  server: { type: 'string' },
  as: { type: 'string' },
  file: { type: 'string' },
  level: { type: 'string' },
  json: { type: 'boolean' },
  sealed: { type: 'boolean' },
  accept: { type: 'string' },
  enrol: { type: 'boolean' },
} as const;

export const send: Command = {
  help: [
    'waxwing send [--server URL] [--as MACHINE] [--sealed] [--level LEVEL] [--json] [TEXT | --file F | -]',
    'waxwing send [--server URL] [--as MACHINE] --enrol | --accept NAME',
    '',
    `  --server URL     the server (${DEFAULT_SERVER})`,
    '  --as MACHINE     which machine this is; not needed while it is only one',
    '  TEXT             one record; everyone on this machine can see it while the command runs',
    '  --file F         a record a line; stopped and begun again, it goes on where it was',
    '  -                a record a line of standard input, as they come; so it is without TEXT and --file',
    '  --sealed         only those who follow the machine can read it, not the server',
    '  --level LEVEL    how grave: debug, info, notice, warning, error, critical, alert, emergency, or your own',
    '  --json           says what was done as one JSON object',
    '  --enrol          reads a code or token from an admin on standard input, and keeps what opens the door',
    '  --accept NAME    NAME follows the machine and has a new identity: from now on it is trusted',
    '',
    'While the server is away, lines wait on the disk; whatever waits goes out with the next `waxwing send`.',
    'A token comes from there, or from WAXWING_MACHINE_TOKEN; a password from WAXWING_MACHINE_PASSWORD.',
    '',
    '  waxwing admin machine-token dale | waxwing send --as dale --enrol',
    '  journalctl -f | waxwing send --as dale',
  ].join('\n'),

  async run(args) {
    const { values, flags, words } = parse(args, options);
    const [text, another] = words;
    if (another !== undefined) throw new UsageError('send takes one TEXT: put it into quotes');
    const file = values['file'] ?? null;
    if (file !== null && text !== undefined) throw new UsageError('send takes TEXT or --file, not both');
    const enrols = flags.has('enrol');
    const accepted = values['accept'];
    if ((enrols || accepted !== undefined) && (text !== undefined || file !== null))
      throw new UsageError(`--${enrols ? 'enrol' : 'accept'} sends nothing; it takes no TEXT, no --file`);
    const input = inputOf(text, file);
    const level = levelOf(values['level']);
    const server = serverAt(values['server'] ?? DEFAULT_SERVER);
    await confined(server, enrols);
    const asked = { server, machine: values['as'] ?? null, json: flags.has('json') };
    // Only what is confined already loads and runs anything that hears from others.
    const { acceptFollower, enrol, runSend } = await import('./send/run.ts');
    if (enrols) return enrol(asked);
    if (accepted !== undefined) return acceptFollower(asked, accepted);
    const status = await runSend({ ...asked, sealed: flags.has('sealed'), level, input });
    // A line to the server that is still open, or an input that goes on, ends with the process.
    process.exit(status);
  },
};

async function confined(server: URL, enrols: boolean): Promise<void> {
  const { env } = process;
  process.umask(NOT_FOR_OTHERS);
  const folders = [machinesFolder(server, env), serverFolder(server, env)];
  if (enrols) folders.push(credentialsFolder(server, env));
  for (const folder of folders) makeFolder(folder);
  await confineTo({ folders }, env);
}

function levelOf(typed: string | undefined): string | null {
  if (typed !== undefined && (typed === '' || typed.length > limits.recordLevel))
    throw new UsageError(`--level wants a word of at most ${limits.recordLevel} characters`);
  return typed ?? null;
}

function inputOf(text: string | undefined, file: string | null) {
  if (file !== null) return { kind: 'file', file } as const;
  if (text === undefined || text === '-') return { kind: 'stdin' } as const;
  if (text === '') throw new UsageError('there is nothing to send');
  return { kind: 'text', text } as const;
}
