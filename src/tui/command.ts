import type { WayIn } from './accounts.ts';

/** What a typed line asks for. */
export type Command =
  | {
      readonly do: 'register' | 'link' | 'verify' | 'verified' | 'accept' | 'agree' | 'join' | 'talk';
      readonly name: string;
    }
  | {
      readonly do: 'leave';
      /** Null: the room that one is in. */
      readonly room: string | null;
    }
  | {
      readonly do:
        | 'exit'
        | 'users'
        | 'rooms'
        | 'help'
        | 'logout'
        | 'alarms'
        | 'dismiss'
        | 'retry'
        | 'nothing'
        | 'unknown';
    }
  | { readonly do: 'login'; readonly name: string; readonly by: WayIn | null }
  | { readonly do: 'private'; readonly to: string; readonly text: string }
  | { readonly do: 'say' | 'search'; readonly text: string }
  | { readonly do: 'usage'; readonly usage: string };

interface Known {
  readonly usage: string;
  readonly does: string;
  read(rest: string): Command | null;
}

type Plain = Exclude<
  Extract<Command, { do: string }>,
  { name: string } | { text: string } | { usage: string } | { room: string | null }
>['do'];
type Named = Exclude<Extract<Command, { name: string }>['do'], 'login'>;

const alone = (what: Plain) => (rest: string) => (rest === '' ? { do: what } : null);

const withName = (what: Named) => (rest: string) =>
  /^\S+$/.test(rest) ? { do: what, name: rest.toLowerCase() } : null;

/** In the order in which `/help` shows them. */
export const commands: Readonly<Record<string, Known>> = {
  register: { usage: '/register NAME', does: 'makes an account', read: withName('register') },
  login: { usage: '/login NAME [CERTIFICATE KEY]', does: 'logs in, perhaps by a certificate in a file', read: login },
  link: { usage: '/link NAME', does: 'logs in by another device; there it is /link CODE', read: link },
  users: { usage: '/users', does: 'who is online', read: alone('users') },
  msg: { usage: '/msg NAME [TEXT]', does: 'a private message, as @NAME TEXT; or all lines go to NAME', read: message },
  rooms: { usage: '/rooms', does: 'every room', read: alone('rooms') },
  search: {
    usage: '/search WORDS',
    does: 'the newest messages with these; from:NAME, in:NAME, on:2026-11-21 narrow it',
    read: (rest) => (rest === '' ? null : { do: 'search', text: rest }),
  },
  join: { usage: '/join ROOM', does: 'into a room: your lines go there; /join lobby leads back', read: join },
  leave: { usage: '/leave [ROOM]', does: 'leaves that room, or the one you are in', read: leave },
  verify: { usage: '/verify NAME', does: '60 digits to compare with NAME', read: withName('verify') },
  verified: { usage: '/verified NAME', does: 'the digits were the same on both sides', read: withName('verified') },
  accept: { usage: '/accept NAME', does: 'trusts the new identity of NAME', read: withName('accept') },
  agree: { usage: '/agree NAME', does: 'writes to NAME although the server can read it', read: withName('agree') },
  alarms: { usage: '/alarms', does: 'shows warnings', read: alone('alarms') },
  dismiss: { usage: '/dismiss', does: 'puts the warnings away: you have dealt with them', read: alone('dismiss') },
  retry: { usage: '/retry', does: 'sends again what has failed', read: alone('retry') },
  logout: { usage: '/logout', does: 'takes the account off this machine', read: alone('logout') },
  exit: { usage: '/exit', does: 'leaves; /quit does the same', read: alone('exit') },
  quit: { usage: '/quit', does: '', read: alone('exit') },
  help: { usage: '/help', does: 'this', read: alone('help') },
};

const BY_SSH = '/login NAME ssh [FILE]';
const COLUMN = 29;

/** Lines for `/help`. */
export function helpLines(): string[] {
  const shown = Object.values(commands).filter(({ does }) => does !== '');
  return [
    ...shown.map(({ usage, does }) => `${usage.padEnd(COLUMN)} ${does}`),
    `${BY_SSH.padEnd(COLUMN)} shows by an SSH key who you are: one of your agent, or that in a file`,
    `${'@NAME TEXT'.padEnd(COLUMN)} a private message, encrypted from end to end`,
    `${'anything else'.padEnd(COLUMN)} goes to the room you are in; rooms are not encrypted`,
  ];
}

export function readCommand(typed: string): Command {
  const line = typed.trim();
  if (line === '') return { do: 'nothing' };
  if (line.startsWith('@')) return privately(line.slice(1)) ?? { do: 'usage', usage: '@NAME TEXT' };
  if (!line.startsWith('/')) return { do: 'say', text: line };
  const [word = ''] = line.slice(1).split(/\s/, 1);
  const known = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (!known) return { do: 'unknown' };
  return known.read(line.slice(1 + word.length).trim()) ?? { do: 'usage', usage: known.usage };
}

function login(rest: string): Command | null {
  const [, known, ssh] = /^(\S+)\s+ssh(?:\s+(\S.*))?$/.exec(rest) ?? [];
  if (known !== undefined) return { do: 'login', name: known.toLowerCase(), by: { ssh: ssh ?? null } };
  const [name = '', certificate, key, ...more] = rest.split(/\s+/);
  if (name === '' || more.length > 0 || (certificate === undefined) !== (key === undefined)) return null;
  const by = certificate !== undefined && key !== undefined ? { certificate, key } : null;
  return { do: 'login', name: name.toLowerCase(), by };
}

/** As rooms stand before what is said in them: `#garden`, or without the sign. */
function roomIn(rest: string): string | null {
  return /^#?(\S+)$/.exec(rest)?.[1]?.toLowerCase() ?? null;
}

function join(rest: string): Command | null {
  const name = roomIn(rest);
  return name === null ? null : { do: 'join', name };
}

function leave(rest: string): Command | null {
  const room = roomIn(rest);
  return room === null && rest !== '' ? null : { do: 'leave', room };
}

/** A code may come as the whole link of a QR code, in which every letter counts. */
function link(rest: string): Command | null {
  return /^\S+$/.test(rest) ? { do: 'link', name: rest } : null;
}

function message(rest: string): Command | null {
  return /^\S+$/.test(rest) ? { do: 'talk', name: rest.toLowerCase() } : privately(rest);
}

function privately(rest: string): Command | null {
  const [, to, text] = /^(\S+)\s+(\S[\s\S]*)$/.exec(rest) ?? [];
  return to !== undefined && text !== undefined ? { do: 'private', to: to.toLowerCase(), text } : null;
}
