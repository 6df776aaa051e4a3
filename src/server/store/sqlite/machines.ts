import type { MachineState } from '../../../protocol/errors.ts';
import type { AuditDraft, MachineNo, MachineStore, StoredMachine, StoredMachineToken } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import { EnrolmentCodes } from './enrolmentCodes.ts';
import { MachineStates } from './machineStates.ts';
import { MachineTokens } from './machineTokens.ts';

type Identifying = Parameters<MachineStore['identify']>[0];
type Authenticating = Parameters<MachineStore['authenticate']>[0];

interface Row {
  no: MachineNo;
  machine: string;
  name: string;
  password_hash: string | null;
  enrolled_from: string | null;
  disabled: number;
  everyone: number;
  endpoint: string | null;
  state: MachineState;
  created_at: number;
}

export class Machines implements MachineStore {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #codes: EnrolmentCodes;
  readonly #states: MachineStates;
  readonly #tokens: MachineTokens;
  readonly #byName: Statement<Row>;
  readonly #byToken: Statement<Row>;
  readonly #list: Statement<Row>;
  readonly #page: Statement<Row>;
  readonly #count: Statement<{ count: number }>;
  readonly #insert: Statement;
  readonly #adminsFollow: Statement;
  readonly #begin: Statement;
  readonly #arrive: Statement;
  readonly #seen: Statement;
  readonly #setDisabled: Statement;

  constructor(connection: Connection, queue: CommitQueue, audit: Audit) {
    this.#queue = queue;
    this.#audit = audit;
    this.#codes = new EnrolmentCodes(connection);
    this.#states = new MachineStates(connection);
    this.#tokens = new MachineTokens(connection);
    const select = `SELECT m.no, m.machine, m.name, m.password_hash, m.enrolled_from, m.disabled, m.everyone, m.endpoint,
      coalesce(s.state, 'GROUNDED') AS state, m.created_at FROM machines m
      LEFT JOIN machine_states s ON s.machine = m.no AND s.endpoint = m.endpoint`;
    this.#byName = connection.prepare(`${select} WHERE m.name = ?`);
    this.#list = connection.prepare(`${select} ORDER BY m.name`);
    this.#page = connection.prepare(`${select} WHERE m.name > ? ORDER BY m.name LIMIT ?`);
    this.#byToken = connection.prepare(
      `${select} JOIN machine_tokens t ON t.machine = m.no
       WHERE t.jti = ? AND t.revoked_at IS NULL AND t.ends_at > ? AND m.disabled = 0`,
    );
    this.#count = connection.prepare('SELECT count(*) AS count FROM machines');
    this.#insert = connection.prepare(
      'INSERT INTO machines (machine, name, enrolled_from, disabled, created_at) VALUES (?, ?, ?, 0, ?)',
    );
    this.#adminsFollow = connection.prepare(
      `INSERT INTO followers (machine, account, follows, read)
       SELECT m.no, a.no, 1, 0 FROM machines m, accounts a
       WHERE m.machine = ? AND a.role = 'admin' AND a.state = 'active'`,
    );
    this.#begin = connection.prepare(
      'UPDATE machines SET password_hash = NULL, enrolled_from = ?, disabled = 0 WHERE no = ?',
    );
    this.#arrive = connection.prepare(
      `UPDATE machines SET password_hash = ?2, endpoint = ?3
       WHERE no = ?1 AND disabled = 0 AND coalesce(password_hash, ?2) = ?2`,
    );
    this.#seen = connection.prepare('UPDATE machines SET endpoint = ? WHERE no = ?');
    this.#setDisabled = connection.prepare('UPDATE machines SET disabled = ? WHERE no = ?');
  }

  async byName(name: string): Promise<StoredMachine | undefined> {
    return machineOf(this.#byName.get(name));
  }

  async list(): Promise<StoredMachine[]> {
    return this.#list.all().map((row) => machineOf(row));
  }

  async page(after: string | null, limit: number): Promise<StoredMachine[]> {
    return this.#page.all(after ?? '', limit).map((row) => machineOf(row));
  }

  identify(given: Identifying): Promise<boolean> {
    return this.#queue.run(() => {
      const { name, endpoint, at, code } = given;
      const known = this.#byName.get(name);
      if (code === null ? known?.disabled === 1 : !this.#codes.spend(name, code, at)) return false;
      if (code !== null || !known) {
        const added = known ? this.#beginAnew(known.no, endpoint, at) : this.#add(given);
        if (!added) return false;
        this.#audit.add(given.audit);
      }
      const no = known?.no ?? this.#byName.get(name)?.no;
      if (no === undefined) return false;
      this.#states.set({ machine: no, endpoint, state: 'IDENTIFIED', at, most: given.endpoints });
      this.#seen.run(endpoint, no);
      return true;
    });
  }

  async state(machine: MachineNo, endpoint: string): Promise<MachineState> {
    return this.#states.get(machine, endpoint);
  }

  authenticate({ machine, endpoint, passwordHash, token, endpoints }: Authenticating): Promise<boolean> {
    return this.#queue.run(() => {
      if (this.#states.get(machine, endpoint) === 'GROUNDED') return false;
      if (this.#arrive.run(machine, passwordHash, endpoint) === 0) return false;
      const at = token.issuedAt;
      this.#states.set({ machine, endpoint, state: 'AUTHENTICATED', at, most: endpoints });
      this.#tokens.add(machine, token);
      return true;
    });
  }

  seen(machine: MachineNo, endpoint: string): Promise<void> {
    return this.#queue.run(() => void this.#seen.run(endpoint, machine));
  }

  async holder(jti: string, at: number): Promise<StoredMachine | undefined> {
    return machineOf(this.#byToken.get(jti, at));
  }

  addCode({ name, code, expiresAt }: Parameters<MachineStore['addCode']>[0], audit: AuditDraft): Promise<void> {
    return this.#queue.run(() => {
      this.#codes.put(name, code, expiresAt);
      this.#audit.add(audit);
    });
  }

  addToken(given: Parameters<MachineStore['addToken']>[0]): Promise<'stored' | 'too_many' | 'disabled'> {
    return this.#queue.run(() => {
      const { name, machine, token, most, audit } = given;
      const at = token.issuedAt;
      let known = this.#byName.get(name);
      if (known?.disabled === 1) return 'disabled';
      if (!known && this.#isFull(most.machines)) return 'too_many';
      if (!known) {
        this.#insert.run(machine, name, null, at);
        this.#adminsFollow.run(machine);
      }
      known ??= this.#byName.get(name);
      if (!known || this.#tokens.labelled(known.no, at).length >= most.tokens) return 'too_many';
      this.#tokens.add(known.no, token);
      this.#audit.add(audit);
      return 'stored';
    });
  }

  async tokens(machine: MachineNo, at: number): Promise<StoredMachineToken[]> {
    return this.#tokens.labelled(machine, at);
  }

  revokeTokens(machine: MachineNo, jti: string | null, at: number, audit: AuditDraft): Promise<number> {
    return this.#queue.run(() => {
      const ended = this.#tokens.revoke(machine, jti, at);
      if (ended > 0) this.#audit.add(audit);
      return ended;
    });
  }

  setDisabled(machine: MachineNo, disabled: boolean, at: number, audit: AuditDraft): Promise<void> {
    return this.#queue.run(() => {
      this.#setDisabled.run(disabled ? 1 : 0, machine);
      if (disabled) this.#ground(machine, at);
      this.#audit.add(audit);
    });
  }

  removeExpired(at: number): Promise<void> {
    return this.#queue.run(() => {
      this.#tokens.removeExpired(at);
      this.#codes.removeExpired(at);
    });
  }

  #add({ name, machine, endpoint, at, mayAdd, code, most }: Identifying): boolean {
    if ((code === null && !mayAdd) || this.#isFull(most)) return false;
    this.#insert.run(machine, name, code === null ? null : endpoint, at);
    if (code !== null) this.#adminsFollow.run(machine);
    return true;
  }

  #beginAnew(machine: MachineNo, endpoint: string, at: number): true {
    this.#begin.run(endpoint, machine);
    this.#ground(machine, at);
    return true;
  }

  #ground(machine: MachineNo, at: number): void {
    this.#states.clear(machine);
    this.#tokens.revoke(machine, null, at);
  }

  #isFull(most: number): boolean {
    return (this.#count.get()?.count ?? 0) >= most;
  }
}

function machineOf(row: Row): StoredMachine;
function machineOf(row: Row | undefined): StoredMachine | undefined;
function machineOf(row: Row | undefined): StoredMachine | undefined {
  if (!row) return undefined;
  const { no, machine, name, password_hash, enrolled_from, disabled, everyone, endpoint, state, created_at } = row;
  return {
    no,
    machine,
    name,
    passwordHash: password_hash,
    enrolledFrom: enrolled_from,
    disabled: disabled === 1,
    everyone: everyone === 1,
    endpoint,
    state,
    createdAt: created_at,
  };
}
