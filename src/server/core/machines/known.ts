import type { MachineState } from '../../../protocol/errors.ts';
import type { Clock, MachineStore, StoredMachine, TokenSigning, WakeUp } from '../ports.ts';
import { recentlyUsed } from '../recentlyUsed.ts';
import { Refusal } from '../refusal.ts';

interface Given {
  readonly machines: Pick<MachineStore, 'holder' | 'state'>;
  readonly tokens: Pick<TokenSigning, 'verify'>;
  readonly clock: Clock;
}

/** A machine as the store has it, and the addresses at which it is authenticated. */
export interface KnownMachine {
  readonly machine: StoredMachine;
  readonly authenticatedAt: Set<string>;
}

interface KnownToken {
  readonly name: string;
  /** UTC milliseconds. */
  readonly endsAt: number;
  readonly known: KnownMachine;
}

const REMEMBERED = 20_000;

export type KnownMachines = ReturnType<typeof createKnownMachines>;

/**
 * Whose a token is, and whether its machine has authenticated at an address, from memory where it was looked up since
 * anything about that machine changed. Only what lets in is kept: a refusal is looked up each time.
 */
export function createKnownMachines({ machines, tokens, clock }: Given) {
  const byToken = recentlyUsed<string, KnownToken>(REMEMBERED);
  // A token counts as long as its machine is still the one that stands here.
  const byName = recentlyUsed<string, KnownMachine>(REMEMBERED);
  let changes = 0;

  const lookUp = async (token: string, at: number): Promise<KnownMachine> => {
    const before = changes;
    const claims = await tokens.verify(token, at);
    const machine = claims && (await machines.holder(claims.jti, at));
    if (!machine || machine.name !== claims.subject) throw new Refusal('invalid_token');
    const known = byName.get(machine.name) ?? { machine, authenticatedAt: new Set() };
    if (changes !== before) return { machine, authenticatedAt: new Set() };
    byName.set(machine.name, known);
    byToken.set(token, { name: machine.name, endsAt: claims.endsAt, known });
    return known;
  };

  return {
    /** @throws Refusal invalid_token */
    async holder(token: string | undefined): Promise<KnownMachine> {
      if (token === undefined) throw new Refusal('invalid_token');
      const at = clock.now();
      const found = byToken.get(token);
      if (found && found.endsAt > at && byName.get(found.name) === found.known) return found.known;
      return lookUp(token, at);
    },

    async state({ machine, authenticatedAt }: KnownMachine, endpoint: string): Promise<MachineState> {
      if (authenticatedAt.has(endpoint)) return 'AUTHENTICATED';
      const state = await machines.state(machine.no, endpoint);
      if (state === 'AUTHENTICATED') authenticatedAt.add(endpoint);
      return state;
    },

    heard(wakeUp: WakeUp): void {
      if (wakeUp.about !== 'machine') return;
      changes += 1;
      byName.delete(wakeUp.machine);
    },
  };
}
