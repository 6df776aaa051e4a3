import { z } from 'zod';
import { AccountId, DeviceId, Signature, Token, Username } from '../ids.ts';
import { route } from '../route.ts';
import { OwnKeys } from './keys.ts';
import { Opaque, Self } from './registration.ts';

/**
 * What a log-in by password or recovery code answers: the session (a cookie), the account's sealed keys, a `proof` that
 * the password or code was at hand (single-use, for replacing either), and a challenge by which a device that is in
 * the chain already takes the session over.
 */
export const LoggedIn = z
  .object({ self: Self, keys: OwnKeys, proof: Token, challenge: Token })
  .meta({ id: 'LoggedIn' });
export type LoggedIn = z.infer<typeof LoggedIn>;

export const startLogin = route({
  method: 'POST',
  path: '/api/v1/login/start',
  access: 'nobody',
  summary: 'First half of OPAQUE log-in. An unknown name is answered like a known one.',
  body: z.strictObject({ username: Username, request: Opaque }),
  response: z.object({ login: Token, account: AccountId, response: Opaque }),
});

export const finishLogin = route({
  method: 'POST',
  path: '/api/v1/login/finish',
  access: 'nobody',
  summary: 'Second half of OPAQUE log-in. Within a session of the same account it only confirms the password.',
  body: z.strictObject({ login: Token, finish: Opaque }),
  response: LoggedIn,
});

export const startRecovery = route({
  method: 'POST',
  path: '/api/v1/recovery/start',
  access: 'nobody',
  summary: 'A challenge for the recovery code of an account. An unknown name is answered like a known one.',
  body: z.strictObject({ username: Username }),
  response: z.object({ recovery: Token, account: AccountId }),
});

export const finishRecovery = route({
  method: 'POST',
  path: '/api/v1/recovery/finish',
  access: 'nobody',
  summary: 'Logs in by a signature of the recovery log-in key over instance, account and challenge.',
  body: z.strictObject({ recovery: Token, signature: Signature }),
  response: LoggedIn,
});

export const claimSession = route({
  method: 'POST',
  path: '/api/v1/session/device',
  access: 'session',
  summary: 'A device that is in the chain already makes this session its own by signing the challenge.',
  body: z.strictObject({ device: DeviceId, challenge: Token, signature: Signature }),
});

export const logout = route({
  method: 'POST',
  path: '/api/v1/logout',
  access: 'session',
  summary: 'Ends this session.',
});

export const logoutEverywhere = route({
  method: 'POST',
  path: '/api/v1/logout/everywhere',
  access: 'session',
  summary: 'Ends all other sessions of the account.',
});
