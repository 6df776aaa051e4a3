import type { Client, Failure } from '../client/api.ts';

/** An account that is open in this process. */
export interface OpenAccount {
  readonly name: string;
  readonly client: Client;
  /** Lets go of everything; what is stored stays, and another process may open it. */
  close(): void;
}

export type Opened<More = object> =
  | ({ readonly ok: true; readonly account: OpenAccount } & More)
  /** `in_use`: another process on this machine is this device of the account. */
  | { readonly ok: false; readonly code: Failure | 'in_use'; readonly retryAfter?: number };

/** A person who was asked did not answer; the message says how it ended. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
}

/** What is asked of a person, unseen. @throws GaveUp Null: there is nobody to ask. */
export interface Secrets {
  /** To log in: a password or a recovery code. */
  toLogIn(): Promise<string | null>;
  /** Empty: without a password. */
  toChoose(): Promise<string | null>;
}

/** Paths of PEM files. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** What a person names to come in by. `ssh`: the path of a private key; null: the keys of the agent. */
export type WayIn = CertificateFiles | { readonly ssh: string | null };

export interface LogInSteps {
  readonly secrets: Secrets;
  /** An SSH key has shown who this is; what opens the messages is asked for next. */
  proved(): void;
}

export interface LinkSteps {
  /** What is to be typed on the other device, or scanned: a whole address, which holds a secret. */
  code(code: string, link: string): void;
  /** Whether the other device shows the same number. */
  isSame(number: string): Promise<boolean>;
}

/** The accounts of one server that this machine is, or may become, a device of. */
export interface Accounts {
  /** Those that are kept here, in order of their names. */
  names(): string[];
  /** Whether their server answers. */
  isServed(): Promise<boolean>;
  /** Without a password the recovery code alone opens the account. `account` null: an admin has to approve it first. */
  register(
    name: string,
    password: string,
  ): Promise<
    | { readonly ok: true; readonly account: OpenAccount | null; readonly recoveryCode: string }
    | (Opened & { readonly ok: false })
  >;
  /**
   * A device that is kept here needs no secret as long as its session or its certificate is good, or with an SSH key of the
   * account. Any other needs one after an SSH key, too. An account without encryption keys gets them, and with them its
   * recovery code, with a certificate from elsewhere or an SSH key.
   * @param by null: what this machine has of the account, else a secret
   * @throws GaveUp
   */
  login(name: string, by: WayIn | null, steps: LogInSteps): Promise<Opened<{ readonly recoveryCode?: string }>>;
  /** A device that is logged in lets this one in. `invalid_credentials`: it is another account's, or shows another number. */
  link(name: string, steps: LinkSteps): Promise<Opened>;
}
