import type { MachineState } from '../../../protocol/errors.ts';
import type { AuditDraft } from './audit.ts';

export type MachineNo = number;

export interface StoredMachine {
  readonly no: MachineNo;
  /** Random, for ever. */
  readonly machine: string;
  readonly name: string;
  /** Null until the first one is set. */
  readonly passwordHash: string | null;
  /** The address from which the first password has to come; null: any that has identified itself. */
  readonly enrolledFrom: string | null;
  readonly disabled: boolean;
  /** Its stream is open to everyone. */
  readonly everyone: boolean;
  /** Address of what it did last, and how far it had come there. */
  readonly endpoint: string | null;
  readonly state: MachineState;
  readonly createdAt: number;
}

export interface NewMachineToken {
  /** Random; it alone opens nothing. */
  readonly jti: string;
  /** Null: the machine's own, by its password. */
  readonly label: string | null;
  readonly issuedAt: number;
  readonly endsAt: number;
}

export type StoredMachineToken = NewMachineToken & { readonly revokedAt: number | null };

export interface MachineStore {
  byName(name: string): Promise<StoredMachine | undefined>;
  /** In order of names. */
  list(): Promise<StoredMachine[]>;
  page(after: string | null, limit: number): Promise<StoredMachine[]>;
  /**
   * Identified at that address from then on; a machine that is not known is added, and followed by all admins if it has a
   * code. With a code it has to be the open one of
   * that name, which is spent by it: the machine is then new, without password, tokens and states, and enabled. False when
   * the code is not, the machine is disabled, or it is unknown and may not be added.
   */
  identify(given: {
    readonly name: string;
    /** For a machine that is added. */
    readonly machine: string;
    readonly endpoint: string;
    readonly at: number;
    readonly mayAdd: boolean;
    /** SHA-256. */
    readonly code: Uint8Array | null;
    /** Machines that there may be. */
    readonly most: number;
    readonly endpoints: number;
    /** Of a machine that is added or begins anew. */
    readonly audit: AuditDraft;
  }): Promise<boolean>;
  state(machine: MachineNo, endpoint: string): Promise<MachineState>;
  /**
   * Authenticated at that address from then on, with that token. The password's hash is set where there is none; false
   * when there is another by now, or the machine is not identified there any more.
   */
  authenticate(given: {
    readonly machine: MachineNo;
    readonly endpoint: string;
    readonly passwordHash: string;
    readonly token: NewMachineToken;
    readonly endpoints: number;
  }): Promise<boolean>;
  /** Keeps the address of what it did last. */
  seen(machine: MachineNo, endpoint: string): Promise<void>;
  /** Whose token it is, as long as it is good at `at`. */
  holder(jti: string, at: number): Promise<StoredMachine | undefined>;

  /** Opens a code for a name; one that was open before ends. */
  addCode(given: { name: string; code: Uint8Array; at: number; expiresAt: number }, audit: AuditDraft): Promise<void>;
  /** A token beside those of its password, for a machine that is added, and followed by all admins, if it is not known. */
  addToken(given: {
    readonly name: string;
    readonly machine: string;
    readonly token: NewMachineToken;
    /** Machines, and tokens of this kind that are good. */
    readonly most: { readonly machines: number; readonly tokens: number };
    readonly audit: AuditDraft;
  }): Promise<'stored' | 'too_many' | 'disabled'>;
  /** Those with a label that are good at `at`, the newest first. */
  tokens(machine: MachineNo, at: number): Promise<StoredMachineToken[]>;
  /** Ends one, or with null all of them, those of its password too. Answers how many. */
  revokeTokens(machine: MachineNo, jti: string | null, at: number, audit: AuditDraft): Promise<number>;
  /** A disabled machine has no tokens and is grounded everywhere. */
  setDisabled(machine: MachineNo, disabled: boolean, at: number, audit: AuditDraft): Promise<void>;
  removeExpired(at: number): Promise<void>;
}

export interface PasswordHashing {
  /** With a salt of its own each time. */
  hash(password: string): Promise<string>;
  /** @param hash null: nobody's; false, and it takes as long */
  matches(hash: string | null, password: string): Promise<boolean>;
}

export interface MachineTokenClaims {
  readonly jti: string;
  /** The machine's name. */
  readonly subject: string;
  readonly issuedAt: number;
  readonly endsAt: number;
}

/** Tokens that only this server can make, for itself. */
export interface TokenSigning {
  sign(claims: MachineTokenClaims): Promise<string>;
  /** Undefined when it is not of this server, is changed, or has ended. */
  verify(token: string, at: number): Promise<Omit<MachineTokenClaims, 'issuedAt'> | undefined>;
}
