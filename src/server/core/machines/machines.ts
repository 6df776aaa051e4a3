import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from '../../../protocol/base64url.ts';
import { MachineName } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Actor } from '../actor.ts';
import { audited } from '../audited.ts';
import type { Bus, Clock, MachineStore, Random, StoredMachine, StoredMachineToken, TokenSigning } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { named } from './named.ts';
import type { ServerSettings } from '../serverSettings.ts';
import { newToken } from './reporting.ts';

interface Given {
  readonly machines: MachineStore;
  readonly tokens: TokenSigning;
  readonly settings: Pick<ServerSettings, 'value'>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
}

const CODE_BYTES = 20;

export type Machines = ReturnType<typeof createMachines>;

/** What an admin may do with machines. Every act stands in the audit log, in the same transaction. */
export function createMachines({ machines, tokens, settings, bus, clock, random }: Given) {
  return {
    list: (): Promise<StoredMachine[]> => machines.list(),

    /** A code by which that machine may enrol once, known before or not. @throws Refusal invalid */
    async enrol(asked: string, { who, from }: Actor): Promise<{ name: string; code: string; expiresAt: number }> {
      const name = nameOf(asked);
      const code = toBase64url(random(CODE_BYTES));
      const at = clock.now();
      const expiresAt = at + limits.linkLifetime;
      const hash = sha256(new TextEncoder().encode(code));
      await machines.addCode({ name, code: hash, at, expiresAt }, audited(clock, who, 'enrolment code', name, from));
      return { name, code, expiresAt };
    },

    /** A token for a year; the machine is added if it is not known. @throws Refusal invalid, forbidden: it is disabled, or has too many */
    async makeToken(asked: string, label: string, { who, from }: Actor): Promise<{ token: string; id: string }> {
      const name = nameOf(asked);
      const token = newToken(random, clock.now(), limits.longMachineTokenLifetime, label);
      const stored = await machines.addToken({
        name,
        machine: toBase64url(random(16)),
        token,
        most: { machines: settings.value('machines'), tokens: limits.longTokensPerMachine },
        audit: audited(clock, who, 'machine token', name, from),
      });
      if (stored !== 'stored') throw new Refusal('forbidden', { field: name });
      bus.publish({ about: 'followers', machine: name, accounts: [] });
      return { token: await tokens.sign({ ...token, subject: name }), id: token.jti };
    },

    /** Those that an admin made and that are good. @throws Refusal not_found */
    async tokens(name: string): Promise<StoredMachineToken[]> {
      return machines.tokens((await named(machines, name)).no, clock.now());
    },

    /** @param id null: all of them, those of its password too @throws Refusal not_found */
    async revokeTokens(name: string, id: string | null, { who, from }: Actor): Promise<number> {
      const machine = await named(machines, name);
      const audit = audited(clock, who, id === null ? 'machine tokens revoked' : 'machine token revoked', name, from);
      const ended = await machines.revokeTokens(machine.no, id, clock.now(), audit);
      bus.publish({ about: 'machine', machine: machine.name });
      if (id !== null && ended === 0) throw new Refusal('not_found', { field: id });
      return ended;
    },

    /** @throws Refusal not_found */
    async setDisabled(name: string, disabled: boolean, { who, from }: Actor): Promise<void> {
      const { no, name: subject } = await named(machines, name);
      const audit = audited(clock, who, disabled ? 'machine disabled' : 'machine enabled', subject, from);
      await machines.setDisabled(no, disabled, clock.now(), audit);
      bus.publish({ about: 'followers', machine: subject, accounts: [] });
      bus.publish({ about: 'machine', machine: subject });
    },
  };
}

function nameOf(asked: string): string {
  const name = MachineName.safeParse(asked);
  if (!name.success) throw new Refusal('invalid', { field: 'name' });
  return name.data;
}
