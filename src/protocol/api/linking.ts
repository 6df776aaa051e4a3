import { z } from 'zod';
import { DeviceLabel, Hash, PublicKey, Token, sealedBytes } from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';
import { ChainEntry, OwnKeys } from './keys.ts';
import { Self } from './registration.ts';

/** What a person carries from the new device to the old one: eight signs of Crockford's base32. */
export const LinkingCode = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{8}$/)
  .meta({ id: 'LinkingCode' });

/** Of the new device. The commitment is to a nonce that it tells once it was greeted. */
export const NewDevice = z
  .strictObject({ signingKey: PublicKey, boxKey: sealedBytes(limits.boxKey), label: DeviceLabel, commitment: Hash })
  .meta({ id: 'NewDevice' });
export type NewDevice = z.infer<typeof NewDevice>;

/** `[1, username, account id, identity key, nonce]`. */
const GreetingBytes = sealedBytes(limits.linkingGreeting);
/** `[[1, account id, identity key, body of the entry, its signature, generation, sealed seed], MAC or null]`. */
const GrantBytes = sealedBytes(limits.linkingGrant);

export const startLinking = route({
  method: 'POST',
  path: '/api/v1/linking',
  access: 'nobody',
  summary: 'A new device waits for ten minutes to be made a device of an account by one that is one already.',
  body: NewDevice,
  response: z.object({ linking: Token, code: LinkingCode }),
});

export const readLinking = route({
  method: 'POST',
  path: '/api/v1/linking/state',
  access: 'nobody',
  summary: 'For the new device: what the other device has said so far.',
  body: z.strictObject({ linking: Token }),
  response: z.object({ greeting: GreetingBytes.nullable(), grant: GrantBytes.nullable() }),
});

export const revealNonce = route({
  method: 'POST',
  path: '/api/v1/linking/nonce',
  access: 'nobody',
  summary: 'For the new device, after the greeting: the nonce that it committed itself to.',
  body: z.strictObject({ linking: Token, nonce: Hash }),
});

export const finishLinking = route({
  method: 'POST',
  path: '/api/v1/linking/finish',
  access: 'nobody',
  summary: 'The new device brings the granted entry with its own signature, and is logged in on itself.',
  body: z.strictObject({ linking: Token, entry: ChainEntry }),
  response: z.object({ self: Self, keys: OwnKeys }),
});

export const cancelLinking = route({
  method: 'POST',
  path: '/api/v1/linking/cancel',
  access: 'nobody',
  summary: 'The new device waits no longer.',
  body: z.strictObject({ linking: Token }),
});

export const claimLinking = route({
  method: 'POST',
  path: '/api/v1/linking/claim',
  access: 'device',
  summary: 'The new device that waits with this code; from now on it is for this account only.',
  body: z.strictObject({ code: LinkingCode }),
  response: NewDevice,
});

export const getLinking = route({
  method: 'GET',
  path: '/api/v1/linking/:code',
  access: 'device',
  summary: 'How far it has come: the nonce, once the new device told it, and whether a grant waits to be taken.',
  params: z.strictObject({ code: LinkingCode }),
  response: z.object({ nonce: Hash.nullable(), granted: z.boolean() }),
});

export const greetLinking = route({
  method: 'POST',
  path: '/api/v1/linking/:code/greeting',
  access: 'device',
  summary: 'Who the account is, so that both devices can show a number to compare. Once.',
  params: z.strictObject({ code: LinkingCode }),
  body: z.strictObject({ greeting: GreetingBytes }),
});

export const grantLinking = route({
  method: 'POST',
  path: '/api/v1/linking/:code/grant',
  access: 'device',
  summary: 'The entry that adds the new device, and the newest account key sealed to it. In place of the one before.',
  params: z.strictObject({ code: LinkingCode }),
  body: z.strictObject({ grant: GrantBytes }),
});
