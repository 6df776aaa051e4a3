import type { AdminMachine, AdminRoom, AuditEntry, AuditHead, Overview } from '../protocol/api/admin.ts';
import type { AdminDevice, AdminLink, AdminPerson, PeopleCounts, PersonAct } from '../protocol/api/adminPeople.ts';
import type { Outcome } from './outcome.ts';

/** What admins see of the server and do with it. All of it fails with `forbidden` for anybody else. */
export interface Administration {
  overview(): Promise<Outcome<{ overview: Overview }>>;

  /** In order of usernames, from the one after `after`; `next` is the `after` of the page that follows. */
  people(asked?: {
    find?: string;
    state?: AdminPerson['state'];
    after?: string;
  }): Promise<Outcome<{ people: AdminPerson[]; next: string | null; counts: PeopleCounts }>>;
  /** `forbidden` also of the last admin, who stays one. */
  actOnPerson(username: string, act: PersonAct): Promise<Outcome<{ person: AdminPerson }>>;
  /** For ever, with keys and with what they wrote; the name is never given again. */
  removePerson(username: string): Promise<Outcome>;
  /** Shown this once. `forbidden`: the account is not active or has no keys. */
  resetPerson(username: string): Promise<Outcome<{ link: string }>>;
  personDevices(username: string): Promise<Outcome<{ devices: AdminDevice[]; certificates: number; sshKeys: number }>>;
  /** Everywhere, or on one device only. */
  logoutPerson(username: string, device?: string): Promise<Outcome>;

  links(): Promise<Outcome<{ links: AdminLink[] }>>;
  /** Shown this once. */
  invite(): Promise<Outcome<{ link: string }>>;
  revokeLink(id: string): Promise<Outcome>;

  machines(after?: string): Promise<Outcome<{ machines: AdminMachine[]; next: string | null }>>;
  /** The code is shown this once. */
  enrolMachine(machine: string): Promise<Outcome<{ machine: string; code: string; expiresAt: number }>>;
  actOnMachine(machine: string, act: 'disable' | 'enable'): Promise<Outcome>;
  /** Ends all its tokens. */
  revokeMachine(machine: string): Promise<Outcome<{ revoked: number }>>;

  allRooms(): Promise<Outcome<{ rooms: AdminRoom[] }>>;
  /** With everything that was said there. `forbidden`: the lobby. */
  removeRoom(room: string): Promise<Outcome>;

  /** The newest first, from the one before `before`. `broken`: number of the first entry that does not fit. */
  audit(
    before?: number,
  ): Promise<Outcome<{ entries: AuditEntry[]; next: number | null; head: AuditHead | null; broken: number | null }>>;
}
