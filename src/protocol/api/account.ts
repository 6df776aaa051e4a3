import { z } from 'zod';
import {
  AccountId,
  DeviceId,
  DeviceLabel,
  DisplayName,
  Hash,
  PublicKey,
  Time,
  Token,
  Username,
  sealedBytes,
} from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';
import { ChainEntry, NewAccountKey, OwnKeys, Vault } from './keys.ts';
import { Opaque, Self, WhoAmI } from './registration.ts';
import { LoggedIn } from './login.ts';

export const getSelf = route({
  method: 'GET',
  path: '/api/v1/account',
  access: 'session',
  summary: 'Who this session is, and on which device.',
  response: z.object({ self: WhoAmI, device: DeviceId.nullable() }),
});

export const setProfile = route({
  method: 'PUT',
  path: '/api/v1/account',
  access: 'device',
  summary: 'Changes the display name.',
  body: z.strictObject({ displayName: DisplayName }),
  response: Self,
});

export const Preferences = z
  .object({
    /** Others hear how far one has read. */
    readReceipts: z.boolean(),
    /** One is in the lists and counts of who is online. */
    presence: z.boolean(),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;

export const getPreferences = route({
  method: 'GET',
  path: '/api/v1/account/preferences',
  access: 'device',
  summary: 'What others may know of this account.',
  response: Preferences,
});

export const setPreferences = route({
  method: 'PUT',
  path: '/api/v1/account/preferences',
  access: 'device',
  summary: 'Changes it, at once and for all devices; what is left out stays as it is.',
  body: z
    .strictObject({ readReceipts: z.boolean().optional(), presence: z.boolean().optional() })
    .refine((change) => Object.keys(change).length > 0, 'nothing to change'),
  response: Preferences,
});

export const getOwnKeys = route({
  method: 'GET',
  path: '/api/v1/account/keys',
  access: 'session',
  summary: 'Vault, chain and sealed account keys of the own account, a page of the chain from the entry after `after`.',
  query: z.strictObject({ after: z.coerce.number().int().nonnegative().default(0) }),
  response: OwnKeys,
});

export const appendToChain = route({
  method: 'POST',
  path: '/api/v1/account/chain',
  access: 'session',
  summary:
    'Extends the own chain by one entry, compare-and-set on its number. `device added` binds a session without a device ' +
    'to that device; `device removed` ends the sessions of that device.',
  body: z.strictObject({
    entry: ChainEntry,
    accountKey: NewAccountKey.optional(),
    /** With `device added`: how the owner sees the device in the list. */
    deviceLabel: DeviceLabel.optional(),
    /** With `vault box key`: the vault that holds its private half. */
    vault: Vault.optional(),
  }),
  response: z.object({ number: z.int().positive() }),
});

export const Device = z
  .object({
    device: DeviceId,
    label: DeviceLabel,
    state: z.enum(['live', 'suspended']),
    addedAt: Time,
    seenAt: Time,
    current: z.boolean(),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;

export const listDevices = route({
  method: 'GET',
  path: '/api/v1/account/devices',
  access: 'session',
  summary: 'The devices of the own account.',
  response: z.object({ devices: z.array(Device).max(limits.devicesPerAccount) }),
});

export const startPasswordChange = route({
  method: 'POST',
  path: '/api/v1/account/password/start',
  access: 'session',
  summary: 'First half of OPAQUE registration for a new password.',
  body: z.strictObject({ request: Opaque }),
  response: z.object({ response: Opaque }),
});

export const finishPasswordChange = route({
  method: 'POST',
  path: '/api/v1/account/password/finish',
  access: 'session',
  summary: 'Replaces the OPAQUE record and the vault in one step, compare-and-set on the vault version.',
  body: z.strictObject({ proof: Token, record: Opaque, vault: Vault }),
});

export const replaceRecoveryCode = route({
  method: 'POST',
  path: '/api/v1/account/recovery',
  access: 'device',
  summary: 'Replaces the recovery code, once its owner has confirmed the new one; until then the old one works.',
  body: z.strictObject({
    proof: Token,
    version: z.int().positive(),
    recoveryWrap: sealedBytes(256),
    recoveryKey: PublicKey,
  }),
});

export const removeAccount = route({
  method: 'POST',
  path: '/api/v1/account/removal',
  access: 'device',
  summary:
    'Removes the own account for ever, by whoever has just proved to be its owner; an admin gives that up first.',
  body: z.strictObject({ proof: Token }),
});

export const startReset = route({
  method: 'POST',
  path: '/api/v1/reset/start',
  access: 'nobody',
  summary: 'With a one-time link of an admin: first half of OPAQUE registration for an identity anew.',
  body: z.strictObject({ token: Token, request: Opaque }),
  response: z.object({ response: Opaque, account: AccountId, username: Username }),
});

export const readResetChain = route({
  method: 'POST',
  path: '/api/v1/reset/chain',
  access: 'nobody',
  summary:
    'With the same link: a page of the chain that the `reset` entry has to extend, from the entry after `after`.',
  body: z.strictObject({ token: Token, after: z.int().nonnegative() }),
  response: z.object({ chain: z.array(ChainEntry).max(limits.chainPage), more: z.boolean() }),
});

export const finishReset = route({
  method: 'POST',
  path: '/api/v1/reset/finish',
  access: 'nobody',
  summary: 'Gives the account a new identity that inherits no keys; contacts see the change.',
  body: z.strictObject({
    token: Token,
    record: Opaque,
    /** The `reset` entry. */
    entry: ChainEntry,
    accountKey: NewAccountKey,
    vault: Vault,
    deviceLabel: DeviceLabel,
  }),
  response: LoggedIn,
});

export const Person = z
  .object({
    account: AccountId,
    username: Username,
    displayName: DisplayName,
    chainHead: z.object({ number: z.int().positive(), hash: Hash }),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const findPerson = route({
  method: 'GET',
  path: '/api/v1/people/:username',
  access: 'device',
  summary: 'The account of that name.',
  params: z.strictObject({ username: Username }),
  response: Person,
});

export const getChain = route({
  method: 'GET',
  path: '/api/v1/accounts/:account/chain',
  access: 'device',
  summary:
    'A page of the chain of any account of this server, from the entry after `after`; the head says how far it goes.',
  params: z.strictObject({ account: AccountId }),
  query: z.strictObject({ after: z.coerce.number().int().nonnegative().default(0) }),
  response: z.object({ person: Person, entries: z.array(ChainEntry).max(limits.chainPage) }),
});
