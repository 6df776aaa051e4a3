import { z } from 'zod';
import { RoomName } from '../../../protocol/ids.ts';
import { SettingName, SwitchName } from '../../../protocol/policyNames.ts';
import { type SettingName as Setting, serverSettings } from '../../../protocol/serverSettings.ts';
import type { Admin } from '../../core/admin.ts';
import type { Backups } from '../../core/backups.ts';
import type { OverviewOfAll } from '../../core/administration/overview.ts';
import type { AuditLog } from '../../core/auditLog.ts';
import type { Rooms } from '../../core/rooms.ts';
import type { ServerSettings } from '../../core/serverSettings.ts';
import type { Switches } from '../../core/switches.ts';
import type { OpenLink } from '../../core/ports.ts';
import type { Refusal } from '../../core/refusal.ts';
import { ACTOR } from './actor.ts';
import { machineAct, MachineRequest, sentenceForMachine, type OfMachines } from './machineActs.ts';
import { sentenceForThread, threadAct, ThreadRequest, type OfThreads } from './threadActs.ts';
import type { FileHold } from './fileHold.ts';
import type { Verification } from '../../core/verification.ts';

const name = z.string().min(1).max(64);

/** What may be asked on the admin socket: one JSON line, answered by one. */
export const AdminRequest = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('switches') }),
  z.strictObject({ act: z.literal('set'), switch: SwitchName, on: z.boolean() }),
  z.strictObject({ act: z.literal('settings') }),
  z.strictObject({ act: z.literal('set value'), setting: SettingName, value: z.int().nullable() }),
  z.strictObject({ act: z.enum(['users', 'overview', 'rooms']) }),
  /** The newest below that number, or of all. */
  z.strictObject({ act: z.literal('audit'), before: z.int().positive().optional() }),
  z.strictObject({ act: z.literal('verify') }),
  z.strictObject({ act: z.enum(['hold', 'release', 'backed-up']) }),
  z.strictObject({ act: z.literal('devices'), name }),
  z.strictObject({ act: z.literal('invite') }),
  z.strictObject({ act: z.literal('reset'), name }),
  z.strictObject({ act: z.literal('links') }),
  z.strictObject({ act: z.literal('revoke'), link: z.string().regex(/^[0-9a-f]{10}$/) }),
  z.strictObject({ act: z.enum(['room', 'remove room']), name: RoomName }),
  z.strictObject({ act: z.literal('machine'), asked: MachineRequest }),
  z.strictObject({ act: z.literal('threads'), asked: ThreadRequest }),
  z.strictObject({ act: z.enum(['promote', 'demote', 'disable', 'enable', 'approve', 'remove', 'logout']), name }),
]);
export type AdminRequest = z.infer<typeof AdminRequest>;

export type AdminAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: string };

interface Given extends OfMachines, OfThreads {
  readonly admin: Admin;
  readonly overview: OverviewOfAll;
  readonly auditLog: AuditLog;
  readonly switches: Switches;
  readonly settings: ServerSettings;
  readonly rooms: Rooms;
  readonly origin: () => string;
  readonly verify: () => Promise<Verification>;
  readonly file: FileHold;
  readonly backups: Backups;
}

export async function act(request: AdminRequest, given: Given): Promise<unknown> {
  const { admin, switches, settings, rooms, origin, verify, file, backups } = given;
  switch (request.act) {
    case 'switches':
      return switches.all();
    case 'set':
      return switches.set(request.switch, request.on, ACTOR);
    case 'settings':
      return settings.all();
    case 'set value':
      return settings.set(request.setting, request.value, ACTOR);
    case 'users':
      return (await admin.users()).map(({ username, displayName, role, state, createdAt }) => ({
        name: username,
        displayName,
        role,
        state,
        createdAt: new Date(createdAt).toISOString(),
      }));
    case 'overview':
      return given.overview.all();
    case 'rooms':
      return given.overview.rooms();
    case 'audit':
      return given.auditLog.page(request.before);
    case 'verify':
      return verify();
    case 'hold':
      return { held: file.take() };
    case 'release':
      return { still: file.release() };
    case 'backed-up':
      await backups.made(ACTOR);
      return {};
    case 'devices':
      return (await admin.devices(request.name)).map(({ device, label, state, addedAt, seenAt }) => ({
        device,
        label,
        state,
        addedAt: new Date(addedAt).toISOString(),
        seenAt: new Date(seenAt).toISOString(),
      }));
    case 'invite':
      return { link: `${origin()}/join#${await admin.invite(ACTOR)}` };
    case 'reset':
      return { link: `${origin()}/reset#${await admin.reset(request.name, ACTOR)}` };
    case 'links':
      return (await admin.links()).map(linkOf);
    case 'revoke':
      return linkOf(await admin.revoke(request.link, ACTOR));
    case 'room':
      await rooms.createByCommand(request.name, ACTOR);
      return { name: request.name };
    case 'remove room':
      await rooms.remove(request.name, ACTOR);
      return { name: request.name };
    case 'machine':
      return machineAct(request.asked, given);
    case 'threads':
      return threadAct(request.asked, given);
    case 'promote':
    case 'demote':
      await admin.setRole(request.name, request.act === 'promote' ? 'admin' : 'member', ACTOR);
      return { name: request.name };
    case 'remove':
      await admin.remove(request.name, ACTOR);
      return { name: request.name };
    case 'logout':
      await admin.logout(request.name, undefined, ACTOR);
      return { name: request.name };
    case 'disable':
    case 'enable':
    case 'approve':
      await admin.setState(request.name, request.act === 'disable' ? 'disabled' : 'active', ACTOR);
      return { name: request.name };
  }
}

const linkOf = ({ id, kind, username, createdAt, expiresAt }: OpenLink): object => ({
  id,
  kind,
  name: username,
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
});

/** One line that says what to do. */
export function sentenceFor(request: AdminRequest, error: Refusal): string {
  if (request.act === 'machine') return sentenceForMachine(request.asked, error);
  if (request.act === 'threads') return sentenceForThread(request.asked, error);
  const subject = 'name' in request ? request.name : '';
  if (request.act === 'revoke') return `there is no open link ${request.link}`;
  if (request.act === 'set value') return boundsOf(request.setting);
  if (error.code === 'room_exists') return `there is a room ${subject} already`;
  if (error.code === 'too_many_rooms') return 'there are as many rooms as there may be';
  if (request.act === 'remove room')
    return error.code === 'forbidden' ? 'the lobby stays' : `there is no room ${subject}`;
  if (error.code === 'not_found') return `there is no user ${subject}`;
  if (error.code !== 'forbidden') return `refused: ${error.code}`;
  if (request.act === 'set') return `${request.switch} is the last way to log in and stays on`;
  if (request.act === 'reset') return `${subject} is not an active account with keys`;
  return `${subject} is the last admin: promote another one first`;
}

function boundsOf(setting: Setting): string {
  const { min, max } = serverSettings[setting];
  return `${setting} is a whole number from ${min} to ${max}, or default`;
}
