import { z } from 'zod';
import { Person, getChain } from './api/account.ts';
import { AccountId, Username } from './ids.ts';
import { MachineName } from './ingest.ts';
import { limits } from './limits.ts';

// What a machine asks before it seals to those who follow it: with its token, as `Authorization: Bearer`.

export interface RecipientRoute {
  readonly method: 'GET';
  /** Parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodType;
  readonly query?: z.ZodType;
  readonly response: z.ZodType;
}

export const Recipients = z
  .object({
    /** The instance id, which what is sealed is bound to. */
    instance: z.string().min(1).max(128),
    /** In order of their names. */
    followers: z.array(Person).max(limits.sealedRecipients),
    /** Who follows, and has no encryption keys yet. */
    keyless: z.array(Username).max(limits.sealedRecipients),
    /** There are more than may be sealed to. */
    more: z.boolean(),
  })
  .meta({ id: 'Recipients' });
export type Recipients = z.infer<typeof Recipients>;

export const recipientRoutes = {
  listRecipients: {
    method: 'GET',
    path: '/ingest/:machine/followers',
    summary: 'Who follows the machine whose token it is, as far as records may be sealed to them.',
    params: z.strictObject({ machine: MachineName }),
    response: Recipients,
  },
  getRecipientChain: {
    method: 'GET',
    path: '/ingest/:machine/followers/:account/chain',
    summary: 'A page of the chain of one of them, from the entry after `after`; the head says how far it goes.',
    params: z.strictObject({ machine: MachineName, account: AccountId }),
    query: getChain.query,
    response: getChain.response,
  },
} as const satisfies Record<string, RecipientRoute>;
