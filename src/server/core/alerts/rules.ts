import type { Rule, RuleCondition } from '../../../protocol/api/streams.ts';
import { toBase64url } from '../../../protocol/base64url.ts';
import { limits } from '../../../protocol/limits.ts';
import { requireAdmin } from '../access.ts';
import { audited } from '../audited.ts';
import type { AlertStore, Bus, Clock, Random, StoredRule, StreamStore } from '../ports.ts';
import type { Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceSession } from '../sessions.ts';
import type { StreamAccess } from '../streams/access.ts';

interface Given {
  readonly access: StreamAccess;
  readonly alerts: AlertStore;
  readonly streams: StreamStore;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
}

export type Rules = ReturnType<typeof createRules>;

/** The rules of a stream: whoever may read it sees them, admins make them. */
export function createRules({ access, alerts, streams, rates, bus, clock, random }: Given) {
  return {
    /** @throws Refusal not_found */
    async list(session: DeviceSession, machine: string): Promise<{ rules: Rule[] }> {
      rates.spend('account: read', session.account.no);
      const { no } = await access.requireReader(session, machine);
      return { rules: (await alerts.rules(no)).map(shown) };
    },

    /** @throws Refusal not_found, forbidden, too_large: it has as many as there may be */
    async add(session: DeviceSession, machine: string, condition: RuleCondition, from: string): Promise<Rule> {
      rates.spend('account: start conversation', session.account.no);
      const { no } = await access.requireReader(session, machine);
      requireAdmin(session);
      const { head: since } = await streams.ends(machine);
      const rule = { rule: toBase64url(random(16)), condition, since, createdAt: clock.now() };
      const audit = audited(clock, session.account.username, 'rule added', machine, from);
      if (!(await alerts.addRule(no, rule, limits.rulesPerStream, audit))) throw new Refusal('too_large');
      bus.publish({ about: 'rules', machine });
      return shown(rule);
    },

    /** @throws Refusal not_found, forbidden */
    async remove(session: DeviceSession, machine: string, rule: string, from: string): Promise<void> {
      rates.spend('account: start conversation', session.account.no);
      const { no } = await access.requireReader(session, machine);
      requireAdmin(session);
      const audit = audited(clock, session.account.username, 'rule removed', machine, from);
      if (!(await alerts.removeRule(no, rule, audit))) throw new Refusal('not_found');
      bus.publish({ about: 'rules', machine });
    },
  };
}

const shown = ({ rule, condition, createdAt }: StoredRule): Rule => ({ rule, condition, createdAt });
