import { z } from 'zod';
import { AccountId, DeviceLabel, DisplayName, NewUsername, Token, Username, sealedBytes } from '../ids.ts';
import { route } from '../route.ts';
import { ChainEntry, NewAccountKey, Vault } from './keys.ts';

/** An OPAQUE message or record (RFC 9807), base64url. */
export const Opaque = sealedBytes(1024);

export const Role = z.enum(['admin', 'member']).meta({ id: 'Role' });

/** Who one is; answered by everything that logs in. */
export const Self = z
  .object({ account: AccountId, username: Username, displayName: DisplayName, role: Role })
  .meta({ id: 'Self' });
export type Self = z.infer<typeof Self>;

/** As `Self`, and for an account too that was made by a certificate request alone: it has no account id yet. */
export const WhoAmI = Self.extend({ account: AccountId.nullable() }).meta({ id: 'WhoAmI' });
export type WhoAmI = z.infer<typeof WhoAmI>;

/** What lets one register while registration is closed: the setup link's or an invitation's token. */
const admission = { setup: Token.optional(), invitation: Token.optional() };

export const startRegistration = route({
  method: 'POST',
  path: '/api/v1/registration/start',
  access: 'nobody',
  summary: 'First half of OPAQUE registration. Says at once whether the name is free and registration open.',
  body: z.strictObject({ username: NewUsername, account: AccountId, request: Opaque, ...admission }),
  response: z.object({ response: Opaque }),
});

export const finishRegistration = route({
  method: 'POST',
  path: '/api/v1/registration/finish',
  access: 'nobody',
  summary: 'Creates the account with its first device, vault and account key, whole or not at all, and logs it in.',
  body: z.strictObject({
    username: NewUsername,
    displayName: DisplayName.optional(),
    deviceLabel: DeviceLabel,
    record: Opaque,
    /** The `created` entry; the account id is its SHA-256. */
    created: ChainEntry,
    accountKey: NewAccountKey,
    vault: Vault,
    ...admission,
    /** With the setup link: whether registration shall be open from now on. */
    openRegistration: z.boolean().optional(),
  }),
  /** `waits`: an admin has to approve the account first; nobody is logged in. */
  response: z.object({ self: Self, waits: z.boolean() }),
});
