import type { Administration } from '../../../src/client/administration.ts';
import type { Outcome } from '../../../src/client/outcome.ts';
import type { AdminPerson } from '../../../src/protocol/api/adminPeople.ts';

const AT = Date.UTC(2025, 5, 2, 9, 30);
const DAY = 24 * 3600_000;
const MIB = 1024 * 1024;
const done = async (): Promise<Outcome> => ({ ok: true });

export const adminPeople: AdminPerson[] = (['erik', 'robin', 'sam'] as const).map((username, at) => ({
  username,
  displayName: username.replace(/^./, (letter) => letter.toUpperCase()),
  role: at === 2 ? 'admin' : 'member',
  state: at === 1 ? 'pending' : 'active',
  createdAt: AT - 30 * DAY,
  seenAt: at === 1 ? null : AT,
  online: at === 2,
  devices: at,
  hasKeys: at !== 1,
}));

/** What a client of an admin answers, for pictures of the pages. */
export class FakeAdministration implements Administration {
  overview: Administration['overview'] = async () => ({
    ok: true,
    overview: {
      people: { total: 128, online: 17, pending: 1 },
      devices: 190,
      machines: 2,
      rooms: 3,
      threads: 4,
      conversations: 311,
      storage: { database: 48 * MIB, streams: 312 * MIB, index: 90 * MIB, backups: 0, free: 41_000 * MIB },
      health: {
        version: '0.1.0',
        startedAt: AT - 3 * DAY,
        store: true,
        connections: { web: 40, line: 2 },
        memory: 160 * MIB,
        confined: true,
        confinement: 'The server may write nothing but its data folder.',
        mail: false,
        lastBackup: AT - DAY,
        https: true,
      },
    },
  });
  people: Administration['people'] = async ({ find = '', state } = {}) => ({
    ok: true,
    people: adminPeople.filter((one) => one.username.includes(find) && (state === undefined || one.state === state)),
    next: null,
    counts: { active: 2, pending: 1, disabled: 0, online: 1 },
  });
  actOnPerson: Administration['actOnPerson'] = async (username) => {
    const person = adminPeople.find((one) => one.username === username);
    return person ? { ok: true, person } : { ok: false, code: 'not_found' };
  };
  removePerson = done;
  resetPerson: Administration['resetPerson'] = async () => ({
    ok: true,
    link: `https://example.org/reset#${'q'.repeat(43)}`,
  });
  personDevices: Administration['personDevices'] = async () => ({
    ok: true,
    devices: [{ device: 'd'.repeat(43), label: 'Firefox on Linux', state: 'live', addedAt: AT - DAY, seenAt: AT }],
    certificates: 1,
    sshKeys: 0,
  });
  logoutPerson = done;
  links: Administration['links'] = async () => ({
    ok: true,
    links: [{ id: '0123456789', kind: 'invitation', username: null, createdAt: AT, expiresAt: AT + 7 * DAY }],
  });
  invite: Administration['invite'] = async () => ({ ok: true, link: `https://example.org/join#${'q'.repeat(43)}` });
  revokeLink = done;
  machines: Administration['machines'] = async () => ({
    ok: true,
    machines: [
      {
        machine: 'dale',
        state: 'AUTHENTICATED',
        endpoint: '192.0.2.7',
        disabled: false,
        hasPassword: true,
        createdAt: AT - 9 * DAY,
        records: 48_113,
        bytes: 312 * MIB,
        lastAt: AT,
      },
    ],
    next: null,
  });
  enrolMachine: Administration['enrolMachine'] = async (machine) => ({
    ok: true,
    machine,
    code: 'q'.repeat(27),
    expiresAt: AT + 7 * DAY,
  });
  actOnMachine = done;
  revokeMachine: Administration['revokeMachine'] = async () => ({ ok: true, revoked: 2 });
  allRooms: Administration['allRooms'] = async () => ({
    ok: true,
    rooms: [
      { room: 'garden', people: 4, online: 1, messages: 38, createdAt: AT - DAY },
      { room: 'lobby', people: 128, online: 17, messages: 2113, createdAt: AT - 30 * DAY },
    ],
  });
  removeRoom = done;
  audit: Administration['audit'] = async () => {
    const hash = 'h'.repeat(43);
    const entries = [
      {
        number: 2,
        at: AT,
        who: 'sam',
        what: 'switch registration off',
        subject: 'registration',
        from: '192.0.2.1',
        hash,
      },
      { number: 1, at: AT - DAY, who: 'admin.sock', what: 'invitation', subject: '', from: 'local', hash },
    ];
    const head = { number: 2, hash, at: AT, signature: 's'.repeat(86), key: 'k'.repeat(43) };
    return { ok: true, entries, next: null, head, broken: null };
  };
}
