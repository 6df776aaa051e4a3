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

/** With what an account's keys begin: what only its first device can make. */
const firstKeys = {
  deviceLabel: DeviceLabel,
  record: Opaque,
  /** The `created` entry; the account id is its SHA-256. */
  created: ChainEntry,
  accountKey: NewAccountKey,
  vault: Vault,
};

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
    ...firstKeys,
    ...admission,
    /** With the setup link: whether registration shall be open from now on. */
    openRegistration: z.boolean().optional(),
  }),
  /** `waits`: an admin has to approve the account first; until then the session is `approval_pending`. */
  response: z.object({ self: Self, waits: z.boolean() }),
});

export const startFirstKeys = route({
  method: 'POST',
  path: '/api/v1/account/keys/start',
  access: 'session',
  summary: 'For an account without encryption keys: first half of OPAQUE registration. `keys_exist` if it has some.',
  body: z.strictObject({ account: AccountId, request: Opaque }),
  response: z.object({ response: Opaque }),
});

export const finishFirstKeys = route({
  method: 'POST',
  path: '/api/v1/account/keys/finish',
  access: 'session',
  summary:
    'Gives an account without encryption keys its first ones with its first device, once, whole or not at all. The ' +
    'session is on that device from then on.',
  body: z.strictObject(firstKeys),
  response: Self,
});
