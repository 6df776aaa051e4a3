import type { Rule, RuleCondition } from '../../../protocol/api/streams.ts';
import { toBase64url } from '../../../protocol/base64url.ts';
import { limits } from '../../../protocol/limits.ts';
import { audited } from '../audited.ts';
import type { Actor } from '../actor.ts';
import { named } from '../machines/named.ts';
import type {
  AlertStore,
  AuditDraft,
  Bus,
  Clock,
  MachineNo,
  MachineStore,
  Random,
  StoredRule,
  StreamStore,
} from '../ports.ts';
import type { Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { AdminSession, DeviceSession } from '../sessions.ts';
import type { StreamAccess } from '../streams/access.ts';

interface Given {
  readonly access: StreamAccess;
  readonly machines: Pick<MachineStore, 'byName'>;
  readonly alerts: AlertStore;
  readonly streams: StreamStore;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
}

export type Rules = ReturnType<typeof createRules>;

/** The rules of a stream: whoever may read it sees them, admins make them. */
export function createRules({ access, machines, alerts, streams, rates, bus, clock, random }: Given) {
  const rulesOf = async (no: MachineNo): Promise<Rule[]> => (await alerts.rules(no)).map(shown);

  const add = async (no: MachineNo, machine: string, condition: RuleCondition, audit: AuditDraft): Promise<Rule> => {
    const { head: since } = await streams.ends(machine);
    const rule = { rule: toBase64url(random(16)), condition, since, createdAt: clock.now() };
    if (!(await alerts.addRule(no, rule, limits.rulesPerStream, audit))) throw new Refusal('too_large');
    bus.publish({ about: 'rules', machine });
    return shown(rule);
  };

  const remove = async (no: MachineNo, machine: string, rule: string, audit: AuditDraft): Promise<void> => {
    if (!(await alerts.removeRule(no, rule, audit))) throw new Refusal('not_found', { field: rule });
    bus.publish({ about: 'rules', machine });
  };

  return {
    /** @throws Refusal not_found */
    async list(session: DeviceSession, machine: string): Promise<{ rules: Rule[] }> {
      rates.spend('account: read', session.account.no);
      const { no } = await access.requireReader(session, machine);
      return { rules: await rulesOf(no) };
    },

    /** @throws Refusal not_found, too_large: it has as many as there may be */
    async add(session: AdminSession, machine: string, condition: RuleCondition, from: string): Promise<Rule> {
      rates.spend('account: start conversation', session.account.no);
      const { no } = await access.requireReader(session, machine);
      return add(no, machine, condition, audited(clock, session.account.username, 'rule added', machine, from));
    },

    /** @throws Refusal not_found */
    async remove(session: AdminSession, machine: string, rule: string, from: string): Promise<void> {
      rates.spend('account: start conversation', session.account.no);
      const { no } = await access.requireReader(session, machine);
      await remove(no, machine, rule, audited(clock, session.account.username, 'rule removed', machine, from));
    },

    /** For the command on the server's machine. @throws Refusal not_found */
    async listByCommand(name: string): Promise<Rule[]> {
      return rulesOf((await named(machines, name)).no);
    },

    /** @throws Refusal not_found, too_large */
    async addByCommand(asked: string, condition: RuleCondition, { who, from }: Actor): Promise<Rule> {
      const { no, name } = await named(machines, asked);
      return add(no, name, condition, audited(clock, who, 'rule added', name, from));
    },

    /** @throws Refusal not_found: there is no such machine, or no such rule, which `field` names */
    async removeByCommand(asked: string, rule: string, { who, from }: Actor): Promise<void> {
      const { no, name } = await named(machines, asked);
      await remove(no, name, rule, audited(clock, who, 'rule removed', name, from));
    },
  };
}

const shown = ({ rule, condition, createdAt }: StoredRule): Rule => ({ rule, condition, createdAt });
