import type { Command, VerbName } from './commands.ts';
import type { Holder } from '../../core/certificates.ts';

/** Where a connection stands. */
export type Stage =
  | { readonly at: 'grounded' }
  /** The name is kept for this connection until its certificate request comes. */
  | { readonly at: 'reserved'; readonly username: string }
  | { readonly at: 'in'; readonly holder: Holder };

export const GROUNDED: Stage = { at: 'grounded' };

const LOG_IN_FIRST = 'error: log in first';
export const ALREADY_IN = 'error: user is already logged in';

/** What a connection answers where a verb has no place; null: the verb is done. */
const table: Readonly<Record<VerbName, Readonly<Record<Stage['at'], string | null>>>> = {
  register: { grounded: null, reserved: null, in: ALREADY_IN },
  csr: { grounded: LOG_IN_FIRST, reserved: null, in: ALREADY_IN },
  login: { grounded: null, reserved: null, in: ALREADY_IN },
  help: { grounded: null, reserved: null, in: null },
  exit: { grounded: null, reserved: null, in: null },
  users: { grounded: LOG_IN_FIRST, reserved: LOG_IN_FIRST, in: null },
  say: { grounded: LOG_IN_FIRST, reserved: LOG_IN_FIRST, in: null },
  tell: { grounded: LOG_IN_FIRST, reserved: LOG_IN_FIRST, in: null },
  unknown: { grounded: LOG_IN_FIRST, reserved: LOG_IN_FIRST, in: null },
};

export function refusalAt({ at }: Stage, command: Command): string | null {
  return table[command.verb === 'misused' ? command.of : command.verb][at];
}

/** What a verb did. */
export type Done =
  | { readonly did: 'reserved'; readonly username: string }
  | { readonly did: 'registered'; readonly username: string }
  | { readonly did: 'freed' }
  | { readonly did: 'logged in' | 'looked up again'; readonly holder: Holder };

export function stageAfter(done: Done): Stage {
  if (done.did === 'reserved') return { at: 'reserved', username: done.username };
  return 'holder' in done ? { at: 'in', holder: done.holder } : GROUNDED;
}
