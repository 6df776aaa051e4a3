import type { AdminRoom, AuditEntry, AuditHead, Overview } from '../protocol/api/admin.ts';
import { none, one, type Act } from './act.ts';
import { UsageError } from './usage.ts';

interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly next: number | null;
  readonly head: AuditHead | null;
  readonly broken: number | null;
}

const MIB = 1024 * 1024;
const size = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;
const when = (at: number | null): string => (at === null ? 'never' : new Date(at).toISOString());

/** What an admin does with the server as a whole. */
export const serverActs: Record<string, Act> = {
  overview: {
    usage: 'overview',
    does: 'how much there is of everything, and how the server is',
    request: (words) => ({ act: 'overview', ...none(words) }),
    show: ({ people, storage, health, ...counts }: Overview) => [
      `people         ${people.total}, ${people.online} online, ${people.pending} to be approved`,
      ...Object.entries(counts).map(([name, count]) => `${name.padEnd(14)} ${count}`),
      ...Object.entries(storage).map(([name, bytes]) => `${name.padEnd(14)} ${size(bytes)}`),
      `connections    ${health.connections.web} web, ${health.connections.line} line`,
      `memory         ${size(health.memory)}`,
      `store          ${health.store ? 'takes writes' : 'takes no writes: the log says why'}`,
      `confinement    ${health.confinement}`,
      `e-mail         ${health.mail ? 'is sent' : 'is not set up'}`,
      `last backup    ${when(health.lastBackup)}`,
      `last checked   ${when(health.verifiedBackup)}${health.backupsFail ? ', and the newest one failed: the log says why' : ''}`,
      `version        ${health.version}, since ${when(health.startedAt)}`,
    ],
  },
  rooms: {
    usage: 'rooms',
    does: 'every room, who is in it and how much was said there',
    request: (words) => ({ act: 'rooms', ...none(words) }),
    show: (all: readonly AdminRoom[]) =>
      all.map(
        ({ room, people, online, messages, createdAt }) =>
          `${room.padEnd(32)} ${people} people, ${online} online, ${messages} messages, since ${when(createdAt)}`,
      ),
  },
  'remove-room': {
    usage: 'remove-room NAME',
    does: 'removes a room for ever, with everything that was said there',
    request: (words) => ({ act: 'remove room', name: one(words) }),
    show: ({ name }: { name: string }) => [`the room ${name} is gone`],
  },
  audit: {
    usage: 'audit [BEFORE]',
    does: 'what was done here and by whom, the newest first, from the one before number BEFORE',
    request([before, ...rest]) {
      if (before === undefined) return { act: 'audit' };
      if (!/^[1-9]\d{0,14}$/.test(before) || rest.length > 0) throw new UsageError('BEFORE is the number of an entry');
      return { act: 'audit', before: Number(before) };
    },
    show: ({ entries, next, head, broken }: AuditPage) => [
      ...entries.map(
        ({ number, at, who, what, subject, from }) =>
          `${String(number).padStart(6)}  ${when(at)}  ${who.padEnd(16)} ${`${what}  ${subject}`.trimEnd()}  from ${from}`,
      ),
      ...(next === null ? [] : [`older: waxwing admin audit ${next}`]),
      ...(head === null ? [] : [`signed up to ${head.number}: ${head.hash}, by ${head.key}`]),
      broken === null ? 'the log fits' : `the log does not fit: entry ${broken} is missing or was altered`,
    ],
  },
};
