import { z } from 'zod';
import { DeviceLabel, Username } from '../../../protocol/ids.ts';
import { RuleCondition, RuleId, type Rule } from '../../../protocol/api/streams.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Rules } from '../../core/alerts/rules.ts';
import type { Machines } from '../../core/machines/machines.ts';
import type { StoredMachine } from '../../core/ports.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { Followers } from '../../core/streams/followers.ts';
import { ACTOR } from './actor.ts';

const name = z.string().min(1).max(64);

/** What an admin may ask of machines. */
export const MachineRequest = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('list') }),
  z.strictObject({ act: z.enum(['enrol', 'tokens', 'disable', 'enable']), name }),
  z.strictObject({ act: z.literal('token'), name, label: DeviceLabel }),
  /** Null: all of them, those of its password too. */
  z.strictObject({ act: z.literal('revoke'), name, token: z.string().min(1).max(64).nullable() }),
  z.strictObject({ act: z.literal('followers'), name }),
  z.strictObject({
    act: z.literal('follow'),
    name,
    add: z.array(Username).max(limits.followersPage).default([]),
    remove: z.array(Username).max(limits.followersPage).default([]),
    everyone: z.boolean().optional(),
  }),
  z.strictObject({ act: z.literal('rules'), name }),
  z.strictObject({ act: z.literal('add rule'), name, condition: RuleCondition }),
  z.strictObject({ act: z.literal('remove rule'), name, rule: RuleId }),
]);
export type MachineRequest = z.infer<typeof MachineRequest>;

export interface OfMachines {
  readonly machines: Machines;
  readonly followers: Followers;
  readonly rules: Rules;
}

export async function machineAct(
  request: MachineRequest,
  { machines, followers, rules }: OfMachines,
): Promise<unknown> {
  switch (request.act) {
    case 'list':
      return (await machines.list()).map(shown);
    case 'enrol': {
      const { name: its, code, expiresAt } = await machines.enrol(request.name, ACTOR);
      return { name: its, code, expiresAt: timeOf(expiresAt) };
    }
    case 'token':
      return machines.makeToken(request.name, request.label, ACTOR);
    case 'tokens':
      return (await machines.tokens(request.name)).map(({ jti, label, issuedAt, endsAt }) => ({
        id: jti,
        label,
        issuedAt: timeOf(issuedAt),
        endsAt: timeOf(endsAt),
      }));
    case 'revoke':
      return { name: request.name, revoked: await machines.revokeTokens(request.name, request.token, ACTOR) };
    case 'disable':
    case 'enable':
      await machines.setDisabled(request.name, request.act === 'disable', ACTOR);
      return { name: request.name };
    case 'followers':
      return followers.listByCommand(request.name);
    case 'follow':
      await followers.setByCommand(request.name, request, ACTOR);
      return followers.listByCommand(request.name);
    case 'rules':
      return (await rules.listByCommand(request.name)).map(shownRule);
    case 'add rule':
      return [shownRule(await rules.addByCommand(request.name, request.condition, ACTOR))];
    case 'remove rule':
      await rules.removeByCommand(request.name, request.rule, ACTOR);
      return { removed: request.rule };
  }
}

/** One line that says what to do. */
export function sentenceForMachine(request: MachineRequest, error: Refusal): string {
  const subject = 'name' in request ? request.name : '';
  if (error.code === 'invalid' && error.field !== undefined && request.act === 'follow')
    return `there is no user ${error.field}`;
  if (error.code === 'invalid') return `${subject} cannot be the name of a machine: it has 3 to 32 of a-z 0-9 . _ -`;
  if (error.code === 'forbidden') return `${subject} is disabled, or has as many tokens as a machine may have`;
  if (error.code === 'too_large') return `${subject} has as many rules as a machine may have: remove one first`;
  if (error.code !== 'not_found') return `refused: ${error.code}`;
  if (request.act === 'revoke' && request.token !== null && error.field === request.token)
    return `${subject} has no token ${request.token} that is good`;
  if (request.act === 'remove rule' && error.field === request.rule) return `${subject} has no rule ${request.rule}`;
  return `there is no machine ${subject}`;
}

const timeOf = (at: number): string => new Date(at).toISOString();

const shownRule = ({ rule, condition, createdAt }: Rule): object => ({
  id: rule,
  condition,
  createdAt: timeOf(createdAt),
});

const shown = ({ machine, name: its, state, endpoint, disabled, passwordHash, createdAt }: StoredMachine): object => ({
  machine,
  name: its,
  state,
  endpoint,
  disabled,
  hasPassword: passwordHash !== null,
  createdAt: timeOf(createdAt),
});
