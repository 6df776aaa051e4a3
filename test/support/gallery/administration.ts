import type { Administration } from '../../../src/client/administration.ts';
import type { Outcome } from '../../../src/client/outcome.ts';
import type { AdminMachine, AdminRoom, AuditEntry, Overview } from '../../../src/protocol/api/admin.ts';
import type { AdminDevice, AdminLink, AdminPerson } from '../../../src/protocol/api/adminPeople.ts';
import { people } from './people.ts';

const NOW = Date.now();
const minute = 60_000;
const day = 24 * 60 * minute;

const person = (username: string, displayName: string, given: Partial<AdminPerson> = {}): AdminPerson => ({
  username,
  displayName,
  role: 'member',
  state: 'active',
  createdAt: NOW - 90 * day,
  seenAt: NOW - 3 * 60 * minute,
  online: false,
  devices: 2,
  hasKeys: true,
  ...given,
});

const everybody = (): AdminPerson[] => [
  person('amara', 'Amara Mensah', { role: 'admin', online: true, devices: 3 }),
  person('bram', 'Bram Kessler', { online: true }),
  person('gerda', '', { state: 'pending', devices: 1, createdAt: NOW - 40 * minute, seenAt: null }),
  person('ines', 'Ines Roth', { state: 'disabled', seenAt: NOW - 30 * day }),
  person('lena', 'Lena Nord', { role: 'admin' }),
  person('noor', people.noor.displayName, { devices: 1 }),
  person('sam', '', { hasKeys: false, devices: 0, seenAt: NOW - 2 * day }),
  person('tomas', 'Tomas Vik', { online: true, devices: 4 }),
];

/** As the server answers. */
function peopleOf(find = '', state?: AdminPerson['state']) {
  const found = everybody()
    .filter((each) => each.username.includes(find) || each.displayName.toLowerCase().includes(find))
    .filter((each) => state === undefined || each.state === state);
  return { people: found, next: null, counts: { active: 126, pending: 1, disabled: 1, online: 17 } };
}

const devices = (): AdminDevice[] => [
  { device: 'd1', label: 'Firefox on Windows', state: 'live', addedAt: NOW - 40 * day, seenAt: NOW },
  {
    device: 'd2',
    label: 'Chrome on Android',
    state: 'suspended',
    addedAt: NOW - 200 * day,
    seenAt: NOW - 35 * day,
  },
];

const links = (): AdminLink[] => [
  { id: 'l1', kind: 'invitation', username: null, createdAt: NOW - day, expiresAt: NOW + 6 * day },
  { id: 'l2', kind: 'reset', username: 'ines', createdAt: NOW - 4 * day, expiresAt: NOW + 3 * day },
];

const machine = (name: string, given: Partial<AdminMachine> = {}): AdminMachine => ({
  machine: name,
  state: 'AUTHENTICATED',
  endpoint: '198.51.100.7',
  disabled: false,
  hasPassword: true,
  createdAt: NOW - 80 * day,
  records: 100_000,
  bytes: 24_800_000,
  lastAt: NOW - 2 * minute,
  ...given,
});

const machines = (): AdminMachine[] => [
  machine('cellar-pump', { records: 412, bytes: 40_100, lastAt: NOW - 190 * minute }),
  machine('db-backup'),
  machine('empty-shed', { records: 0, bytes: 0, lastAt: null, state: 'GROUNDED', endpoint: null }),
  machine('print-server', { disabled: true, records: 9_120, bytes: 2_200_000, lastAt: NOW - 9 * day }),
];

const rooms = (): AdminRoom[] => [
  { room: 'garden', people: 9, online: 3, messages: 612, createdAt: NOW - 60 * day },
  { room: 'lobby', people: 128, online: 17, messages: 4012, createdAt: NOW - 90 * day },
];

const overview = (): Overview => ({
  people: { total: 128, online: 17, pending: 1 },
  devices: 261,
  machines: 6,
  rooms: 2,
  threads: 4,
  conversations: 390,
  storage: {
    database: 84_300_000,
    streams: 1_240_000_000,
    index: 310_000_000,
    backups: 96_000_000,
    free: 41_000_000_000,
  },
  health: {
    version: '1.0.0',
    startedAt: NOW - 6 * day,
    store: true,
    connections: { web: 21, line: 3 },
    memory: 142_000_000,
    confined: true,
    confinement: 'It writes into its data folder only, and starts no other programs.',
    mail: false,
    lastBackup: NOW - 9 * 60 * minute,
    verifiedBackup: NOW - 9 * 60 * minute,
    backupsFail: false,
    https: true,
  },
});

const acts: readonly (readonly [who: string, what: string, subject: string, from: string])[] = [
  ['amara', 'switch off', 'registration', '203.0.113.9'],
  ['amara', 'invitation', '', '203.0.113.9'],
  ['server', 'backup verified', 'waxwing-2026-11-21T020000Z.age', 'local'],
  ['amara', 'setting 30', 'message-days', '203.0.113.9'],
  ['admin.sock', 'promoted', 'lena', 'local'],
  ['bram', 'SSH key added', 'SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDBz0ImlbOOQp1bkeg', '198.51.100.4'],
  ['server', 'device suspended', 'q2Vt0Yg5yN7mG1c5mC0Fsw', 'local'],
  ['lena', 'disabled', 'ines', '2001:db8::17'],
  ['gerda', 'registration', 'gerda', '203.0.113.44'],
];

const HEAD = 412;

function auditOf(before = HEAD + 1) {
  const first = Math.max(1, before - 20);
  const entries = Array.from({ length: before - first }, (_, index): AuditEntry => {
    const number = before - 1 - index;
    const [who, what, subject, from] = acts[number % acts.length] ?? ['', '', '', ''];
    return { number, at: NOW - (HEAD - number) * 190 * minute, who, what, subject, from, hash: 'h'.repeat(43) };
  });
  return {
    entries,
    next: first > 1 ? first : null,
    head: {
      number: HEAD,
      hash: '4fzqA0cJ8Yx1mWl3kq2bTj0dQv9sRZ5e7uGhN6pKoXc',
      at: NOW,
      signature: 's'.repeat(86),
      key: 'k'.repeat(43),
    },
    broken: null as number | null,
  };
}

/** What a client of an admin answers, for pictures of the pages. */
export class FakeAdministration implements Administration {
  /** Names of the calls that fail, and how. */
  readonly failing: Record<string, Outcome & { ok: false }>;
  readonly calls: string[] = [];

  constructor(failing: Record<string, Outcome & { ok: false }>) {
    this.failing = failing;
  }

  protected async answer<T extends object>(name: string, value: T): Promise<Outcome<T>> {
    this.calls.push(name);
    await new Promise((resolve) => setTimeout(resolve, 30));
    return this.failing[name] ?? { ok: true, ...value };
  }

  overview = () => this.answer('overview', { overview: overview() });
  people: Administration['people'] = ({ find, state } = {}) => this.answer('people', peopleOf(find, state));
  actOnPerson: Administration['actOnPerson'] = (username) =>
    this.answer('actOnPerson', { person: person(username, '') });
  removePerson = (): Promise<Outcome> => this.answer('removePerson', {});
  resetPerson = () => this.answer('resetPerson', { link: `https://example.org/reset#${'r'.repeat(43)}` });
  personDevices = () => this.answer('personDevices', { devices: devices(), certificates: 1, sshKeys: 2 });
  logoutPerson = (): Promise<Outcome> => this.answer('logoutPerson', {});
  links = () => this.answer('links', { links: links() });
  invite = () => this.answer('invite', { link: `https://example.org/join#${'q'.repeat(43)}` });
  revokeLink = (): Promise<Outcome> => this.answer('revokeLink', {});
  machines = () => this.answer('machines', { machines: machines(), next: null });
  enrolMachine = (name: string) =>
    this.answer('enrolMachine', { machine: name, code: '7KQ2-M9XD-44TP', expiresAt: NOW + day });
  actOnMachine = (): Promise<Outcome> => this.answer('actOnMachine', {});
  revokeMachine = () => this.answer('revokeMachine', { revoked: 2 });
  allRooms = () => this.answer('allRooms', { rooms: rooms() });
  removeRoom = (): Promise<Outcome> => this.answer('removeRoom', {});
  audit = (before?: number) => this.answer('audit', auditOf(before));
}
