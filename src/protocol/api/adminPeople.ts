import { z } from 'zod';
import { DeviceId, DeviceLabel, DisplayName, Time, Username } from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';

// People as admins see them: who there is and on what, never what they write.

export const AdminPerson = z
  .object({
    username: Username,
    displayName: DisplayName,
    role: z.enum(['member', 'admin']),
    state: z.enum(['active', 'pending', 'disabled']),
    createdAt: Time,
    /** The last time that one of their sessions or devices was; null: not since that is kept. */
    seenAt: Time.nullable(),
    online: z.boolean(),
    /** Live ones. */
    devices: z.int().nonnegative(),
    /** They can be written to privately. */
    hasKeys: z.boolean(),
  })
  .meta({ id: 'AdminPerson' });
export type AdminPerson = z.infer<typeof AdminPerson>;

export const PeopleCounts = z
  .object({
    active: z.int().nonnegative(),
    pending: z.int().nonnegative(),
    disabled: z.int().nonnegative(),
    online: z.int().nonnegative(),
  })
  .meta({ id: 'PeopleCounts' });
export type PeopleCounts = z.infer<typeof PeopleCounts>;

export const listPeople = route({
  method: 'GET',
  path: '/api/v1/admin/people',
  access: 'admin',
  summary:
    'A page of the people in order of their usernames, from the one after `after`: those whose username or display ' +
    'name has `find` in it, or all.',
  query: z.strictObject({
    find: z.string().trim().max(limits.displayName).optional(),
    state: AdminPerson.shape.state.optional(),
    after: Username.optional(),
  }),
  response: z.object({
    people: z.array(AdminPerson).max(limits.peoplePage),
    next: Username.nullable(),
    /** Of all, whatever was looked for. */
    counts: PeopleCounts,
  }),
});

export const PersonAct = z.enum(['approve', 'disable', 'enable', 'promote', 'demote']);
export type PersonAct = z.infer<typeof PersonAct>;

export const actOnPerson = route({
  method: 'POST',
  path: '/api/v1/admin/people/act',
  access: 'admin',
  summary: 'Approves, disables, enables, promotes or demotes somebody. The last admin stays one.',
  body: z.strictObject({ username: Username, act: PersonAct }),
  response: AdminPerson,
});

const named = z.strictObject({ username: Username });

export const removePerson = route({
  method: 'POST',
  path: '/api/v1/admin/people/remove',
  access: 'admin',
  summary:
    'Removes an account with its keys and with what it wrote. Its name is never given again. The last admin stays.',
  body: named,
});

export const OneTimeLink = z.object({ link: z.url().max(2000) }).meta({ id: 'OneTimeLink' });
export type OneTimeLink = z.infer<typeof OneTimeLink>;

export const resetPerson = route({
  method: 'POST',
  path: '/api/v1/admin/people/reset',
  access: 'admin',
  summary:
    'A one-time link that gives somebody a new identity; with it nothing of before can be read. An earlier one ends.',
  body: named,
  response: OneTimeLink,
});

export const AdminDevice = z
  .object({
    device: DeviceId,
    label: DeviceLabel,
    state: z.enum(['live', 'suspended']),
    addedAt: Time,
    seenAt: Time,
  })
  .meta({ id: 'AdminDevice' });
export type AdminDevice = z.infer<typeof AdminDevice>;

export const listPersonDevices = route({
  method: 'GET',
  path: '/api/v1/admin/people/:username/devices',
  access: 'admin',
  summary: "Somebody's devices, and how many certificates and SSH keys log in for them.",
  params: named,
  response: z.object({
    devices: z.array(AdminDevice).max(limits.devicesPerAccount),
    certificates: z.int().nonnegative(),
    sshKeys: z.int().nonnegative(),
  }),
});

export const logoutPerson = route({
  method: 'POST',
  path: '/api/v1/admin/people/logout',
  access: 'admin',
  summary: 'Ends all sessions of somebody, or those on one device, and revokes the certificates that go with them.',
  body: z.strictObject({ username: Username, device: DeviceId.optional() }),
});

const LinkId = z.string().regex(/^[0-9a-f]{10}$/);

export const AdminLink = z
  .object({
    id: LinkId,
    kind: z.enum(['invitation', 'reset']),
    /** Whose, of a reset link. */
    username: Username.nullable(),
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({ id: 'AdminLink' });
export type AdminLink = z.infer<typeof AdminLink>;

export const listLinks = route({
  method: 'GET',
  path: '/api/v1/admin/links',
  access: 'admin',
  summary: 'One-time links that still let somebody in, the newest first.',
  response: z.object({ links: z.array(AdminLink).max(limits.linksShown) }),
});

export const createInvitation = route({
  method: 'POST',
  path: '/api/v1/admin/links',
  access: 'admin',
  summary: 'A one-time link by which somebody may register, also while registration is closed.',
  body: z.strictObject({}),
  response: OneTimeLink,
});

export const revokeLink = route({
  method: 'POST',
  path: '/api/v1/admin/links/revoke',
  access: 'admin',
  summary: 'Ends a one-time link.',
  body: z.strictObject({ id: LinkId }),
});
