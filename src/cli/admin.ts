import { RoomName } from '../protocol/ids.ts';
import { limits } from '../protocol/limits.ts';
import { SettingName, SwitchName } from '../protocol/policyNames.ts';
import { serverSettings, settingNames } from '../protocol/serverSettings.ts';
import { switchNames } from '../protocol/switches.ts';
import { configFrom } from '../server/config.ts';
import { none, one, type Act } from './act.ts';
import { askServer } from './adminSocket.ts';
import { machineActs } from './machineActs.ts';
import { parse, type Parsed } from './parse.ts';
import { ruleActs } from './ruleActs.ts';
import { serverActs } from './serverActs.ts';
import { threadActs } from './threadActs.ts';
import { UsageError, print, type Command } from './usage.ts';

interface Switch {
  readonly name: string;
  readonly on: boolean;
}
interface Setting {
  readonly name: string;
  readonly value: number | null;
}
interface User {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly createdAt: string;
}
interface Link {
  readonly id: string;
  readonly kind: string;
  readonly name: string | null;
  readonly expiresAt: string;
}
interface Device {
  readonly device: string;
  readonly label: string;
  readonly state: string;
  readonly seenAt: string;
}

const shownValue = (value: number | null): string => (value === null ? 'not set' : String(value));
const onOff = (on: boolean): string => (on ? 'on' : 'off');

const does = {
  approve: 'NAME is then approved',
  disable: 'NAME is then disabled',
  enable: 'NAME is then enabled',
  promote: 'NAME is then an admin',
  demote: 'NAME is then no admin any more',
  logout: 'ends all sessions of NAME, who may log in again',
  remove: 'removes NAME for ever with everything they wrote; nobody gets the name again',
} as const;

const acts: Record<string, Act> = {
  switches: {
    usage: 'switches',
    does: 'how all switches stand',
    request: (words) => ({ act: 'switches', ...none(words) }),
    show: (all: readonly Switch[]) => all.map(({ name, on }) => `${name.padEnd(28)} ${onOff(on)}`),
  },
  set: {
    usage: 'set SWITCH on|off',
    does: `turns a switch: ${switchNames.join(', ')}`,
    request([name, to, ...rest]) {
      const known = SwitchName.safeParse(name);
      if (!known.success) throw new UsageError(`SWITCH is one of ${switchNames.join(', ')}`);
      if ((to !== 'on' && to !== 'off') || rest.length > 0) throw new UsageError(`set ${known.data} on or off?`);
      return { act: 'set', switch: known.data, on: to === 'on' };
    },
    show: ({ name, on }: Switch) => [`${name} is ${onOff(on)}`],
  },
  settings: {
    usage: 'settings',
    does: 'the values of all settings',
    request: (words) => ({ act: 'settings', ...none(words) }),
    show: (all: readonly Setting[]) => all.map(({ name, value }) => `${name.padEnd(28)} ${shownValue(value)}`),
  },
  'set-value': {
    usage: 'set-value SETTING NUMBER|default',
    does: `sets one: ${settingNames.join(', ')}`,
    request([name, value = '', ...rest]) {
      const known = SettingName.safeParse(name);
      if (!known.success) throw new UsageError(`SETTING is one of ${settingNames.join(', ')}`);
      const wanted = value === 'default' ? serverSettings[known.data].default : Number(value);
      if (!/^(default|\d{1,15})$/.test(value) || rest.length > 0)
        throw new UsageError(`set-value ${known.data} and a whole number, or default`);
      return { act: 'set value', setting: known.data, value: wanted };
    },
    show: ({ name, value }: Setting) => [`${name} is ${shownValue(value)}`],
  },
  users: {
    usage: 'users',
    does: 'everyone with an account',
    request: (words) => ({ act: 'users', ...none(words) }),
    show: (all: readonly User[]) =>
      all.map(
        ({ name, role, state, createdAt }) => `${name.padEnd(32)} ${role.padEnd(7)} ${state.padEnd(9)} ${createdAt}`,
      ),
  },
  devices: {
    usage: 'devices NAME',
    does: "a person's devices",
    request: (words) => ({ act: 'devices', name: one(words) }),
    show: (all: readonly Device[]) =>
      all.map(({ device, label, state, seenAt }) => `${device}  ${state.padEnd(9)} ${seenAt}  ${label}`),
  },
  invite: {
    usage: 'invite',
    does: 'a link by which one person may register',
    request: (words) => ({ act: 'invite', ...none(words) }),
    show: ({ link }: { link: string }) => [link],
  },
  reset: {
    usage: 'reset NAME',
    does: 'a link that gives NAME a new identity; nothing of before can be read with it',
    request: (words) => ({ act: 'reset', name: one(words) }),
    show: ({ link }: { link: string }) => [link],
  },
  links: {
    usage: 'links [revoke ID]',
    does: 'links that have not been used; revoke ends one of them',
    request([word, id, ...rest]) {
      if (word === undefined) return { act: 'links' };
      if (word !== 'revoke' || id === undefined || rest.length > 0) throw new UsageError('links, or links revoke ID');
      if (!/^[0-9a-f]{10}$/.test(id)) throw new UsageError('ID is what links shows: ten digits and letters');
      return { act: 'revoke', link: id };
    },
    show: (shown: readonly Link[] | Link) => ('id' in shown ? [`${shown.id} is revoked`] : shown.map(linkLine)),
  },
  room: {
    usage: 'room NAME',
    does: 'makes a room that anyone may join; the server can read what is said there',
    request: (words) => ({ act: 'room', name: roomNamed(one(words)) }),
    show: ({ name }: { name: string }) => [`the room ${name} is there`],
  },
  ...serverActs,
  ...machineActs,
  ...ruleActs,
  ...threadActs,
  ...Object.fromEntries(
    (['approve', 'disable', 'enable', 'promote', 'demote', 'logout', 'remove'] as const).map((act) => [
      act,
      onPerson(act),
    ]),
  ),
};

const linkLine = ({ id, kind, name, expiresAt }: Link): string =>
  `${id}  ${kind.padEnd(10)} until ${expiresAt}  ${name ?? ''}`.trimEnd();

const done = {
  approve: 'approved',
  disable: 'disabled and logged out everywhere',
  enable: 'enabled',
  promote: 'an admin',
  demote: 'no admin any more',
  logout: 'logged out everywhere',
  remove: 'removed',
} as const;

/** @throws UsageError */
function roomNamed(name: string): string {
  if (RoomName.safeParse(name).success) return name;
  const { min, max } = limits.roomName;
  throw new UsageError(`NAME of a room has ${min} to ${max} of a-z 0-9 . _ -, and begins with a letter or digit`);
}

function onPerson(act: keyof typeof done): Act {
  return {
    usage: `${act} NAME`,
    does: does[act],
    request: (words) => ({ act, name: one(words) }),
    show: ({ name }: { name: string }) => [`${name} is ${done[act]}`],
  };
}

/** What a long usage does stands below it. */
const helpLine = ({ usage, does }: Act): string =>
  usage.length > 20 ? `  ${usage}\n${' '.repeat(23)}${does}` : `  ${usage.padEnd(20)} ${does}`;

const options = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  policy: { type: 'string' },
  title: { type: 'string' },
  site: { type: 'string', multiple: true },
  contact: { type: 'boolean' },
  to: { type: 'string', multiple: true },
} as const;

/** @throws UsageError: an option of another act */
function requireOwn(name: string, { options: own = [] }: Act, { values, lists, flags }: Parsed): void {
  const used = [...Object.keys(values), ...Object.keys(lists), ...flags];
  const foreign = used.find((option) => !['data', 'json', ...own].includes(option));
  if (foreign !== undefined) throw new UsageError(`${name} knows no --${foreign}`);
}

async function ask(data: string, act: Act, words: readonly string[], given: Parsed): Promise<unknown> {
  if (!act.requests) return askServer(data, act.request(words, given));
  const answers: unknown[] = [];
  for (const request of await act.requests(words, given)) answers.push(await askServer(data, request));
  return answers;
}

export const admin: Command = {
  help: ['waxwing admin [--data FOLDER] [--json] ACT', '', ...Object.values(acts).map(helpLine)].join('\n'),

  async run(args) {
    const given = parse(args, options);
    const { values, flags, words } = given;
    const [name = '', ...rest] = words;
    const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
    if (!act)
      throw new UsageError(
        name === '' ? 'admin wants an act, see waxwing help admin' : `admin knows no ${name}, see waxwing help admin`,
      );
    requireOwn(name, act, given);
    const result = await ask(configFrom(values).data, act, rest, given);
    const lines = flags.has('json') ? [JSON.stringify(result)] : act.show(result as never);
    for (const line of lines) print(line);
    return 0;
  },
};
