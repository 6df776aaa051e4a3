import { configFrom, settings, type Config } from '../server/config.ts';
import { makeFolders } from '../server/makeFolders.ts';
import { confineTo, type Confinement } from './confinement.ts';
import { parse } from './parse.ts';
import { CommandError, UsageError, complain, type Command } from './usage.ts';

const flagNames = Object.values(settings).flatMap((setting) => ('flag' in setting ? [setting.flag] : []));
const options = Object.fromEntries(flagNames.map((name) => [name, { type: 'string' as const }]));

const flagLines = Object.entries(settings).flatMap(([name, setting]) =>
  'flag' in setting ? [`  ${`--${setting.flag}`.padEnd(20)} ${setting.wants} (${name})`] : [],
);

const DNS = 53;
const HTTPS = 443;

export const serve: Command = {
  help: `waxwing serve [OPTION]...\n\nStarts the server. Options go over the environment, and that over .env in the working directory.\n\n${flagLines.join('\n')}`,

  async run(args) {
    const { values, words: rest } = parse(args, options);
    if (rest.length > 0) throw new UsageError(`serve takes no ${rest[0]}, only options: see waxwing help serve`);
    const config = configFrom(values);
    makeFolder(config.data);
    const confinement = await confineServer(config);
    const { confined } = confinement;
    const words = confined
      ? `The server can write nothing but its data folder (${confinement.by}).`
      : `The server may write wherever its user may, outside of ${config.data} too: ${confinement.why}.`;
    if (!confined) complain(words);
    // Only what is confined already loads and runs anything that hears from others.
    const { runServer } = await import('./serving.ts');
    return runServer(config, { confined, words });
  },
};

/** Nothing is written but the data folder, no port listened on but those that are set, none connected to but the mail server's and push services'. */
function confineServer({ data, port, tlsPort, mail, push, heapMegabytes }: Config): Promise<Confinement> {
  const listen = tlsPort === 'off' ? [port] : [port, tlsPort];
  const outside = [...(mail === null ? [] : [smtpPort(new URL(mail.url))]), ...(push ? [HTTPS] : [])];
  const connect = outside.length === 0 ? [] : [...outside, DNS];
  const nodeOptions = heapMegabytes === null ? [] : [`--max-old-space-size=${heapMegabytes}`];
  return confineTo({ folders: [data], ports: { listen, connect }, nodeOptions }, process.env);
}

const smtpPort = ({ port, protocol }: URL): number => Number(port) || (protocol === 'smtps:' ? 465 : 587);

function makeFolder(data: string): void {
  try {
    makeFolders(data);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'it is no folder: name another with --data' : message;
    throw new CommandError(`cannot use ${data}: ${why}`);
  }
}
