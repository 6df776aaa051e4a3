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
    request: (words) => asked({ act: 'enrol', name: one(words) }),
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
  'machine-disable': onMachine('disable', 'disabled: its tokens are void, and it may not come back'),
  'machine-enable': onMachine('enable', 'enabled'),
};

function onMachine(act: 'disable' | 'enable', becomes: string): Act {
  return {
    usage: `machine-${act} MACHINE`,
    does: `MACHINE is then ${becomes}`,
    request: (words) => asked({ act, name: one(words) }),
    show: ({ name }: { name: string }) => [`${name} is ${act}d`],
  };
}
