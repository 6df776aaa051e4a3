import { none, one, type Act } from './act.ts';
import { UsageError } from './usage.ts';

interface Machine {
  readonly name: string;
  readonly state: string;
  readonly endpoint: string | null;
  readonly disabled: boolean;
}
interface MachineToken {
  readonly id: string;
  readonly label: string;
  readonly endsAt: string;
}

interface Following {
  readonly everyone: boolean;
  readonly followers: readonly { readonly username: string; readonly displayName: string }[];
}

const asked = (request: object): object => ({ act: 'machine', asked: request });

/** What an admin does with machines that report in. */
export const machineActs: Record<string, Act> = {
  machines: {
    usage: 'machines',
    does: 'machines that report in, how far each has come, and from where it spoke last',
    request: (words) => asked({ act: 'list', ...none(words) }),
    show: (all: readonly Machine[]) =>
      all.map(({ name, state, endpoint, disabled }) =>
        `${name.padEnd(32)} ${(disabled ? 'disabled' : state).padEnd(13)} ${endpoint ?? ''}`.trimEnd(),
      ),
  },
  enrol: {
    usage: 'enrol MACHINE',
    does: 'a code by which MACHINE may enrol once; one that is known begins anew with it',
    request: (words) => asked({ act: 'enrol', name: one(words, 'MACHINE') }),
    show: ({ code }: { code: string }) => [code],
  },
  'machine-token': {
    usage: 'machine-token MACHINE [LABEL]',
    does: 'a token for a year, shown this once; MACHINE is added if it is not known',
    request([name, label = 'token', ...rest]) {
      if (name === undefined || rest.length > 0) throw new UsageError('machine-token MACHINE, or with one LABEL');
      return asked({ act: 'token', name, label });
    },
    show: ({ token }: { token: string }) => [token],
  },
  'machine-tokens': {
    usage: 'machine-tokens MACHINE [revoke ID|all]',
    does: 'its tokens of this kind; revoke ends one, or all that it has',
    request([name, word, id, ...rest]) {
      if (name !== undefined && word === undefined) return asked({ act: 'tokens', name });
      if (name === undefined || word !== 'revoke' || id === undefined || rest.length > 0)
        throw new UsageError('machine-tokens MACHINE, or machine-tokens MACHINE revoke ID, or all for ID');
      return asked({ act: 'revoke', name, token: id === 'all' ? null : id });
    },
    show: (shown: readonly MachineToken[] | { revoked: number }) =>
      'revoked' in shown
        ? [`revoked: ${shown.revoked}`]
        : shown.map(({ id, label, endsAt }) => `${id}  until ${endsAt}  ${label}`),
  },
  followers: {
    usage: 'followers MACHINE [add NAME... | remove NAME... | everyone on|off]',
    does: 'who may read what MACHINE sends, and hears of it; or who does so from then on',
    request: ([name, word, ...rest]) => asked(followersRequest(name, word, rest)),
    show: ({ everyone, followers }: Following) => [
      ...(everyone ? ['everyone, unless they have stopped:'] : []),
      ...followers.map(({ username, displayName }) => `${username.padEnd(32)} ${displayName}`.trimEnd()),
    ],
  },
  'machine-disable': onMachine('disable', 'disabled: its tokens are void, and it may not come back'),
  'machine-enable': onMachine('enable', 'enabled'),
};

function followersRequest(name: string | undefined, word: string | undefined, rest: readonly string[]): object {
  if (name !== undefined && word === undefined) return { act: 'followers', name };
  if (name !== undefined && (word === 'add' || word === 'remove') && rest.length > 0)
    return { act: 'follow', name, [word]: rest };
  const [to, ...more] = rest;
  if (name !== undefined && word === 'everyone' && (to === 'on' || to === 'off') && more.length === 0)
    return { act: 'follow', name, everyone: to === 'on' };
  throw new UsageError('followers MACHINE, or with add NAME..., remove NAME..., everyone on or everyone off');
}

function onMachine(act: 'disable' | 'enable', becomes: string): Act {
  return {
    usage: `machine-${act} MACHINE`,
    does: `MACHINE is then ${becomes}`,
    request: (words) => asked({ act, name: one(words, 'MACHINE') }),
    show: ({ name }: { name: string }) => [`${name} is ${act}d`],
  };
}
