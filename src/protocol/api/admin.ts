import { z } from 'zod';
import { Hash, PublicKey, RoomName, Signature, Time } from '../ids.ts';
import { MachineName } from '../ingest.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';

// The server as admins see it: machines, rooms, how it is, and what was done on it.

const count = z.int().nonnegative();
const bytes = z.int().nonnegative();

export const AdminMachine = z
  .object({
    machine: MachineName,
    state: z.enum(['GROUNDED', 'IDENTIFIED', 'AUTHENTICATED']),
    /** Address of what it did last. */
    endpoint: z.string().nullable(),
    disabled: z.boolean(),
    hasPassword: z.boolean(),
    createdAt: Time,
    /** That it has ever sent. */
    records: count,
    /** What its stream takes on the disk. */
    bytes,
    /** When its newest record came; null: there is none. */
    lastAt: Time.nullable(),
  })
  .meta({ id: 'AdminMachine' });
export type AdminMachine = z.infer<typeof AdminMachine>;

export const listMachines = route({
  method: 'GET',
  path: '/api/v1/admin/machines',
  access: 'admin',
  summary: 'A page of the machines in order of their names, from the one after `after`.',
  query: z.strictObject({ after: MachineName.optional() }),
  response: z.object({ machines: z.array(AdminMachine).max(limits.machinesPage), next: MachineName.nullable() }),
});

const onMachine = z.strictObject({ machine: MachineName });

export const enrolMachine = route({
  method: 'POST',
  path: '/api/v1/admin/machines/enrol',
  access: 'admin',
  summary: 'A code by which a machine may enrol once; one that is known begins anew with it.',
  body: onMachine,
  response: z.object({ machine: MachineName, code: z.string().max(64), expiresAt: Time }),
});

export const actOnMachine = route({
  method: 'POST',
  path: '/api/v1/admin/machines/act',
  access: 'admin',
  summary: 'Disables a machine, which ends its tokens, or enables it.',
  body: z.strictObject({ machine: MachineName, act: z.enum(['disable', 'enable']) }),
});

export const revokeMachine = route({
  method: 'POST',
  path: '/api/v1/admin/machines/revoke',
  access: 'admin',
  summary: 'Ends all tokens of a machine.',
  body: onMachine,
  response: z.object({ revoked: count }),
});

export const AdminRoom = z
  .object({
    room: RoomName,
    people: count,
    online: count,
    /** That were ever written there. */
    messages: count,
    createdAt: Time,
  })
  .meta({ id: 'AdminRoom' });
export type AdminRoom = z.infer<typeof AdminRoom>;

export const listAllRooms = route({
  method: 'GET',
  path: '/api/v1/admin/rooms',
  access: 'admin',
  summary: 'Every room with how much is said in it.',
  response: z.object({ rooms: z.array(AdminRoom).max(limits.rooms) }),
});

export const removeRoom = route({
  method: 'POST',
  path: '/api/v1/admin/rooms/remove',
  access: 'admin',
  summary: 'Removes a room with everything that was said in it. The lobby stays.',
  body: z.strictObject({ room: RoomName }),
});

export const Overview = z
  .object({
    people: z.object({ total: count, online: count, pending: count }),
    devices: count,
    machines: count,
    rooms: count,
    threads: count,
    conversations: count,
    /** In the data folder, as it was within the last minute. */
    storage: z.object({ database: bytes, streams: bytes, index: bytes, backups: bytes, free: bytes }),
    health: z.object({
      version: z.string().max(64),
      startedAt: Time,
      /** The database takes writes. */
      store: z.boolean(),
      connections: z.object({ web: count, line: count }),
      /** Bytes that the process has. */
      memory: bytes,
      confined: z.boolean(),
      /** One plain sentence that says how far. */
      confinement: z.string().max(500),
      /** The server can send e-mail. */
      mail: z.boolean(),
      /** The newest that is not known to be damaged, by the command or by the server itself. */
      lastBackup: Time.nullable(),
      /** The newest that the server has made and checked by itself. */
      verifiedBackup: Time.nullable(),
      /** The server shall back itself up, and the last time it made none, or one that is damaged. */
      backupsFail: z.boolean(),
      /** People find it at an https address. */
      https: z.boolean(),
    }),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;

export const getOverview = route({
  method: 'GET',
  path: '/api/v1/admin/overview',
  access: 'admin',
  summary: 'How much there is of everything, and how the server is.',
  response: Overview,
});

/** Neither content nor secrets. */
export const AuditEntry = z
  .object({
    number: z.int().positive(),
    at: Time,
    /** Username; `admin.sock` is the command on the server's machine, `server` the server by itself. */
    who: z.string(),
    what: z.string(),
    subject: z.string(),
    /** Network address, or `local`. */
    from: z.string(),
    /** Of this entry and, in it, of all before. */
    hash: Hash,
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The newest entry, signed by the server's audit key. */
export const AuditHead = z
  .object({ number: z.int().positive(), hash: Hash, at: Time, signature: Signature, key: PublicKey })
  .meta({ id: 'AuditHead' });
export type AuditHead = z.infer<typeof AuditHead>;

export const exportAudit = route({
  method: 'GET',
  path: '/api/v1/admin/audit/export',
  access: 'admin',
  summary: 'The whole audit log, the oldest first.',
  lines: AuditEntry,
});

export const listAudit = route({
  method: 'GET',
  path: '/api/v1/admin/audit',
  access: 'admin',
  summary:
    'A page of the audit log, the newest first, from the entry before `before`; the signed head; and the number of the ' +
    'first entry that does not fit, if one does not.',
  query: z.strictObject({ before: z.coerce.number().int().positive().optional() }),
  response: z.object({
    entries: z.array(AuditEntry).max(limits.auditPage),
    /** The `before` of the page that follows. */
    next: z.int().positive().nullable(),
    /** Null: nothing has been signed yet. */
    head: AuditHead.nullable(),
    broken: z.int().positive().nullable(),
  }),
});
